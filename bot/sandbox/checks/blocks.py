"""The table of blocks: what each may hold, and on which surfaces it may stand.

Slack: @slack/types and the Block Kit reference, as of 2026-11. Left out, and so refused as unknown: what
came only in 2026 (card, carousel, container, data_table, plan, task_card, alert), since its limits are
not settled and older clients don't show it; context_actions; and video, which needs a scope of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.checks.composition import ANY_TEXT, IMAGE_FIELDS, text_object
from bot.sandbox.checks.elements import ID, element
from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rich_text import RICH_TEXT_FIELDS
from bot.sandbox.checks.rules import Rule, any_of, array, boolean, just_one_of, shape, string, typed
from bot.sandbox.checks.tables import TABLE_FIELDS, cells_fit

EVERYWHERE = frozenset({"message", "modal", "home"})
VIEWS = frozenset({"modal", "home"})
MESSAGES = frozenset({"message"})


@dataclass(frozen=True, slots=True)
class Block:
    """A row of the table."""

    rule: Rule
    """What the block must look like."""
    surfaces: frozenset[str]
    """Where it may stand."""


def _no_dispatch_of_files(block: Mapping[str, Any], place: Place) -> None:
    """``dispatch_action`` with a ``file_input`` is an error (Slack: Input block)."""
    held = block.get("element")
    if (
        block.get("dispatch_action") is True
        and isinstance(held, Mapping)
        and held.get("type") == "file_input"
    ):
        place.at("dispatch_action").refuse("`dispatch_action` cannot be used with a `file_input`")


def _block(
    fields: dict[str, Rule], required: str = "", also: tuple[Rule, ...] = (), on: frozenset[str] = EVERYWHERE
) -> Block:
    return Block(shape({"block_id": ID, **fields}, required.split(), also), on)


BLOCKS: dict[str, Block] = {
    "section": _block(
        {
            "text": text_object(3000, ANY_TEXT),
            "fields": array(text_object(2000, ANY_TEXT), most=10, least=1),
            "accessory": element,
            "expand": boolean,
        },
        also=(any_of("text", "fields"),),
    ),
    "header": _block({"text": text_object(150)}, "text"),
    "context": _block({"elements": array(element, most=10, least=1)}, "elements"),
    "actions": _block({"elements": array(element, most=25, least=1)}, "elements"),
    "input": _block(
        {
            "label": text_object(2000),
            "hint": text_object(2000),
            "element": element,
            "optional": boolean,
            "dispatch_action": boolean,
        },
        "label element",
        (_no_dispatch_of_files,),
        on=VIEWS,
    ),
    "divider": _block({}),
    "image": _block(
        {**IMAGE_FIELDS, "title": text_object(2000)}, "alt_text", (just_one_of("image_url", "slack_file"),)
    ),
    "rich_text": _block(RICH_TEXT_FIELDS, "elements"),
    "markdown": _block({"text": string()}, "text", on=MESSAGES),
    "table": _block(TABLE_FIELDS, "rows", (cells_fit,), on=MESSAGES),
}


def _that_fits(kind: str, place: Place) -> Rule | None:
    """The rule of a block, if it may stand on the surface of ``place``."""
    row = BLOCKS.get(kind)
    if row is None or place.surface not in row.surfaces:
        return None
    return lambda value, where: row.rule(value, where.inside(kind))


block = typed(_that_fits)
"""A block that may stand on its surface (a rule)."""
