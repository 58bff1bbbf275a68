"""Lines with blanks in them: the title, headings, labelled lines, and the roles' lines."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.template import escape, values
from bot.template.headings import ATX, LOOSE, Heading, heading_at
from bot.template.headline import KEY, Headline
from bot.template.layout import Hole, Line, Signature, Span, Title
from bot.template.openings import opening
from bot.template.pen import Edit, Pen
from bot.template.pieces import Piece

KEY_AT_START = re.compile(KEY)


def title(pen: Pen, part: Title) -> list[Piece]:
    """The key and the title, each in its place; put in where the heading has none."""
    said, key = values.as_text(pen.answers.get("title")), pen.kept.key or ""
    if not said and not key:
        return [replace(pen.as_it_is(part), apart=_is_underlined(pen, part))] if part.text else []
    headline = Headline.of(pen.text, part)
    first = headline.first("title")
    written = escape.heading(said, headline.shown, first=first and not key)
    if first and not key and _is_taken(pen, headline.written(key, written)):
        written = escape.unmistaken(said)
    text = headline.written(key, written).replace("\n", pen.eol)
    if part.text is None:
        return [Piece(f"# {text}{pen.eol}", before=True, after=True)]
    lead = pen.text[part.start : part.text.start]
    space = " " if lead.endswith("#") else ""
    behind = pen.text[part.text.end : part.end]
    return [Piece(f"{lead}{space}{text}{behind}", apart=_is_underlined(pen, part), begin=part.start)]


def _is_taken(pen: Pen, written: str) -> bool:
    """Whether a title would be taken for one with a key before it, or for a section's heading."""
    return KEY_AT_START.match(written) is not None or pen.form.guard.is_other(Heading(1, written, 1), None)


def heading(pen: Pen, line: Line) -> Piece:
    """A heading; without its blank, and what leads to it, if the blank is not answered."""
    underlined = _is_underlined(pen, line)
    if not line.holes or (pen.keep and line.holes[0].key not in pen.given):
        return replace(pen.as_it_is(line), apart=underlined)
    said = pen.said(line.holes[0].key)
    text = _titled(pen, line, said) if said else _untitled(pen, line, underlined=underlined)
    return Piece(text, apart=underlined, begin=line.start)


def _is_underlined(pen: Pen, heading: Span) -> bool:
    return not ATX.match(pen.text[heading.start : heading.end])


def _titled(pen: Pen, line: Line, said: str) -> str:
    hole = line.holes[0]
    lead, blank = pen.text[line.start : hole.start], pen.text[hole.start : hole.end]
    written = escape.heading(said, (blank,), first=not lead.strip(" \t#"))
    whole = pen.source(line, [(hole.start, hole.end, written)])
    found = heading_at(whole.replace("\r", "\n").split("\n"), 0)
    if found and pen.form.guard.is_other(found, line.start):
        return pen.source(line, [(hole.start, hole.end, escape.unmistaken(said))])
    if found and found.lines == 2 and "|" in written:  # with the line below it, that would begin a table
        return f"{'#' * found.level} {found.text}{pen.eol}"
    return whole


def _untitled(pen: Pen, line: Line, *, underlined: bool) -> str:
    """A heading without its blank; a line of signs with nothing above it would be no heading."""
    hole = line.holes[0]
    lead = pen.text[line.start : hole.start]
    marks = ATX.match(lead)
    stop = max(len(lead.rstrip(LOOSE)), marks.end() if marks else 0)
    text = pen.source(line, [(line.start + stop, hole.end, "")])
    if underlined and not text.strip(" \t\r\n=-"):
        return ("#" if "=" in text else "##") + pen.eol
    return text


