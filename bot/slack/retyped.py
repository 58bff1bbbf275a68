"""A modal drawn anew over one that was filled in: what was typed and chosen stays. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.shown import ANEW, Entered
from bot.slack.text import Block
from bot.slack.views import ModalView


def retyped(view: ModalView, state: Entered, drawing: str) -> ModalView:
    """The view with what stood in the inputs of its earlier drawing; of choices, what is still offered.

    Each input gets an id of this `drawing`: Slack keeps what stands in a block whose id stays, also an option
    that is offered no more.
    """
    before = {_name(block_id): elements for block_id, elements in state.items()}
    return {**view, "blocks": [_retyped(block, before, drawing) for block in view["blocks"]]}


def typed(state: Entered) -> list[str]:
    """All texts that stand in a view's inputs, from the top."""
    values = [each.get("value") for elements in state.values() for each in elements.values()]
    return [value for value in values if isinstance(value, str) and value.strip()]


def _retyped(block: Block, before: Mapping[str, Mapping[str, Any]], drawing: str) -> Block:
    if block["type"] != "input":
        return block
    name, element = _name(block["block_id"]), block["element"]
    entry = before.get(name, {}).get(element["action_id"])
    filled = {**element, **_starting(element, entry)} if entry else element
    return {**block, "block_id": f"{name}{ANEW}{drawing}", "element": filled}


def _starting(element: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """With what the element begins, to hold what the entry held; {} to begin as it is drawn."""
    match element["type"]:
        case "plain_text_input":
            return {"initial_value": entry["value"]} if entry.get("value") else {}
        case "users_select":
            return {"initial_user": entry["selected_user"]} if entry.get("selected_user") else {}
        case "static_select" | "radio_buttons":
            chosen = _offered(element, [entry.get("selected_option") or {}])
            return {"initial_option": chosen[0]} if chosen else {}
        case "checkboxes":
            chosen = _offered(element, entry.get("selected_options") or [])
            return {"initial_options": chosen} if chosen else {}
    return {}


def _offered(element: Mapping[str, Any], chosen: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The options that were chosen, as they are offered now: Slack wants the very same."""
    wanted = {each.get("value") for each in chosen}
    return [option for option in element["options"] if option["value"] in wanted]


def _name(block_id: str) -> str:
    return block_id.split(ANEW)[0]
