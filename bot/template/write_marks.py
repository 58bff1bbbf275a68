"""The marks around what is answered, where a document has them."""

from __future__ import annotations

from bot.template import marks
from bot.template.layout import Part, Repeat, Signature, Title
from bot.template.pen import Pen
from bot.template.pieces import Piece
from bot.template.read_blocks import keys_of


def marked(pen: Pen, part: Part, written: list[Piece]) -> list[Piece]:
    """What was written of a part, between the marks that say what it answers."""
    if not pen.tag:
        return written
    keys = keys_of(part)
    if isinstance(part, Title | Signature):
        return between(pen, marks.TITLE if isinstance(part, Title) else marks.ROLE, "", written)
    whole = not isinstance(part, Repeat) or (pen.keep and part.key not in pen.given)
    return between(pen, marks.ANSWER, marks.joined(keys), written) if keys and whole else written


def between(pen: Pen, what: str, key: str, written: list[Piece]) -> list[Piece]:
    """Pieces between two marks, if the document has marks and there is anything to be marked."""
    if not pen.tag or not written:
        return written
    begin = Piece(marks.begin(pen.tag, what, key) + pen.eol, holds=False, before=True)
    return [begin, *written, Piece(marks.end(pen.tag, what) + pen.eol, holds=False, after=True)]
