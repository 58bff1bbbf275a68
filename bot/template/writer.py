"""Parts of the layout + answers -> pieces of the document."""

from __future__ import annotations

from dataclasses import replace

from bot.template import marks
from bot.template.answers import is_empty
from bot.template.guard import NEXT, WHOLE
from bot.template.headings import Pattern, pattern
from bot.template.layout import (
    Gap,
    Grid,
    Lead,
    Line,
    Note,
    Part,
    Repeat,
    Rule,
    Section,
    Signature,
    Still,
    Title,
)
from bot.template.lines import Source
from bot.template.numbering import numbered
from bot.template.pen import Pen
from bot.template.pieces import Piece
from bot.template.telling import Telling, is_block, is_told_apart
from bot.template.whole_item import keys_in
from bot.template.write_blocks import block, grid
from bot.template.write_lines import bare, heading, line, signature, title
from bot.template.write_marks import between, marked


def write(pen: Pen, parts: tuple[Part, ...]) -> list[Piece]:
    """The pieces of parts that follow each other."""
    telling = pen.form.guard.telling(parts, pen.fields)
    tight = telling.crowded
    written = [marked(pen, part, _part(pen, part, crowded=tight[place])) for place, part in enumerate(parts)]
    for place, part in enumerate(parts):
        if isinstance(part, Lead) and not pen.keep and not written[_named_by(parts, place)]:
            written[place] = []
    if not pen.tag:
        _tell_apart(pen, parts, written, telling)
    return [piece for pieces in written for piece in pieces]


def _tell_apart(pen: Pen, parts: tuple[Part, ...], written: list[list[Piece]], telling: Telling) -> None:
    """Lets stand what a reader needs who has nothing but the template."""
    _keep_equal_headings(pen, parts, written)
    _keep_equal_labels(pen, parts, written, telling.equal)
    if telling.marked:
        _mark(pen, parts, written, telling.marked)


def _named_by(parts: tuple[Part, ...], place: int) -> int:
    """The place of the part that a lead names."""
    below = (number for number in range(place + 1, len(parts)) if not isinstance(parts[number], Gap | Note))
    return next(below, place)


def _mark(pen: Pen, parts: tuple[Part, ...], written: list[list[Piece]], places: list[int]) -> None:
    """Puts a mark before the blocks, up to the last one written, if any is answered."""
    blocks = [place for place, part in enumerate(parts) if is_block(part)]
    said = [
        place for place in blocks if written[place] and (not pen.keep or keys_in(parts[place]) & pen.given)
    ]
    last = max((place for place in blocks if written[place]), default=-1)
    mark = Piece(NEXT + pen.eol, holds=False, before=True, after=True)
    for place in places if said else ():
        if place <= last:
            written[place] = [mark, *written[place]]


def _keep_equal_labels(
    pen: Pen, parts: tuple[Part, ...], written: list[list[Piece]], later: dict[int, int]
) -> None:
    """Of equal labels, an earlier one stands, with nothing after it, as long as a later one does."""
    for place in sorted(later, reverse=True):
        if not written[place] and written[later[place]]:
            written[place] = [bare(pen, parts[place])]


def _keep_equal_headings(pen: Pen, parts: tuple[Part, ...], written: list[list[Piece]]) -> None:
    """Of equal headings, an earlier one stands as long as a later one does: else a reader could not tell which
    of them it is. So does a heading between two groups that are called the same."""
    called = {
        place: _called(pen, part)
        for place, part in enumerate(parts)
        if isinstance(part, Repeat) or (isinstance(part, Section) and part.heading and part.heading.holes)
    }
    first = {name: place for place in sorted(called, reverse=True) for name in called[place]}
    standing: set[tuple[int, str]] = set()
    groups: set[Pattern] = set()
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if isinstance(part, Section) and part.heading:
            name = (part.level, part.title)
            if not written[place] and (name in standing or any(first[group] < place for group in groups)):
                written[place] = [heading(pen, part.heading), Piece(pen.eol, "gap")]
            if written[place]:
                standing.add(name)
                groups.clear()
        if written[place]:
            groups |= called.get(place, set())


