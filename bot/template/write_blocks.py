"""Parts that one answer replaces as a whole: lists, code, texts and tables."""

from __future__ import annotations

from bot.template import escape, values
from bot.template.answers import is_empty
from bot.template.cells import cell_spans
from bot.template.form import Field, Value
from bot.template.layout import Body, Code, Grid, Items, Records, Row, Span
from bot.template.lines import Source
from bot.template.pen import Pen
from bot.template.pieces import Piece


def block(pen: Pen, part: Items | Code | Body | Records, *, crowded: bool) -> list[Piece]:
    """A list, code, a text or a table of records. `crowded`: as for a line."""
    value = pen.answers.get(part.key)
    field = pen.fields[part.key]
    stands = pen.keep or (isinstance(part, Body) and field.kind == "markdown" and field.default is not None)
    if stands and part.key not in pen.given:
        return [pen.as_it_is(part)]
    if value is None or is_empty(value):
        return []
    match part:
        case Items():
            return [Piece(values.items(part, field, value, pen.eol, pen.source(part), pen.form.guard.takes))]
        case Code():
            return [Piece(values.code(value, pen.source(part), pen.eol))] if isinstance(value, dict) else []
        case Body():
            return [_body(pen, part, field, value, crowded=crowded)]
    return [_records(pen, part, field, value)]


def _body(pen: Pen, part: Body, field: Field, value: Value, *, crowded: bool) -> Piece:
    shown = pen.text[part.start : part.end].strip(" \t\r\n")
    guard = pen.form.guard
    limit = guard.deepest if field.kind == "markdown" else escape.NO_HEADING
    written = escape.block(values.as_text(value), limit, all_lines=crowded, taken=shown, ours=guard.takes)
    return Piece(written.replace("\n", pen.eol) + pen.eol, before=True, after=True)


def _records(pen: Pen, part: Records, field: Field, value: Value) -> Piece:
    """A table's header, and a row for each item."""
    lines = []
    shown = shown_cells(pen.text, part)
    own = field.default if isinstance(field.default, list) else []
    for place, item in enumerate(value, start=1):
        taken = () if item in own else shown
        cells = (
            escape.cell(values.as_text(item.get(key)), taken) if key else str(place) for key in part.columns
        )
        lines.append(f"| {' | '.join(cells)} |")
    header = pen.source(Span(part.start, part.body))
    end = "" if header.endswith(("\n", "\r")) else pen.eol
    return Piece(header + end + pen.eol.join(lines) + pen.eol)


def shown_cells(template: str, part: Records) -> frozenset[str]:
    """The cells that the template's own rows have: one answered just so is written differently."""
    source = Source.of(template[part.body : part.end])
    spans = (span for number in range(source.count) for span in cell_spans(source, number))
    return frozenset(text for span in spans if (text := source.text[span.start : span.end]))


def grid(pen: Pen, part: Grid) -> list[Piece]:
    """A table with an answer a row, and their total where it can be computed."""
    if pen.keep and part.key not in pen.given:
        return [pen.as_it_is(part)]
    rows = pen.answers.get(part.key)
    given = {row[0]: row[1] for row in rows} if isinstance(rows, list) else {}
    if not given:
        return []
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
    written = escape.cell(value, (blank,))
    if written.endswith("\\"):  # which would join the cell with the next one
        written += " "
    return [Piece(pen.source(row, [(row.hole.start, row.hole.end, written)]))]
