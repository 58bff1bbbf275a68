"""The written parts of a document, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of the document."""

    text: str
    kind: Literal["text", "gap", "rule"] = "text"
    holds: bool = True
    """Whether a heading stands for this."""
    before: bool = False
    """Whether it needs a blank line before it."""
    after: bool = False
    """Whether it needs a blank line after it."""
    apart: bool = False
    """Whether it needs one before it unless the template's own text stands there: a line of `---` or `===`
    makes a heading of a paragraph above it."""
    begin: int = -1
    """Where it begins in the template, in characters; -1 for what is not from there."""
    end: int = -1
    """Where it ends in the template, if all of it is as it is there; else -1."""

    def needs_room(self, last: Piece) -> bool:
        """Whether a blank line has to stand between the last piece and this one."""
        return last.after or self.before or (self.apart and not (self.begin == last.end >= 0))


def whole(pieces: Iterable[Piece], eol: str) -> str:
    """The pieces one after the other, with the blank lines and line breaks that are needed between them."""
    written: list[str] = []
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None:
            if not last.text.endswith(("\n", "\r")):
                written.append(eol)
            if "gap" not in (last.kind, piece.kind) and piece.needs_room(last):
                written.append(eol)
        elif piece.kind == "rule" and piece.begin > 0:  # else it would open front matter
            written.append(eol)
        written.append(piece.text)
        last = piece
    return "".join(written)


def tidied(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces of a document that parts were left out of.

    Of the blank lines around what was left out, the first stay. A rule goes with the section that it closes
    (the layout has it there); of rules with nothing between them the first stays, and a rule that would be
    the first thing of the document, where it could open front matter, or the last one, goes, as do blank
    lines at its end.
    """
    tidy: list[Piece] = []
    waiting: Piece | None = None
    for piece in pieces:
        if piece.kind == "gap":
            waiting = waiting or piece
        elif piece.kind == "rule" and (not tidy or tidy[-1].kind == "rule"):
            continue
        else:
            tidy += [waiting, piece] if waiting and tidy else [piece]
            waiting = None
    while tidy and tidy[-1].kind != "text":
        tidy.pop()
    return tidy