def signature(pen: Pen, part: Signature) -> list[Piece]:
    """A role's line: who is asked or has signed, and when; nothing after it if nobody is."""
    line = pen.kept.sign_offs.get(part.role)
    nobody = line is None or not (line.done or line.name or line.not_needed is not None)
    if nobody and pen.keep:
        return [pen.as_it_is(part)]
    end = part.start + len(pen.source(part).rstrip("\r\n"))
    if line is None or nobody:
        return [Piece(pen.source(part, [(part.named, end, "")]))]
    if line.not_needed is not None:
        return [Piece(pen.source(part, [(part.called, end, f": not needed: {_flat(line.not_needed)}")]))]
    words = (line.name, line.day if line.done else None)
    said = "".join(f" - {_flat(word)}" for word in words if word)
    box = (part.box, part.box + 1, "x" if line.done else " ")
    return [Piece(pen.source(part, [box, (part.named, end, said)]))]


def _flat(text: str) -> str:
    return " ".join(text.split())


def line(pen: Pen, part: Line, *, crowded: bool) -> list[Piece]:
    """A line whose blanks are answered. `crowded`: a list, a table or the like comes next, which a long
    answer must not be taken for.

    A line with several blanks stands whole as soon as one of them is answered. So does the line with the
    number of a group's item.
    """
    said = ["" if pen.stands(hole.key) else pen.said(hole.key) for hole in part.holes]
    if not any(said) and (pen.keep or not pen.holds_number(part)):
        untouched = not any(hole.key in pen.given for hole in part.holes)
        if untouched or not any(pen.stands(hole.key) for hole in part.holes):
            return [pen.as_it_is(part)] if pen.keep and untouched else []
    if len(part.holes) == 1 and _is_long(pen, part.holes[0], said[0]):
        return [_long(pen, part, said[0], crowded=crowded)]
    edits = [edit for place, value in enumerate(said) for edit in _edit(pen, part, place, value)]
    if part.box is not None and any(pen.said(hole.key) for hole in part.holes):
        edits.append((part.box, part.box + 1, "x"))
    if not any(said):
        return [Piece(pen.source(part, edits).rstrip(" \t\r\n") + pen.eol)]
    return [Piece(pen.source(part, edits))]


def bare(pen: Pen, part: Span) -> Piece:
    """A labelled line with nothing after its label."""
    first = pen.text[part.start : part.end].replace("\r", "\n").partition("\n")[0]
    found = opening(first)
    return Piece((first[: found.end] if found else first).rstrip(" \t") + pen.eol, holds=False)


def _edit(pen: Pen, part: Line, place: int, value: str) -> list[Edit]:
    """A value in place of the line's blank at `place`; an unanswered one stays beside answered ones."""
    hole = part.holes[place]
    if not value:
        emptied = hole.key in pen.given and pen.fields[hole.key].default is not None
        return [(hole.start, hole.end, "")] if emptied or len(part.holes) == 1 else []
    stop = part.holes[place + 1].start if place + 1 < len(part.holes) else part.end
    separator = pen.text[hole.end : stop] if place + 1 < len(part.holes) else ""
    touching = hole.start == hole.end and pen.text[hole.start - 1 : hole.start] not in (" ", "\t")
    written = values.in_hole(hole, pen.text, value, separator=separator)
    return [(hole.start, hole.end, " " + written if touching else written)]


def _is_long(pen: Pen, hole: Hole, value: str) -> bool:
    """Whether a value is a block of its own: it has several lines, or its blank starts a line."""
    return "\n" in value or (bool(value) and pen.text[hole.start - 1 : hole.start] in ("\n", "\r"))


def _long(pen: Pen, part: Line, value: str, *, crowded: bool) -> Piece:
    """A label with a block of Markdown below it, after a blank line."""
    hole = part.holes[0]
    edits: list[Edit] = [] if part.box is None else [(part.box, part.box + 1, "x")]
    lead = pen.source(Span(part.start, hole.start), edits).rstrip(" \t\r\n")
    rest = pen.source(Span(hole.end, part.end)).strip(" \t\r\n")
    shown = pen.text[hole.start : hole.end].strip(" \t\r\n")
    block = escape.block(value, all_lines=crowded, taken=shown, ours=pen.form.guard.takes)
    indent = " " * part.indent
    lines = [indent + one if one else "" for one in block.split("\n")]
    return Piece(
        pen.eol.join((lead, "", *lines, *(("", indent + rest) if rest else ()))) + pen.eol, after=True
    )
