"""Parts that one answer replaces as a whole: lists, code, texts and tables."""

from __future__ import annotations

from bot.template import escape, values
from bot.template.answers import is_empty
from bot.template.form import Field, Value
from bot.template.layout import Body, Code, Grid, Items, Records, Row, Section, Span
from bot.template.layout import Repeat as Group
from bot.template.pen import Pen
from bot.template.pieces import Piece


def block(pen: Pen, part: Items | Code | Body | Records, *, crowded: bool) -> list[Piece]:
    """A list, code, a text or a table of records. `crowded`: as for a line."""
    value = pen.answers.get(part.key)
    if pen.keep and part.key not in pen.given:
        return [pen.as_it_is(part)]
    if value is None or is_empty(value):
        return []
    field = pen.fields[part.key]
    match part:
        case Items():
            return [Piece(values.items(part, field, value, pen.eol))]
        case Code():
            return [Piece(values.code(field, value, pen.eol))] if isinstance(value, dict) else []
        case Body():
            return [_body(pen, part, field, value, crowded=crowded)]
    return [_records(pen, part, value)]


def _body(pen: Pen, part: Body, field: Field, value: Value, *, crowded: bool) -> Piece:
    shown = pen.text[part.start : part.end].strip(" \t\r\n")
    limit = deepest(pen.form.layout) if field.kind == "markdown" else escape.NO_HEADING
    written = escape.block(values.as_text(value), limit, all_lines=crowded, taken=shown)
    return Piece(written.replace("\n", pen.eol) + pen.eol, before=True, after=True)


def deepest(section: Section) -> int:
    """The deepest level of the template's headings; at least 1, the title's."""
    levels = [section.level, 1]
    for part in section.parts:
        if isinstance(part, Section):
            levels.append(deepest(part))
        elif isinstance(part, Group):
            levels += [deepest(item) for item in part.items]
    return max(levels)


def _records(pen: Pen, part: Records, value: Value) -> Piece:
    """A table's header, and a row for each item."""
    lines = []
    for place, item in enumerate(value, start=1):
        cells = (escape.cell(values.as_text(item.get(key))) if key else str(place) for key in part.columns)
        lines.append(f"| {' | '.join(cells)} |")
    header = pen.source(Span(part.start, part.body))
    end = "" if header.endswith(("\n", "\r")) else pen.eol
    return Piece(header + end + pen.eol.join(lines) + pen.eol)


def grid(pen: Pen, part: Grid) -> list[Piece]:
    """A table with an answer a row, and their total where it can be computed."""
    rows = pen.answers.get(part.key)
    given = {row[0]: row[1] for row in rows} if isinstance(rows, list) else {}
    if not given:
        return [pen.as_it_is(part)] if pen.keep else []
    total = values.total(list(given.values()))
    return [
        piece for row in part.rows for piece in _row(pen, row, total if row.total else given.get(row.first))
    ]


def _row(pen: Pen, row: Row, value: str | None) -> list[Piece]:
    if row.hole is None or (value is None and pen.keep):
        return [pen.as_it_is(row)]
    if value is None:
        return []
    blank = pen.text[row.hole.start : row.hole.end]
    return [Piece(pen.source(row, [(row.hole.start, row.hole.end, escape.cell(value, (blank,)))]))]
