"""Labelled lines of a document -> values."""

from __future__ import annotations

from bot.template import read_values as values
from bot.template.form import Field
from bot.template.layout import Hole, Line
from bot.template.openings import MARKER, Opening, opening
from bot.template.runs import Run
from bot.template.sink import Open, Sink
from bot.template.text_read import Reading


def is_wide(template: str, part: Line) -> bool:
    """Whether the template's own words around the blank are of several lines."""
    hole = part.holes[0]
    own_line = template[hole.start - 1 : hole.start] in ("\n", "\r")
    return not own_line and "\n" in values.flat(template[part.start : part.end])


def begun(reading: Reading, part: Line, found: Opening, field: Field, wider: int) -> Open:
    """The answer that begins here, behind the label and the template's own words; it may go on. `wider`: how
    much further it is indented than in the template."""
    template, hole, start = reading.guard.template, part.holes[0], reading.at
    line = reading.lines[start]
    lead = values.flat(template[part.start : hole.start]).split("\n")
    label = opening(lead[0])
    middle = lead[0][label.end :].strip(" \t") if label else ""
    first = line[found.end :]
    if middle and first.startswith(middle):
        first = first[len(middle) :].lstrip(" \t")
    more = [one.rstrip(" \t") for one in lead[1:]]
    reading.at += 1
    if more and reading.starts_with(Run.of(more)):
        reading.at += len(more)
    box = found.box if part.box is not None else None
    tail = template[hole.end : part.end].strip(" \t\r\n")
    return Open(part, hole, field, part.indent + wider, start, first.rstrip(" \t"), tail, box)


def read_several(reading: Reading, sink: Sink, part: Line, line: str, found: Opening) -> None:
    """A line with several blanks; if the template's own words between them are gone, it is left, unless
    nothing stands after its label: then nothing may be said at all."""
    template, start = reading.guard.template, reading.at
    source = values.flat(template[part.start : part.end])
    count = source.count("\n") + 1
    lines = [_unticked(template, part, line), *reading.lines[start + 1 : start + count]]
    edges = [part.start, *(edge for hole in part.holes for edge in (hole.start, hole.end)), part.end]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    literals = [template[a:b].replace("\r\n", "\n").replace("\r", "\n") for a, b in pairs]
    shown = [template[hole.start : hole.end] for hole in part.holes]
    raws = values.holes_in("\n".join(lines), [literals[0].lstrip("\n"), *literals[1:]], shown)
    if raws is None and not line[found.end :].strip(" \t"):
        count = 1
    elif raws is None:
        for number in range(start, min(start + count, len(reading.lines))):
            reading.leave(number)
    separators = [*literals[1:-1], ""]
    for hole, raw, blank, separator in zip(part.holes, raws or (), shown, separators, strict=False):
        _put(sink, hole, raw, blank, separator)
    reading.at += count
    if part.box is not None and found.box is not None:
        answered = any(hole.key in sink.answers for hole in part.holes)
        check_box(reading, start, found.box in values.TICKED, answered)


def _unticked(template: str, part: Line, line: str) -> str:
    """The line with its checkbox as the template has it."""
    marker = MARKER.match(line)
    if part.box is None or marker is None or marker["box"] is None:
        return line
    return line[: marker.start("box")] + template[part.box] + line[marker.end("box") :]


def _put(sink: Sink, hole: Hole, raw: str, blank: str, separator: str) -> None:
    field = sink.fields[hole.key]
    if raw == blank:
        sink.untouched(hole.key)
    elif raw:
        sink.put(hole.key, values.as_value(field, values.parted(hole, raw, separator)))


def check_box(reading: Reading, number: int, ticked: bool, answered: bool) -> None:
    """A labelled box is ticked when its label is answered; any other state says something of its own."""
    line = reading.lines[number]
    found = opening(line)
    if found and ticked != answered:
        reading.leave(number, line[: found.end].rstrip(" \t"))
