"""(Form, Markdown) -> answers: the way back from a document."""

from __future__ import annotations

from bot.template.answers import Answers, emptied, normal
from bot.template.footer import without_footer
from bot.template.form import Form, Frozen
from bot.template.kept import Kept
from bot.template.marks import tag_of
from bot.template.origin import without_origin
from bot.template.read_marked import MarkedReader
from bot.template.sink import Sink
from bot.template.text_read import Reading, Unplaced
from bot.template.tree import Tree

__all__ = ["Read", "Unplaced", "read"]


class Read(Frozen):
    """What a document says."""

    answers: Answers
    """By the keys of the fields; what the template starts with and the document lacks is emptied."""
    unplaced: tuple[Unplaced, ...] = ()
    """The lines that answer nothing the form asks, in their order; signed roles are among them."""
    kept: Kept = Kept()
    """The key, the status, the dates and the roles that the document names."""


def read(form: Form, document: str) -> Read:
    """The answers that a document gives. Takes any text, never raises, in time that grows with its length.

    A footer is left out, and so is the line that says what the document was exported from. What has no place
    in the form comes back with its lines. Nothing is checked: see `check`.
    """
    text = document.replace("\r\n", "\n").replace("\r", "\n")
    lines = without_footer(without_origin(text.split("\n"), form.template))
    fields = {field.key: field for page in form.pages for field in page.fields}
    defaults = {field.key: field.default for field in fields.values() if field.default is not None}
    if text == form.template.replace("\r\n", "\n").replace("\r", "\n"):
        return Read(answers=defaults)
    reading, sink = Reading(form.guard, lines), Sink(fields, defaults, {})
    tag = tag_of(lines, form.template)
    reader = Tree(reading, form) if tag is None else MarkedReader(reading, form, tag)
    reader.read(sink)
    found = normal(form, sink.answers)
    answers = {
        field.key: found.get(field.key, emptied(field))
        for field in form.asked()
        if field.key in found or field.default is not None
    }
    unplaced = tuple(sorted(reading.unplaced, key=lambda each: each.line))
    return Read(answers=answers, unplaced=unplaced, kept=Kept(**sink.kept))
