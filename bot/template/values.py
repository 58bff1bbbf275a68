"""Values -> Markdown, one function for each shape; a place of the template says how it wants them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.template import escape
from bot.template.form import Field, Value
from bot.template.layout import Hole, Items

AMOUNT = re.compile(r"(?P<number>[0-9]{1,15}(?:[.,][0-9]{1,15})?)(?P<space>[ \t]*)(?P<unit>[^\d\s].*)?")


def as_text(value: Value | None) -> str:
    """A value as one text; "" for none. Tasks are joined by a comma and a space."""
    if isinstance(value, list):
        return ", ".join(escape.spelled(str(part), ",") for part in value)
    return str(value) if value else ""


def in_hole(hole: Hole, source: str, value: str, *, separator: str = "") -> str:
    """A value in place of its blank, on the blank's line. `separator`: what the template has after it, up to
    the next blank; "" if there is none."""
    blank = source[hole.start : hole.end]
    if hole.code:
        text = escape.span(value)
        return escape.span(value, longer=True) if text == blank else text
    in_line = escape.item if _begins_line(source, hole.start) else escape.inline
    return escape.before(in_line(value, (blank,)), separator)


def _begins_line(source: str, at: int) -> bool:
    while at and source[at - 1] in " \t":
        at -= 1
    return not at or source[at - 1] in "\r\n"


def items(part: Items, field: Field, value: Value, eol: str, shown: str, ours: Callable[[str], bool]) -> str:
    """A list, one item a line. `shown`: what the template has there; `ours`: which lines are the template's."""
    own = shown.replace("\r", "\n").partition("\n")[0].strip(" \t")
    pen = _ItemPen(part, texts(field.example), ours, own)
    lines: list[str] = []
    number = int(part.marker[:-1].strip(".) ")) if part.marker[0].isdigit() else None
    for entry in value if isinstance(value, list) else ():
        marker = part.marker
        if number is not None:
            marker = re.sub(r"\d+", str(number), marker, count=1)
            number += 1
        lines += pen.item(entry, " " * part.indent, marker)
    return eol.join(lines) + eol


def texts(example: Value | None) -> frozenset[str]:
    """The texts of a list's examples, at every depth."""
    found: set[str] = set()
    waiting: list[Any] = list(example) if isinstance(example, list) else []
    while waiting:
        entry = waiting.pop()
        found.add(entry["text"] if isinstance(entry, dict) else str(entry))
        waiting += entry["items"] if isinstance(entry, dict) else ()
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _ItemPen:
    """Writes the items of one list."""

    part: Items
    examples: Collection[str]
    ours: Callable[[str], bool]
    own: str
    """The list's first line in the template."""

    def item(self, entry: Any, indent: str, marker: str) -> list[str]:
        if not isinstance(entry, dict):
            return [self._line(indent + marker + ("[ ] " if self.part.boxed else ""), str(entry))]
        lines = [self._line(indent + marker + _box(entry, self.part.boxed), entry["text"])]
        for one in entry["items"]:
            lines += self._below(one, indent + " " * len(marker))
        return lines

    def _below(self, entry: Any, indent: str) -> list[str]:
        lines = [self._line(indent + "- " + _box(entry, self.part.boxed_below), entry["text"])]
        for one in entry["items"]:
            lines += self._below(one, indent + "  ")
        return lines

    def _line(self, marker: str, text: str) -> str:
        line = marker + escape.item(text, self.examples)
        return marker + escape.lead(text) if line.strip(" \t") != self.own and self.ours(line) else line


def _box(entry: Mapping[str, Any], boxed: bool) -> str:
    """A checkbox; where the template has none, only what is done gets one."""
    return "[x] " if entry["done"] else "[ ] " if boxed else ""


def code(value: Mapping[str, Any], shown: str, eol: str) -> str:
    """A code block; one equal to what the template shows there has a longer fence."""
    written = escape.fence(value["language"], value["text"]) + "\n"
    if written == shown.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n":
        written = escape.fence(value["language"], value["text"], longer=True) + "\n"
    return written.replace("\n", eol)


def total(values: list[str]) -> str | None:
    """The sum of values that are all `number unit` with one unit; None if they are not."""
    matches = [AMOUNT.fullmatch(value.strip(" \t")) for value in values]
    amounts = [match for match in matches if match]
    if not amounts or len(amounts) != len(values):
        return None
    units = {_singular(match["unit"] or "") for match in amounts}
    if len(units) != 1:
        return None
    places = max(len(re.sub(r"^\d+[.,]?", "", match["number"])) for match in amounts)
    scaled = sum(_scaled(match["number"], places) for match in amounts)
    number = _written(scaled, places)
    longest = max(amounts, key=lambda match: len(match["unit"] or ""))
    return number + longest["space"] + (longest["unit"] or "")


def _singular(unit: str) -> str:
    """`hour` and `hours` are one unit."""
    return unit.strip().lower().removesuffix("s")


def _scaled(number: str, places: int) -> int:
    """A number as a whole count of its smallest decimal place, so that no rounding comes in."""
    before, _, after = number.replace(",", ".").partition(".")
    return int(before + after.ljust(places, "0"))


def _written(scaled: int, places: int) -> str:
    digits = str(scaled).rjust(places + 1, "0")
    before, after = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{before}.{after.rstrip('0')}".rstrip(".")
