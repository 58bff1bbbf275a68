"""What a page needs to draw each element that can be touched: what it holds, and what can be chosen in it.

Values go as `ById` takes them back: an option's value, an id, a text; moments as ``2026-12-01T17:30`` in the
person's own zone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.blocks import Control, controls
from bot.sandbox.filling import kinds_offered
from bot.sandbox.page.places import places
from bot.sandbox.seen import block_lines
from bot.sandbox.values import Values, options_of, value_of
from bot.sandbox.workspace import User
from bot.sandbox.world import World

Json = dict[str, Any]

MOMENT = "%Y-%m-%dT%H:%M"


def controls_json(world: World, user: User, blocks: Sequence[Mapping[str, Any]], values: Values) -> Json:
    """block_id -> action_id -> ``holds`` and, for menus, ``offers``."""
    found: Json = {}
    for control in controls(blocks):
        shown = {"holds": _holds(user, values.get(control.key)), "offers": _offers(world, user, control)}
        found.setdefault(control.block_id, {})[control.action_id] = shown
    return found


def _holds(user: User, entry: Mapping[str, Any] | None) -> Any:
    """What it holds, as the page sends it; "" or [] if nothing."""
    value = value_of(entry) if entry else None
    if isinstance(value, list):
        return [_plain(user, each) for each in value]
    return "" if value is None else _plain(user, value)


def _plain(user: User, value: Any) -> str:
    if isinstance(value, int):
        return datetime.fromtimestamp(value, ZoneInfo(user.tz)).strftime(MOMENT)
    if not isinstance(value, Mapping):
        return str(value)
    if value.get("type") == "rich_text":
        return "\n".join(block_lines([value], str))
    return str(value["value"] if "value" in value else value["name"])


def _offers(world: World, user: User, control: Control) -> list[Json] | None:
    """What can be chosen, top to bottom; None where something is typed or pressed."""
    kind = control.type
    if "users_select" in kind:
        return [
            {"value": each.id, "text": each.name}
            for each in world.workspace.users.values()
            if not each.deleted
        ]
    if "conversations_select" in kind or "channels_select" in kind:
        return _conversations(world, user, control)
    options = options_of(control.element)
    return [_option(each) for each in options] if options else None


def _conversations(world: World, user: User, control: Control) -> list[Json]:
    """Of those that the person sees: a client shows no others."""
    kinds = kinds_offered(control.element)
    return [
        {"value": each.id, "text": ("@" if each.kind == "im" else "#") + each.name}
        for each in places(world, user)
        if kinds is None or each.kind in kinds
    ]


def _option(option: Mapping[str, Any]) -> Json:
    description = option.get("description", {}).get("text", "")
    return {"value": option.get("value", ""), "text": option["text"]["text"], "more": description}
