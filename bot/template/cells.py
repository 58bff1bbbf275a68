"""The cells of a table's line."""

from __future__ import annotations

import re

from bot.template.layout import Span
from bot.template.lines import Source


def cell_spans(source: Source, number: int) -> list[Span]:
    """The cells of a line: parted by pipes that no backslash escapes, inside code spans too."""
    line = source.line(number)
    start = source.starts[number]
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
    left = [0, *(bar + 1 for bar in bars)]
    right = [*bars, len(line)]
    pieces = list(zip(left, right, strict=True))
    if bars and not line[: bars[0]].strip(" \t"):
        pieces = pieces[1:]
    if bars and len(pieces) > 1 and not line[bars[-1] + 1 :].strip(" \t"):
        pieces = pieces[:-1]
    return [_stripped(line, start, a, b) for a, b in pieces]


def _stripped(line: str, start: int, a: int, b: int) -> Span:
    text = line[a:b]
    lead = len(text) - len(text.lstrip(" \t"))
    return Span(start + a + lead, start + max(a + lead, a + len(text.rstrip(" \t"))))


def cell_texts(line: str) -> tuple[str, ...]:
    """The texts of a line's cells."""
    return tuple(line[span.start : span.end] for span in cell_spans(Source.of(line), 0)) if line else ()
