"""The ``table`` block: rows, cells, columns (Slack: Table block)."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rich_text import RICH_TEXT_FIELDS
from bot.sandbox.checks.rules import Rule, array, boolean, by_type, nullable, one_of, shape, string
from bot.sandbox.checks.texts import characters

MOST_CHARACTERS = 10_000
"""Characters that all cells of a table may hold together."""


def _number(value: Any, place: Place) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        place.refuse("must provide a number")


CELL = by_type(
    {
        "raw_text": shape({"text": string()}, required=("text",)),
        "raw_number": shape({"value": _number, "text": string()}, required=("value",)),
        "rich_text": shape(RICH_TEXT_FIELDS, required=("elements",)),
    }
)

TABLE_FIELDS: dict[str, Rule] = {
    "rows": array(array(CELL, most=20, least=1), most=100, least=1),
    "column_settings": array(
        nullable(shape({"align": one_of("left", "center", "right"), "is_wrapped": boolean})), most=20
    ),
}
"""A column's settings may be null, to leave that column as it is."""


def cells_fit(table: Mapping[str, Any], place: Place) -> None:
    """All cells together hold at most 10,000 characters."""
    if characters(table.get("rows")) > MOST_CHARACTERS:
        place.at("rows").refuse(f"must be less than {MOST_CHARACTERS + 1} characters in all cells together")
