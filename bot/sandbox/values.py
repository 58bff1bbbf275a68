"""What an element holds: ``view.state.values`` by kind of element (Slack: View state). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blocks import Control, controls

Json = dict[str, Any]
Values = dict[tuple[str, str], Json]
"""(block_id, action_id) -> what ``state.values`` says of it."""


@dataclass(frozen=True)
class Holding:
    """How a kind of element holds its value."""

    key: str
    """The key in the state, such as ``selected_option``."""
    starts: str
    """The element's field that it starts with, such as ``initial_option``."""
    many: bool = False
    """A list rather than one value or null."""


HOLDINGS: dict[str, Holding] = {
    **dict.fromkeys(
        ("plain_text_input", "email_text_input", "url_text_input", "number_input"),
        Holding("value", "initial_value"),
    ),
    "rich_text_input": Holding("rich_text_value", "initial_value"),
    **dict.fromkeys(
        ("static_select", "external_select", "radio_buttons"), Holding("selected_option", "initial_option")
    ),
    **dict.fromkeys(
        ("multi_static_select", "multi_external_select", "checkboxes"),
        Holding("selected_options", "initial_options", many=True),
    ),
    "users_select": Holding("selected_user", "initial_user"),
    "multi_users_select": Holding("selected_users", "initial_users", many=True),
    "conversations_select": Holding("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Holding("selected_conversations", "initial_conversations", many=True),
    "channels_select": Holding("selected_channel", "initial_channel"),
    "multi_channels_select": Holding("selected_channels", "initial_channels", many=True),
    "datepicker": Holding("selected_date", "initial_date"),
    "timepicker": Holding("selected_time", "initial_time"),
    "datetimepicker": Holding("selected_date_time", "initial_date_time"),
    "file_input": Holding("files", "initial_files", many=True),
}
"""Buttons and overflow menus are missing: they hold nothing."""


def held(element: Mapping[str, Any], value: Any) -> Json:
    """The state's entry for ``element`` when it holds ``value`` (null or [] when cleared)."""
    entry: Json = {"type": element["type"], HOLDINGS[element["type"]].key: value}
    if "timezone" in element:
        entry["timezone"] = element["timezone"]
    return entry


def value_of(entry: Mapping[str, Any]) -> Any:
    """What an entry of the state holds."""
    return entry[HOLDINGS[entry["type"]].key]


def is_empty(entry: Mapping[str, Any]) -> bool:
    """Nothing typed or chosen; an empty text counts as nothing, as in Slack's client."""
    return value_of(entry) in (None, "", [])


def starting(blocks: Sequence[Mapping[str, Any]], conversation: str | None = None) -> Values:
    """What the elements hold when the blocks are first shown.

    ``conversation``: the channel that the person came from, for ``default_to_current_conversation``.
    """
    stateful = [each for each in controls(blocks) if each.type in HOLDINGS]
    return {each.key: held(each.element, _start(each, conversation)) for each in stateful}


def _start(control: Control, conversation: str | None) -> Any:
    holding, element = HOLDINGS[control.type], control.element
    if conversation and element.get("default_to_current_conversation"):
        if holding.many:
            return [conversation]  # Slack: for multi-selects the default overrides the initial ones
        return element.get(holding.starts, conversation)
    start = element.get(holding.starts, [] if holding.many else None)
    return None if start == "" else start


def carried_over(old: Values, blocks: Sequence[Mapping[str, Any]], conversation: str | None = None) -> Values:
    """What the elements hold after an update: the same block_id, action_id and type keep what was there.

    Slack ignores the new ``initial_value`` then. A chosen option that is offered no more is dropped.
    """
    fresh = starting(blocks, conversation)
    offered = {each.key: _offered(each.element) for each in controls(blocks)}
    for key, entry in fresh.items():
        if key in old and old[key]["type"] == entry["type"] and _still_there(old[key], offered[key]):
            fresh[key] = old[key]
    return fresh


def options_of(element: Mapping[str, Any]) -> list[Json]:
    """All options of an element, those in groups too."""
    groups: Iterable[Mapping[str, Any]] = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(each for group in groups for each in group["options"])]


def _offered(element: Mapping[str, Any]) -> list[str] | None:
    options = options_of(element)
    return [each["value"] for each in options] if options else None


def _still_there(entry: Json, offered: list[str] | None) -> bool:
    chosen = value_of(entry)
    if offered is None or not chosen:
        return True
    return all(each["value"] in offered for each in (chosen if isinstance(chosen, list) else [chosen]))


def nested(values: Values) -> dict[str, Json]:
    """The shape of ``state.values``: by block_id, then by action_id."""
    state: dict[str, Json] = {}
    for (block_id, action_id), entry in values.items():
        state.setdefault(block_id, {})[action_id] = entry
    return state
