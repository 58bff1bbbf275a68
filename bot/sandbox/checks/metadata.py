"""Message metadata (Slack: @slack/types, MessageMetadata)."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rules import shape, string


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)  # a boolean is an int


def _is_flat(value: Any) -> bool:
    """An object of strings, numbers and booleans."""
    return isinstance(value, Mapping) and all(_is_scalar(each) for each in value.values())


def _payload(value: Any, place: Place) -> None:
    """Values are scalars, flat objects, or lists of flat objects; nothing deeper, and no null."""
    if not isinstance(value, Mapping):
        place.refuse("must provide an object")
        return
    for name, each in value.items():
        listed = isinstance(each, list) and all(_is_flat(item) for item in each)
        if not (_is_scalar(each) or _is_flat(each) or listed):
            place.at(name).refuse(
                "must be a string, number, boolean, an object of those, or a list of such objects"
            )


METADATA = shape(
    {"event_type": string(), "event_payload": _payload}, required=("event_type", "event_payload")
)
