"""Parts that follow each other without a gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.template.layout import Gap, Part, Still
from bot.template.lines import Source


def tile(source: Source, parts: Iterable[Part], start: int, end: int) -> tuple[Part, ...]:
    """The parts in order, with what stands between them filled in: blank lines as gaps, else as it is."""
    tiled: list[Part] = []
    at = start
    for part in sorted(parts, key=lambda part: (part.start, part.end)):
        if part.start >= at and part.end <= end:
            tiled += [*_between(source, at, part.start), part]
            at = part.end
    return (*tiled, *_between(source, at, end))


def _between(source: Source, start: int, end: int) -> Iterator[Part]:
    if start < end:
        text = source.text[start:end]
        yield Still(start, end, holds=False) if text.strip(" \t\r\n") else Gap(start, end)
