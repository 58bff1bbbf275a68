"""What all writing needs: the form, the answers, and the source with some of it replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.template import values
from bot.template.form import Field, Form, Value
from bot.template.kept import Kept
from bot.template.layout import Span
from bot.template.pieces import Piece

Edit = tuple[int, int, str]
"""What stands from one place to another in the source, and what is written instead."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes one form, or one item of a group."""

    form: Form
    fields: Mapping[str, Field]
    answers: Mapping[str, Value]
    """What is known of these fields, defaults among it."""
    given: frozenset[str]
    """The keys whose value is not the default: the others stand in the template as they are."""
    kept: Kept
    keep: bool
    """Whether what is unanswered stays as it is in the template, or is left out."""
    eol: str
    number: Edit | None = None
    """The number of a group's item, where it is not the template's own."""
    tag: str = ""
    """What the marks around answers begin with; "" if there are none."""

    @property
    def text(self) -> str:
        """The template's source."""
        return self.form.template

    def source(self, span: Span, edits: list[Edit] | None = None) -> str:
        """What the source has there, with some of it replaced."""
        at, written = span.start, []
        numbered = [self.number] if self.number and self.holds_number(span) else []
        for start, end, new in sorted([*(edits or ()), *numbered]):
            written += [self.text[at:start], new]
            at = end
        return "".join((*written, self.text[at : span.end]))

    def holds_number(self, span: Span) -> bool:
        """Whether the item's number stands there."""
        return self.number is not None and span.start <= self.number[0] < span.end

    def as_it_is(self, span: Span, *, holds: bool = True) -> Piece:
        """What the template has there."""
        return Piece(self.source(span), holds=holds, begin=span.start, end=span.end)

    def stands(self, key: str) -> bool:
        """Whether what the template has there stays, since it says what the field starts as."""
        return self.keep and key not in self.given and self.fields[key].default is not None

    def said(self, key: str) -> str:
        """An answer as one text, or what the bot keeps; "" for none."""
        if self.fields[key].kind == "kept":
            return getattr(self.kept, key, None) or ""
        return values.as_text(self.answers.get(key))
