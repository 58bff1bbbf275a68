"""What a reader holds while it reads: the values found, and the answer that is still going on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from bot.template import read_values as values
from bot.template.escape import un, unblock
from bot.template.form import Field, Value
from bot.template.layout import Body, Hole, Line


@dataclass(slots=True)
class Sink:
    """Where the values of one form, or of one item of a group, are gathered."""

    fields: Mapping[str, Field]
    defaults: Mapping[str, Value]
    """What the template's own item, or the form, starts with."""
    kept: dict[str, object]
    """What the bot keeps: status, created, updated, sign_offs."""
    answers: dict[str, Value] = dataclasses.field(default_factory=dict)

    def put(self, key: str, value: Value | None) -> None:
        """Takes a value; the first one counts."""
        if self.fields[key].kind == "kept":
            self.kept.setdefault(key, value)
        elif value is not None:
            self.answers.setdefault(key, value)

    def untouched(self, key: str) -> None:
        """The template's own text stands there: that says what the template starts with."""
        self.put(key, self.defaults.get(key) if self.fields[key].kind != "kept" else None)


@dataclass(slots=True)
class Open:
    """An answer that goes on for as long as nothing of the template comes."""

    part: Line | Body
    hole: Hole | None
    field: Field
    indent: int
    start: int
    """The line of its label, or its first one."""
    first: str | None
    """What stands after its label; None if it has none."""
    tail: str = ""
    """What the template has after its blank."""
    box: str | None = None
    """What stands in its checkbox; None if it has none."""
    lines: list[str] = dataclasses.field(default_factory=list)
    _says: bool = False
    """Whether one of the lines is not blank."""

    def add(self, line: str) -> None:
        """Takes another line."""
        self.lines.append(line)
        self._says = self._says or bool(line.strip(" \t"))

    @property
    def is_full(self) -> bool:
        """Whether it wants one line and has it."""
        return not (self.field.multiline or self.tail) and (bool(self.first) or self._says)

    def settle(self, template: str, sink: Sink) -> bool:
        """Hands the answer over as it ends; whether it is one, and not the template's own text."""
        span = self.hole or self.part
        shown = values.flat(template[span.start : span.end])
        first, text, tail = self.first or "", values.flat("\n".join(self.lines)), self.tail
        if tail and (text or first).endswith(tail):
            first = first if text else first[: -len(tail)].rstrip(" \t")
            text = values.flat(text[: -len(tail)]) if text else ""
        if not first and not text:
            return False
        if not (first and text) and (first or text) == shown:
            sink.untouched(self.field.key)
            return False
        if self.hole is None or not first:
            value = unblock(text) if self.field.multiline else un(text)
        else:
            value = values.in_hole(self.hole, first)
            value = "\n".join((value, unblock("\n".join(self.lines)))) if text else value
        sink.put(self.field.key, values.as_value(self.field, value))
        return True
