"""(Form, answers) -> Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from bot.template.answers import Answers, normal, start
from bot.template.form import Form, Value
from bot.template.kept import Kept, SignOffLine
from bot.template.lines import eol_of
from bot.template.marks import last, tag_for
from bot.template.pen import Pen
from bot.template.pieces import Piece, tidied, whole
from bot.template.read import read
from bot.template.writer import write

__all__ = ["Kept", "SignOffLine", "render"]

NOTHING_KEPT = Kept()


def render(
    form: Form,
    answers: Mapping[str, Value],
    *,
    blanks: Literal["keep", "drop"] = "drop",
    kept: Kept = NOTHING_KEPT,
) -> str:
    """The document that the answers make of the template. A person's answer is a displayed name here.

    `keep` leaves what is unanswered as it stands in the template; without answers, that is the template.
    `drop` leaves it out, with the headings that then hold nothing, the form's own comments, and the blank
    lines and rules of what went (see `tidied`). The title's line and the sign-off section always stay. What
    starts as answered is written unless it was emptied.
    """
    said = start(form) | normal(form, answers)
    keep = blanks == "keep"
    eol = eol_of(form.template)
    fields = {field.key: field for page in form.pages for field in page.fields}
    given = frozenset(key for key, value in said.items() if value != fields[key].default)
    pen = Pen(form, fields, said, given, kept, keep, eol)
    document = _written(pen)
    if document == form.template or _is_understood(form, document, said, kept):
        return document
    return _written(replace(pen, tag=tag_for(document, form.template)))


def _written(pen: Pen) -> str:
    pieces = write(pen, pen.form.layout.parts)
    if pen.tag:
        pieces.append(Piece(last(pen.tag) + pen.eol, before=True))
    if pen.keep:
        return whole(pieces, pen.eol)
    document = whole(tidied(pieces), pen.eol)
    return document if not document or document.endswith(("\n", "\r")) else document + pen.eol


def _is_understood(form: Form, document: str, said: Answers, kept: Kept) -> bool:
    """Whether a reader would find just these answers; lines of signed roles are left by any reader."""
    found = read(form, document)
    signed = sum(line.done for line in kept.sign_offs.values())
    return found.answers == said and len(found.unplaced) <= signed
