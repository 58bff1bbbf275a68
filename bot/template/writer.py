"""Parts of the layout + answers -> pieces of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.template import escape, values
from bot.template.answers import is_empty
from bot.template.form import Field, Form, Value
from bot.template.kept import Kept
from bot.template.layout import (
    Body,
    Code,
    Gap,
    Grid,
    Items,
    Lead,
    Line,
    Note,
    Part,
    Records,
    Repeat,
    Row,
    Rule,
    Section,
    Signature,
    Span,
    Still,
    Title,
)
from bot.template.lines import Source
from bot.template.numbering import numbered
from bot.template.pieces import Piece

Edit = tuple[int, int, str]
"""What stands from one place to another in the source, and what is written instead."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the parts of one form, or of one item of a group."""

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

    def write(self, parts: tuple[Part, ...]) -> list[Piece]:
        """The pieces of parts that follow each other."""
        written = [self._part(part) for part in parts]
        self._keep_equal_headings(parts, written)
        for place, part in enumerate(parts):
            if isinstance(part, Lead) and not self._stands_below(parts, written, place):
                written[place] = []
        return [piece for pieces in written for piece in pieces]

    def _stands_below(self, parts: tuple[Part, ...], written: list[list[Piece]], place: int) -> bool:
        named = (n for n in range(place + 1, len(parts)) if not isinstance(parts[n], Gap | Note))
        return self.keep or bool(written[next(named, place)])

    def _keep_equal_headings(self, parts: tuple[Part, ...], written: list[list[Piece]]) -> None:
        """Of equal headings, an earlier one stands as long as a later one does: else a reader could not tell
        which of them it is."""
        standing = set()
        for place in range(len(parts) - 1, -1, -1):
            part = parts[place]
            if isinstance(part, Section) and part.heading:
                if written[place]:
                    standing.add((part.level, part.title))
                elif (part.level, part.title) in standing:
                    written[place] = [self._text(part.heading), Piece(self.eol, "gap")]

    def _part(self, part: Part) -> list[Piece]:
        match part:
            case Gap():
                return [Piece(self._source(part), "gap", holds=False)]
            case Rule():
                return [Piece(self._source(part), "rule", holds=False, before=not self.keep)]
            case Note():
                return [self._text(part, holds=False)] if self.keep else []
            case Still():
                return [self._text(part, holds=part.holds)]
            case Lead():
                return [self._text(part, holds=False)]
            case Title():
                return self._title(part)
            case Signature():
                return self._signature(part)
            case Section():
                return self.section(part)
            case Line():
                return self._line(part)
            case Grid():
                return self._grid(part)
        return self._block(part)

    def _source(self, span: Span, edits: list[Edit] | None = None) -> str:
        """What the source has there, with some of it replaced."""
        text, at, written = self.form.template, span.start, []
        numbered = [self.number] if self.number and span.start <= self.number[0] < span.end else []
        for start, end, new in sorted([*(edits or ()), *numbered]):
            written += [text[at:start], new]
            at = end
        return "".join((*written, text[at : span.end]))

    def _text(self, span: Span, *, holds: bool = True) -> Piece:
        return Piece(self._source(span), holds=holds)

    def section(self, part: Section, *, stays: bool = False) -> list[Piece]:
        """A section; nothing if it has nothing to say and need not stay."""
        pieces = self.write(part.parts)
        heading = [Piece(self._heading(part.heading))] if part.heading else []
        if self.keep or stays or part.stays or not heading or any(piece.holds for piece in pieces):
            return [*heading, *pieces]
        return []

    def _heading(self, line: Line) -> str:
        """A heading; without its blank, and what leads to it, if the blank is not answered."""
        if not line.holes:
            return self._source(line)
        hole = line.holes[0]
        value = values.one_line(self.answers.get(hole.key))
        text = self.form.template
        if value and (hole.key in self.given or not self.keep):
            bare = not text[line.start : hole.start].strip(" \t#")
            written = escape.heading(value, (text[hole.start : hole.end],), first=bare)
            return self._source(line, [(hole.start, hole.end, written)])
        if self.keep:
            return self._source(line)
        lead = len(text[line.start : hole.start].rstrip(" \t:-–—"))
        return self._source(line, [(line.start + lead, hole.end, "")])

    def _title(self, part: Title) -> list[Piece]:
        """The key and the title, each in place of its pattern; put in where the heading has none."""
        title, key = values.one_line(self.answers.get("title")), self.kept.key or ""
        if part.key is None or part.hole is None:
            together = f"{key}: {title}" if key and title else key or title
            return (
                [Piece(f"# {escape.heading(together, first=True)}{self.eol}", before=True, after=True)]
                if together
                else []
            )
        text, edits = self.form.template, []
        if key:
            new = key if part.key.end > part.key.start else f"{key}: "
            edits.append((part.key.start, part.key.end, new))
        if title:
            blank = text[part.hole.start : part.hole.end]
            before = text[part.start : part.hole.start].strip(" \t#")
            written = escape.heading(title, (blank,), first=not before)
            edits.append((part.hole.start, part.hole.end, written if blank or not before else f": {written}"))
        return [Piece(self._source(part, edits))]

    def _signature(self, part: Signature) -> list[Piece]:
        """A role's line: who is asked or has signed, and when; nothing after it if nobody is."""
        line = self.kept.sign_offs.get(part.role)
        nobody = line is None or not (line.done or line.name or line.not_needed is not None)
        if nobody and self.keep:
            return [self._text(part)]
        end = part.start + len(self._source(part).rstrip("\r\n"))
        if line is None or nobody:
            return [Piece(self._source(part, [(part.named, end, "")]))]
        if line.not_needed is not None:
            reason = " ".join(line.not_needed.split())
            return [Piece(self._source(part, [(part.called, end, f": not needed: {reason}")]))]
        said = "".join(
            f" - {' '.join(word.split())}" for word in (line.name, line.day if line.done else None) if word
        )
        box = (part.box, part.box + 1, "x" if line.done else " ")
        return [Piece(self._source(part, [box, (part.named, end, said)]))]

    def _line(self, part: Line) -> list[Piece]:
        found = [self._value(hole.key) for hole in part.holes]
        held = self.number is not None and part.start <= self.number[0] < part.end
        touched = any(hole.key in self.given for hole in part.holes)
        if not any(found) and not (held and not self.keep):
            return [self._text(part)] if self.keep and not touched else []
        if len(part.holes) == 1 and self._is_long(part, found[0]):
            return [self._long(part, found[0])]
        edits: list[Edit] = []
        text = self.form.template
        for place, (hole, value) in enumerate(zip(part.holes, found, strict=True)):
            stop = part.holes[place + 1].start if place + 1 < len(part.holes) else part.end
            separator = (
                text[hole.end : stop].rstrip("\r\n")
                if place + 1 == len(part.holes)
                else text[hole.end : stop]
            )
            if value:
                gap = (
                    " "
                    if hole.start == hole.end and text[hole.start - 1 : hole.start] not in (" ", "\t")
                    else ""
                )
                edits.append(
                    (hole.start, hole.end, gap + values.in_hole(hole, text, value, separator=separator))
                )
            elif not self.keep and len(part.holes) == 1:
                edits.append((hole.start, hole.end, ""))
        if part.box is not None and any(found):
            edits.append((part.box, part.box + 1, "x"))
        if not any(found):
            return [Piece(self._source(part, edits).rstrip(" \t\r\n") + self.eol)]
        return [Piece(self._source(part, edits))]

    def _value(self, key: str) -> str:
        field = self.fields[key]
        if field.kind == "kept":
            return {
                "status": self.kept.status,
                "created": self.kept.created,
                "updated": self.kept.updated,
            }.get(key) or ""
        value = self.answers.get(key)
        return value if isinstance(value, str) else values.one_line(value)

    def _is_long(self, part: Line, value: str) -> bool:
        """Whether a value is a block of its own: it has several lines, or its blank stands on a line of its own."""
        start = part.holes[0].start
        return "\n" in value or self.form.template[start - 1 : start] in ("\n", "\r")

    def _long(self, part: Line, value: str) -> Piece:
        """A label with a block of Markdown below it, after a blank line."""
        hole = part.holes[0]
        lead = self._source(Span(part.start, hole.start)).rstrip(" \t\r\n")
        if part.box is not None:
            lead = lead[: part.box - part.start] + "x" + lead[part.box - part.start + 1 :]
        rest = self._source(Span(hole.end, part.end)).strip(" \t\r\n")
        indent = " " * part.indent
        lines = [indent + line if line else "" for line in escape.block(value).split("\n")]
        if rest:
            lines += ["", indent + rest]
        return Piece(self.eol.join((lead, "", *lines)) + self.eol, after=True)

    def _block(self, part: Items | Code | Body | Records | Repeat) -> list[Piece]:
        """A part that one answer replaces as a whole."""
        value = self.answers.get(part.key)
        if self.keep and part.key not in self.given:
            return [self._text(part)]
        if value is None or is_empty(value):
            return []
        field = self.fields[part.key]
        match part:
            case Items():
                return [Piece(values.items(part, field, value, self.eol))]
            case Code():
                return [Piece(values.code(field, value, self.eol))] if isinstance(value, dict) else []
            case Body():
                return [self._body(part, field, value)]
            case Records():
                return [self._records(part, value)]
        return self._repeat(part, field, value)

    def _body(self, part: Body, field: Field, value: Value) -> Piece:
        if isinstance(value, list):
            value = values.one_line(value)
        shown = self.form.template[part.start : part.end].strip(" \t\r\n")
        text = escape.differently(str(value)) if value == shown else str(value)
        limit = deepest(self.form.layout) if field.kind == "markdown" else escape.NO_HEADING
        written = text if value == shown else escape.block(text, limit)
        return Piece(written.replace("\n", self.eol) + self.eol, before=True, after=True)

    def _grid(self, part: Grid) -> list[Piece]:
        rows = self.answers.get(part.key)
        given = {row[0]: row[1] for row in rows} if isinstance(rows, list) else {}
        if not given:
            return [self._text(part)] if self.keep else []
        added = values.total(list(given.values()))
        return [
            piece
            for row in part.rows
            for piece in self._row(row, added if row.total else given.get(row.first))
        ]

    def _row(self, row: Row, value: str | None) -> list[Piece]:
        if row.hole is None or (value is None and self.keep):
            return [self._text(row)]
        if value is None:
            return []
        blank = self.form.template[row.hole.start : row.hole.end]
        return [Piece(self._source(row, [(row.hole.start, row.hole.end, escape.cell(value, (blank,)))]))]

    def _records(self, part: Records, value: Value) -> Piece:
        lines = []
        for place, item in enumerate(value, start=1):
            cells = (
                escape.cell(values.one_line(item.get(key))) if key else str(place) for key in part.columns
            )
            lines.append(f"| {' | '.join(cells)} |")
        header = self._source(Span(part.start, part.body))
        if not header.endswith(("\n", "\r")):
            header += self.eol
        return Piece(header + self.eol.join(lines) + self.eol)

    def _repeat(self, part: Repeat, field: Field, value: Value) -> list[Piece]:
        """The items: each in the template's own place for it, or in the first one's if that asks too little."""
        fields = {below.key: below for below in field.fields}
        pieces: list[Piece] = []
        for place, item in enumerate(value):
            own = place < len(part.items) and set(item) <= keys(part.items[place])
            pattern = part.items[place if own else 0]
            writer = replace(
                self,
                fields=fields,
                answers=item,
                given=frozenset(item),
                number=numbered(self.form.template, part.items, pattern, place),
            )
            pieces += self._spaced(writer.item(pattern), place)
        return pieces

    def _spaced(self, pieces: list[Piece], place: int) -> list[Piece]:
        """An item that follows another, with a blank line between sections if the template's last has none."""
        if place and pieces:
            first = pieces[0]
            return [replace(first, before=first.text.lstrip(" \t").startswith("#")), *pieces[1:]]
        return pieces

    def item(self, part: Section) -> list[Piece]:
        """An item of a group; one of a list is indented as far as its number is wide."""
        pieces = self.section(part, stays=True)
        if part.heading or not self.number or not pieces:
            return pieces
        wider = " " * (len(self.number[2]) - (self.number[1] - self.number[0]))
        return [
            replace(piece, text=_indented(piece.text, wider, skip=place == 0))
            for place, piece in enumerate(pieces)
        ]


def _indented(text: str, indent: str, *, skip: bool) -> str:
    lines = Source.of(text)
    return "".join(
        ("" if (skip and number == 0) or lines.is_blank(number) else indent) + line
        for number, line in enumerate(text[a:b] for a, b in zip(lines.starts, lines.starts[1:], strict=False))
    )


def keys(part: Part) -> set[str]:
    """The keys of the fields that have a place in a part."""
    match part:
        case Section():
            heading = keys(part.heading) if part.heading else set()
            return heading.union(*(keys(below) for below in part.parts))
        case Line():
            return {hole.key for hole in part.holes}
        case Items() | Code() | Body() | Grid() | Records() | Repeat():
            return {part.key}
    return set()


def deepest(section: Section) -> int:
    """The deepest level of the template's headings; at least 1, the title's."""
    levels = [section.level, 1]
    for part in section.parts:
        if isinstance(part, Section):
            levels.append(deepest(part))
        elif isinstance(part, Repeat):
            levels += [deepest(item) for item in part.items]
    return max(levels)


def known(form: Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """The keys whose answer is not what the template starts with."""
    defaults = {field.key: field.default for field in form.asked()}
    return frozenset(key for key, value in answers.items() if value != defaults.get(key))
