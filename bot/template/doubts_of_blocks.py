"""Doubts about lists and tables: what is shown and not asked, and what is an example or is there from the start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.template.blocks import Block
from bot.template.cells import cell_texts
from bot.template.field import Field, Unsure
from bot.template.layout import Body, Grid, Items, Records, Still
from bot.template.openings import MARKER
from bot.template.seen import Seen, short

AT_THE_END = re.compile(r"(?:\d|\b[A-Z])\W*$")
"""Numbering that ends a text, as of "Requirement 1": such a text says nothing by itself."""
AT_THE_START = re.compile(r"\W*\w+ (?:\d[\d.]*|[A-Z])\b\W*(?:$|[:(-])|\W*(?:\d[\d.]*|[A-Z])[:.)]")
BLANK = re.compile(r"[\[\]{}<>]|____|YYYY")
ELLIPSIS = re.compile(r"…|\.\.\.")
TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)


def _lists(seen: Seen) -> Iterator[tuple[Items, Field]]:
    for each in seen.parts:
        if isinstance(each.part, Items) and each.fields:
            yield each.part, each.fields[0]


def _texts(items: object) -> list[str]:
    found = items if isinstance(items, list) else []
    return [item["text"] if isinstance(item, dict) else str(item) for item in found]


def guidance(seen: Seen) -> Iterator[Unsure]:
    """A list that is shown as help, since prose stands above it."""
    for each in seen.parts:
        listed = isinstance(each.part, Still) and not each.part.holds and MARKER.match(seen.text(each.part))
        if listed and len(each.above) > 1 and "[" not in seen.text(each.part):
            yield seen.at(
                each.part.start,
                "This list is shown as help and not asked, since it holds no blank and stands below prose: "
                "<!-- form: default --> or <!-- form: example --> above it has it asked.",
            )


def numbered_examples(seen: Seen) -> Iterator[Unsure]:
    """Items that differ in a number in their midst, which may well be meant as they stand."""
    for part, field in _lists(seen):
        meant = [
            text
            for text in filter(None, _texts(field.example))
            if not (
                BLANK.search(text)
                or ELLIPSIS.search(text)
                or AT_THE_END.search(text)
                or AT_THE_START.match(text)
            )
        ]
        if meant and field.kind != "tasks" and "form:" not in seen.line_above(part.start):
            yield seen.at(
                part.start,
                f"“{short(meant[0])}” is taken for an example, which is never sent, since it differs from its neighbour "
                "only in a number: <!-- form: default --> above the list has it there from the start.",
            )


def open_defaults(seen: Seen) -> Iterator[Unsure]:
    """Items that are there from the start though they are not finished."""
    for part, field in _lists(seen):
        open_ = next((text for text in _texts(field.default) if ELLIPSIS.search(text)), None)
        if open_ is not None and "form:" not in seen.line_above(part.start):
            yield seen.at(
                part.start,
                f"“{short(open_)}” is in every new task as it stands here, since it holds no blank: "
                "<!-- form: example --> above the list makes its items examples.",
            )


def whole_lists(seen: Seen) -> Iterator[Unsure]:
    """Lists that no list of lines can hold."""
    for each in seen.parts:
        listed = isinstance(each.part, Body) and MARKER.match(seen.text(each.part))
        if listed and any(field.kind == "markdown" for field in each.fields):
            yield seen.at(
                each.part.start,
                "This list is asked as one text, since its items hold more than lines: keep each item to one "
                "line, with a checkbox where it has items of its own.",
            )


def _tables(seen: Seen) -> Iterator[tuple[Block, list[tuple[str, ...]]]]:
    for block in seen.blocks:
        if block.kind == "table":
            yield block, [cell_texts(seen.source.line(line)) for line in range(block.first, block.end)]


def silent_tables(seen: Seen) -> Iterator[Unsure]:
    """Tables where nothing is asked, though no comment says so."""
    starts = seen.source.starts
    asked = {each.part.start for each in seen.parts if isinstance(each.part, Grid | Records | Body)}
    signed = any(role for role in seen.roles)
    for block, rows in _tables(seen):
        told = "form:" in seen.line_above(starts[block.first])
        if starts[block.first] not in asked and not told and not (signed and _is_signed(rows)):
            yield seen.on(
                block.first,
                "This table is shown and not asked, since no cell is empty or a blank: empty a cell, or write [text] "
                "in it, where an answer goes.",
            )


def _is_signed(rows: list[tuple[str, ...]]) -> bool:
    return any("sign" in cell.lower() for cell in rows[0])


def nameless_columns(seen: Seen) -> Iterator[Unsure]:
    """Columns that are asked and have no name."""
    starts = seen.source.starts
    asked = {each.part.start for each in seen.parts if isinstance(each.part, Records)}
    for block, rows in _tables(seen):
        if starts[block.first] in asked and "" in rows[0]:
            place = rows[0].index("") + 1
            yield seen.on(
                block.first,
                f"Column {place} of this table has no header and is asked as “Column {place}”: write what it holds in "
                "the first row.",
            )


def parted_cells(seen: Seen) -> Iterator[Unsure]:
    """A blank that a bar parts in two cells."""
    for block, rows in _tables(seen):
        for number, cells in enumerate(rows):
            found = next((cell for cell in cells if cell.count("[") > cell.count("]")), None)
            if found is not None:
                yield seen.on(
                    block.first + number,
                    f"“{short(found)}” ends at the bar, as every cell does: write \\| for a bar inside a cell.",
                )


def totals(seen: Seen) -> Iterator[Unsure]:
    """Rows that all say Total."""
    for each in seen.parts:
        if isinstance(each.part, Grid):
            summed = [row for row in each.part.rows if row.hole and TOTAL.search(row.first)]
            if len(summed) > 1:
                names = " and ".join(f"“{row.first}”" for row in summed)
                yield seen.at(
                    summed[1].start,
                    f"{names} are asked and not computed, since only a table with one row called Total has a sum.",
                )
