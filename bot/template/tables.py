"""Tables: a value a row, or rows that repeat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.template.blanks import Blank
from bot.template.blocks import Block
from bot.template.cells import cell_spans
from bot.template.field import Field
from bot.template.harvest import Harvest, Place
from bot.template.items import NUMBER
from bot.template.kinds import asked, placeholder
from bot.template.layout import Grid, Part, Records, Row, Span, Still
from bot.template.lines import Source
from bot.template.overrides import NOTHING
from bot.template.read_values import as_value, cell

TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a table."""

    line: int
    cells: tuple[Span, ...]
    """Where the cells' texts stand, without the spaces around them."""
    texts: tuple[str, ...]
    """The cells as shown: without the marks of bold text."""
    blanks: tuple[tuple[Blank, ...], ...]


def read_table(harvest: Harvest, place: Place, block: Block, name: str | None) -> list[Part]:
    """What a table asks."""
    source = harvest.source
    header = _cells(harvest, block.first, 0)
    rows = [_cells(harvest, number, len(header.cells)) for number in range(block.first + 2, block.end)]
    asking = [row for row in rows if any(row.blanks) or "" in row.texts]
    if "skip" in harvest.words or (rows and not asking):
        harvest.words = NOTHING
        return [Still(source.starts[block.first], source.starts[block.end], holds=True)]
    if rows and all(_is_fixed(row) for row in asking) and not _counts(asking):
        return [_grid(harvest, place, block, name, header, rows)]
    return [_records(harvest, place, block, name, header, rows)]


def _cells(harvest: Harvest, line: int, width: int) -> Cells:
    spans = cell_spans(harvest.source, line)
    end = harvest.source.line_end(line)
    if width:
        spans = [*spans[:width], *[Span(end, end)] * (width - len(spans))]
    texts = tuple(harvest.source.text[span.start : span.end].strip("* ") for span in spans)
    blanks = tuple(tuple(harvest.blanks.find(span.start, span.end)) for span in spans)
    return Cells(line, tuple(spans), texts, blanks)


def _is_fixed(row: Cells) -> bool:
    """A fixed first cell and one blank, with no empty cell."""
    return not row.blanks[0] and "" not in row.texts and sum(map(len, row.blanks)) == 1


def _counts(rows: list[Cells]) -> bool:
    """Whether the first cells differ from each other only in their numbering."""
    firsts = [NUMBER.sub("#", row.texts[0]) for row in rows]
    return (len(firsts) > 1 and len(set(firsts)) == 1) or firsts == ["#"]


def _hole(row: Cells) -> Span | None:
    found = [blank for cell in row.blanks for blank in cell]
    return Span(found[0].start, found[0].end) if len(found) == 1 else None


def _grid(
    harvest: Harvest, place: Place, block: Block, name: str | None, header: Cells, rows: list[Cells]
) -> Grid:
    source = harvest.source
    totals = [row for row in rows if TOTAL.search(row.texts[0]) and _hole(row)]
    total = totals[0] if len(totals) == 1 else None  # of several it is not known what each is the sum of
    asking = [row for row in rows if _hole(row) and row is not total]
    column = next((number for row in asking for number, found in enumerate(row.blanks) if found), 1)
    example = [[row.texts[0], found.text] for row in asking for cell in row.blanks for found in cell]
    default = [[*row] for row in dict(example).items()] if "default" in harvest.words else None
    field = harvest.add(
        place,
        name,
        "table",
        block.first,
        rows=tuple(dict.fromkeys(row.texts[0] for row in asking)),
        columns=(header.texts[0], header.texts[min(column, len(header.texts) - 1)]),
        total=total.texts[0] if total else None,
        example=None if default else example,
        default=default,
        placeholder=placeholder(example[0][1])[0] if example else "",
    )
    starts = source.starts
    lines = [Row(starts[block.first], starts[block.first + 2], "")]
    for row in rows:
        hole = _hole(row)
        lines.append(Row(starts[row.line], starts[row.line + 1], row.texts[0], hole, row is total))
    return Grid(starts[block.first], starts[block.end], field.key, tuple(lines))


def _records(
    harvest: Harvest, place: Place, block: Block, name: str | None, header: Cells, rows: list[Cells]
) -> Records:
    """Rows as the items of a group; a column of mere numbers is counted, not asked."""
    source = harvest.source
    below = harvest.item({}, {})
    counted = bool(rows) and (_is_number(header.texts[0]) or all(_is_number(row.texts[0]) for row in rows))
    keys: list[str] = []
    for number, title in enumerate(header.texts):
        sample = next((row for row in rows if row.blanks[number]), None)
        keys.append("" if number == 0 and counted else _column(below, title, sample, number, header.line).key)
    columns = {field.key: field for field in below.fields}
    items = [_record(source, columns, keys, row) for row in rows if not any(row.blanks)]
    filled = [item for item in items if item] or None
    example = "example" in harvest.words
    field = harvest.add(
        place,
        name,
        "group",
        block.first,
        fields=tuple(below.fields),
        repeats=True,
        example=filled if example else None,
        default=None if example else filled,
    )
    starts = source.starts
    return Records(starts[block.first], starts[block.end], field.key, starts[block.first + 2], tuple(keys))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"#|No\.?|\d+\.?", text) is not None


def _column(harvest: Harvest, title: str, sample: Cells | None, number: int, line: int) -> Field:
    text = sample.blanks[number][0].text.replace("\\|", "|") if sample else ""
    how = asked(title, text, harvest.blanks.key, alone=True)
    shown, hint = placeholder(text)
    return harvest.add(
        Place(),
        title or f"Column {number + 1}",
        how.kind,
        line,
        options=how.options,
        placeholder=shown,
        hint=hint,
    )


def _record(source: Source, columns: Mapping[str, Field], keys: list[str], row: Cells) -> dict[str, Any]:
    said = (
        (key, cell(source.text[span.start : span.end])) for key, span in zip(keys, row.cells, strict=False)
    )
    return {key: as_value(columns[key], text) for key, text in said if key and text}
