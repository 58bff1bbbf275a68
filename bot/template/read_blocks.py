"""Lists, code and tables of a document -> values."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from bot.template import read_values as values
from bot.template.cells import cell_texts
from bot.template.layout import Body, Code, Grid, Items, Line, Part, Records, Repeat
from bot.template.openings import MARKER
from bot.template.sink import Sink
from bot.template.text_read import Reading, indentation
from bot.template.values import as_text, texts

LETTER = re.compile(r"[^\W_]")


def keys_of(part: Part) -> tuple[str, ...]:
    """The keys that a part answers."""
    if isinstance(part, Line):
        return tuple(hole.key for hole in part.holes)
    return (part.key,) if isinstance(part, Items | Code | Body | Grid | Records | Repeat) else ()


def goes_on(reading: Reading, part: Part, end: int) -> bool:
    """Whether what is the template's own up to `end` has more below it that belongs to it."""
    if isinstance(part, Line):
        return any(hole.start == hole.end for hole in part.holes)
    if isinstance(part, Records):
        return not reading.is_blank(end) and "|" in reading.lines[end]
    if isinstance(part, Code):
        return reading.fence_end(reading.at) not in (None, end)
    if not isinstance(part, Items | Repeat):
        return False
    template = reading.guard.template
    own = MARKER.match(template[part.start : part.end].lstrip("\r\n"))
    return own is not None and _goes_on_after(reading, end, own["sign"][-1])


def read_code(reading: Reading, sink: Sink, part: Part, end: int) -> None:
    """A fenced block."""
    assert isinstance(part, Code)
    lines = reading.lines[reading.at : end]
    info = lines[0].lstrip(" `~").split(maxsplit=1)
    if len(info) > 1:
        reading.leave(reading.at, info[1])
    sink.put(part.key, values.code(lines))
    reading.at = end


def read_list(reading: Reading, sink: Sink, part: Part, ends: Callable[[str], bool]) -> None:
    """A list, up to the first line that is none of it. `ends`: whether a line is the template's own."""
    assert isinstance(part, Items)
    entries = _entries(reading, ends)
    field = sink.fields[part.key]
    examples = texts(field.example)
    if field.kind == "checklist":
        sink.put(part.key, values.checklist(entries, examples))
        return
    top = min(entry.indent for entry in entries)
    listed = [entry for entry in entries if entry.indent <= top]
    for entry in entries:
        if entry.indent > top:
            reading.leave(entry.line)
    answered = [entry for entry in listed if not entry.is_example(examples)]
    for entry in answered:
        if entry.box in values.TICKED:
            reading.leave(entry.line)
    sink.put(part.key, [entry.text for entry in answered])


def _entries(reading: Reading, ends: Callable[[str], bool]) -> list[values.Entry]:
    entries: list[values.Entry] = []
    sign = ""
    base = 0
    while not reading.done:
        number = reading.at
        line = reading.lines[number]
        marker = MARKER.match(line)
        if reading.is_blank(number):
            if not _goes_on_after(reading, number, sign):
                break
            reading.at = _after_blanks(reading, number)
            continue
        if marker:
            indent = indentation(line)
            if not entries:
                sign, base = marker["sign"][-1], indent
            elif (indent <= base and marker["sign"][-1] != sign) or ends(line):
                break
            text = " ".join((line[marker.end() :].rstrip(" \t"), *_more_of_it(reading, indent)))
            entries.append(values.Entry(number, indent, marker["box"], text))
        else:
            break
    return entries


def _more_of_it(reading: Reading, indent: int) -> list[str]:
    """The lines that follow an item's first one and belong to its text."""
    reading.at += 1
    begin = reading.at
    while not reading.is_blank(reading.at) and _continues(reading, reading.lines[reading.at], indent):
        reading.at += 1
    return [line.strip(" \t") for line in reading.lines[begin : reading.at]]


def _continues(reading: Reading, line: str, indent: int) -> bool:
    """Whether a line that follows an item belongs to its text: it is indented, or plain prose."""
    if MARKER.match(line):
        return False
    prose = LETTER.match(line) is not None and reading.heading() is None
    return (indentation(line) > indent or prose) and not reading.guard.takes(line)


def _goes_on_after(reading: Reading, number: int, sign: str) -> bool:
    number = _after_blanks(reading, number)
    marker = MARKER.match(reading.lines[number]) if number < len(reading.lines) else None
    return marker is not None and marker["sign"][-1] == sign


def _after_blanks(reading: Reading, number: int) -> int:
    while number < len(reading.lines) and reading.is_blank(number):
        number += 1
    return number


def read_table(reading: Reading, sink: Sink, part: Part) -> None:
    """A table: its header is here."""
    reading.at += 2
    rows: list[tuple[int, tuple[str, ...]]] = []
    while not reading.is_blank(reading.at) and "|" in reading.lines[reading.at]:
        rows.append((reading.at, cell_texts(reading.lines[reading.at])))
        reading.at += 1
    if isinstance(part, Grid):
        _grid(reading, sink, part, rows)
    elif isinstance(part, Records):
        _records(reading, sink, part, rows)


def _grid(reading: Reading, sink: Sink, part: Grid, rows: list[tuple[int, tuple[str, ...]]]) -> None:
    template = reading.guard.template
    own = {row.first: row for row in reversed(part.rows)}
    answered: list[Any] = []
    for line, cells in rows:
        row = own.get(cells[0].strip("* ")) if cells else None
        shown = cell_texts(template[row.start : row.end].rstrip("\r\n")) if row else ()
        if row is None or (row.hole is None and cells != shown):
            reading.leave(line)
            continue
        if row.hole is None or row.total:
            continue
        blank = template[row.hole.start : row.hole.end]
        column = next(number for number, text in enumerate(shown) if blank in text and number)
        before, _, after = shown[column].partition(blank)
        raw = cells[column] if column < len(cells) else ""
        if raw.startswith(before) and raw.endswith(after):
            raw = raw[len(before) : len(raw) - len(after)]
        if raw and raw != blank:
            answered.append([row.first, values.cell(raw)])
    if answered:
        sink.put(part.key, answered)


def _records(reading: Reading, sink: Sink, part: Records, rows: list[tuple[int, tuple[str, ...]]]) -> None:
    body = reading.guard.template[part.body : part.end].replace("\r", "\n").split("\n")
    shown = {_uncounted(part, cell_texts(line)) for line in body if line.strip(" \t")}
    shown -= set(_default_rows(sink, part))
    fields = {below.key: below for below in sink.fields[part.key].fields}
    items = []
    for line, cells in rows:
        if any(text for text in cells[len(part.columns) :]):
            reading.leave(line)
        if any(cells) and _uncounted(part, cells) in shown:
            continue
        said = {key: values.cell(raw) for key, raw in zip(part.columns, cells, strict=False) if key and raw}
        items.append({key: values.as_value(fields[key], text) for key, text in said.items()})
    sink.put(part.key, [item for item in items if item])


def _uncounted(part: Records, cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a row without the number that only counts it."""
    return tuple(text if key else "" for key, text in zip_longest(part.columns, cells, fillvalue=""))


def _default_rows(sink: Sink, part: Records) -> list[tuple[str, ...]]:
    default = sink.fields[part.key].default
    rows = default if isinstance(default, list) else []
    return [tuple(as_text(item.get(key)) for key in part.columns) for item in rows]