def _called(pen: Pen, part: Repeat | Section) -> set[Pattern]:
    """How the headings of a group's items are written, whichever group and item it is; so too for a heading that
    asks."""
    found = (pattern(pen.text, 0, item) for item in (part.items if isinstance(part, Repeat) else (part,)))
    return {each.shape for each in found if each}


def _part(pen: Pen, part: Part, *, crowded: bool) -> list[Piece]:
    match part:
        case Gap():
            return [Piece(pen.source(part), "gap", holds=False)]
        case Rule():
            return [replace(pen.as_it_is(part, holds=False), kind="rule", before=not pen.keep, apart=True)]
        case Note():
            return [pen.as_it_is(part, holds=False)] if pen.keep else []
        case Lead():
            return [pen.as_it_is(part, holds=False)]
        case Still():
            return [pen.as_it_is(part, holds=part.holds)]
        case Title():
            return title(pen, part)
        case Signature():
            return signature(pen, part)
        case Section():
            return section(pen, part)
        case Line():
            return line(pen, part, crowded=crowded)
        case Grid():
            return grid(pen, part)
        case Repeat():
            return repeat(pen, part)
    return block(pen, part, crowded=crowded)


def section(pen: Pen, part: Section, *, item: bool = False) -> list[Piece]:
    """A section; nothing if it has nothing to say and need not stay. `item`: it is one of a group's."""
    pieces = write(pen, part.parts)
    above = [heading(pen, part.heading)] if part.heading else []
    holes = part.heading.holes if part.heading else ()
    if holes or (item and pen.number):
        above = between(pen, marks.HEADING, "" if item else holes[0].key, above)
    holds = item or part.stays or any(pen.said(hole.key) for hole in holes)
    if pen.keep or holds or any(piece.holds for piece in pieces):
        return [*above, *pieces]
    return []


def repeat(pen: Pen, part: Repeat) -> list[Piece]:
    """The items of a group: each in the template's own place for it, or in the first one's if that asks too
    little."""
    value = pen.answers.get(part.key)
    if pen.keep and part.key not in pen.given:
        return [pen.as_it_is(part)]
    if value is None or is_empty(value):
        return []
    fields = {below.key: below for below in pen.fields[part.key].fields}
    pieces: list[Piece] = []
    for place, item in enumerate(value):
        own = place < len(part.items) and set(item) <= keys_in(part.items[place])
        pattern = part.items[place] if own else part.full
        number = numbered(pen.text, part.items, pattern, place)
        given = frozenset(item) | frozenset(part.defaults[place] if own else ())
        keep = pen.keep and own
        inner = replace(pen, fields=fields, answers=item, given=given, number=number, keep=keep)
        written = _item(inner, pattern)
        told = own or place >= len(part.items) or is_told_apart(part.items[place], part.full)
        if not told and pattern.heading and not pen.tag:
            written.insert(1, Piece(WHOLE + pen.eol, holds=False, after=True))
        if written and place and pattern.heading:
            written[0] = replace(written[0], before=True)
        pieces += between(pen, marks.ENTRY if own else marks.WHOLE_ENTRY, part.key, written)
    return pieces


def _item(pen: Pen, part: Section) -> list[Piece]:
    """An item of a group; one of a list is indented as far as its number is wide."""
    pieces = section(pen, part, item=True)
    if part.heading or not pen.number:
        return pieces
    wider = " " * (len(pen.number[2]) - (pen.number[1] - pen.number[0]))
    return [
        replace(piece, text=_indented(piece.text, wider, begin=place == 0))
        for place, piece in enumerate(pieces)
    ]


def _indented(text: str, indent: str, *, begin: int) -> str:
    """A text whose lines from the number `begin` on are indented, those that are not empty."""
    lines = Source.of(text)
    return "".join(
        ("" if number < begin or not lines.line(number) else indent) + text[start:end]
        for number, (start, end) in enumerate(zip(lines.starts, lines.starts[1:], strict=False))
    )
