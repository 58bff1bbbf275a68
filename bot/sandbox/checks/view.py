"""Modals and Home views, as views.open, push, update and publish take them."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.checks.composition import text_object
from bot.sandbox.checks.place import Place
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.rules import Rule, boolean, by_type, shape, string, without
from bot.sandbox.checks.together import check_blocks, of_type

MOST_BLOCKS = 100
MOST_BYTES = 250_000
"""Slack: views.update answers view_too_large above 250 kB."""


def _blocks(value: Any, place: Place) -> None:
    check_blocks(value, place, MOST_BLOCKS, least=1)


def _submit_beside_inputs(view: Mapping[str, Any], place: Place) -> None:
    """Slack: a modal with an ``input`` block needs ``submit``."""
    blocks = view.get("blocks")
    if "submit" in view or not isinstance(blocks, list):
        return
    for index, each in enumerate(blocks):
        if of_type([each], "input"):
            place.at("blocks").at(index).at("input").refuse(
                "must define `submit` to use an `input` block in modals"
            )
            return


FIELDS: dict[str, Rule] = {
    "blocks": _blocks,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "title": text_object(24),
    "submit": text_object(24),
    "close": text_object(24),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}

VIEWS: dict[str, Rule] = {
    # `submit_disabled` belongs to configuration modals; elsewhere Slack refuses it (slackblocks#36).
    "modal": shape(
        FIELDS, required=("title", "blocks"), also=(_submit_beside_inputs, without("submit_disabled"))
    ),
    "home": shape(FIELDS, required=("blocks",), also=(without("submit"), without("close"))),
}


def check_view(view: Mapping[str, Any]) -> None:
    """Refuse a view that Slack would not open, with all its faults at once.

    Pointers start at ``/view``. Raises ``Refusal("invalid_arguments")``, or
    ``Refusal("view_too_large")`` when only its size is wrong.
    """
    home = isinstance(view, Mapping) and view.get("type") == "home"
    place = Place("home" if home else "modal", pointer="/view")
    by_type(VIEWS)(view, place)
    if place.found:
        raise Refusal("invalid_arguments", place.found)
    # Compact and with \u escapes, which is how Slack's own clients put a view on the wire.
    if len(json.dumps(view, separators=(",", ":"))) > MOST_BYTES:
        raise Refusal("view_too_large", [f"[ERROR] must be at most {MOST_BYTES} bytes [json-pointer:/view]"])
