"""Parts of a document -> values: what the writing of values is undone by."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.template import escape
from bot.template.answers import DEEPEST
from bot.template.form import Field, Value
from bot.template.layout import Hole

TICKED = ("x", "X")


def as_value(field: Field, text: str) -> Value:
    """A text as the field's kind has it."""
    if field.kind != "tasks":
        return text
    return [escape.unspelled(part, ",") for part in re.split(r", ?", text) if part.strip(" \t")]


def flat(text: str) -> str:
    """A text as lines of LF, without blank lines around it and blanks at its end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = next((number for number, line in enumerate(lines) if line.strip(" \t")), len(lines))
    return "\n".join(lines[begin:]).rstrip(" \t\n")


def in_hole(hole: Hole, raw: str) -> str:
    """What was written in place of a blank on its line."""
    if hole.code and (inner := code_span(raw)) is not None:
        return inner
    return escape.un(raw)


def parted(hole: Hole, raw: str, separator: str) -> str:
    """What was written in place of a blank that others follow on its line."""
    if hole.code and code_span(raw) is not None:
        return in_hole(hole, raw)
    return in_hole(hole, escape.unspelled(raw, escape.parting(separator)) if separator else raw)


def code_span(raw: str) -> str | None:
    """The text of a code span; None if it is none."""
    ticks = len(raw) - len(raw.lstrip("`"))
    closing = len(raw) - len(raw.rstrip("`"))
    if not 0 < ticks == closing or len(raw) <= 2 * ticks:
        return None
    inner = raw[ticks:-ticks]
    return inner[1:-1] if "`" in inner and inner[:1] == inner[-1:] == " " else inner


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list, as it stands in a document."""

    line: int
    indent: int
    box: str | None
    raw: str
    """Its text, on one line and with its guard."""

    def is_example(self, examples: Collection[str]) -> bool:
        """Whether it is the template's, untouched."""
        return self.raw in examples and self.box not in TICKED

    @property
    def text(self) -> str:
        """What was typed."""
        return escape.un(self.raw)


def checklist(entries: Sequence[Entry], examples: Collection[str]) -> list[Any]:
    """Items by their indentation, without the template's untouched examples that nothing stands below."""
    top: list[Any] = []
    stack: list[tuple[int, list[Any]]] = [(-1, top)]
    for entry in entries:
        while stack[-1][0] >= entry.indent or len(stack) > DEEPEST:
            stack.pop()
        below: list[Any] = []
        stack[-1][1].append((entry, below))
        stack.append((entry.indent, below))
    return _answered(top, examples)


def _answered(items: list[Any], examples: Collection[str]) -> list[Any]:
    answered = []
    for entry, below in items:
        inner = _answered(below, examples)
        if inner or not entry.is_example(examples):
            answered.append({"text": entry.text, "done": entry.box in TICKED, "items": inner})
    return answered


def code(lines: Sequence[str]) -> dict[str, str]:
    """A fenced block, its fences with it."""
    opener = lines[0].lstrip(" ")
    indent = len(lines[0]) - len(opener)
    info = opener.lstrip("`~").split()
    inner = [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines[1:-1]]
    return {"language": info[0].replace("`", "") if info else "", "text": "\n".join(inner)}


def cell(raw: str) -> str:
    """A table's cell."""
    return escape.un(escape.unspelled(raw.replace("\\|", "|"), "|"))


def holes_in(text: str, literals: Sequence[str], blanks: Sequence[str]) -> list[str] | None:
    """What stands between the fixed texts of a line with several blanks; None if they are not all there.

    There is one fixed text more than there are blanks.
    """
    if not text.startswith(literals[0]):
        return None
    last, before = literals[-1].rstrip(" \t\n"), literals[-2]
    text = text.rstrip(" \t\n")
    if not text.endswith(last):
        return None
    if not last:  # the last blank may have been emptied, and the space before it lost
        text += before[len(before.rstrip(" \t")) :]
    at, found = len(literals[0]), []
    for blank, separator in zip(blanks, literals[1:-1], strict=False):
        untouched = text.startswith(blank + separator, at)
        stop = at + len(blank) if untouched else _stop(text, at, separator)
        if stop < 0:
            return None
        found.append(text[at:stop])
        at = stop + len(separator)
    said = text[at : len(text) - len(last)].rstrip(" \t\n")
    return [*found, said] if at <= len(text) - len(last) else None


def _stop(text: str, at: int, separator: str) -> int:
    """Where a value ends: before its separator; a code span is passed as a whole."""
    ticks = re.compile("`+").match(text, at)
    closing = re.compile(rf"(?<!`){ticks[0]}(?!`)").search(text, ticks.end()) if ticks else None
    if closing and text.startswith(separator, closing.end()):
        return closing.end()
    return text.find(separator, at)
