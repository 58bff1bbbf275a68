"""Two texts, line by line. Pure, and quick on any text: no step looks at every pair of lines.

Lines that stand once in either text, and in the same order in both, hold the texts together ("patience
diff"); what lies between two of them is compared in the same way.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

CONTEXT = 2
"""Equal lines that are shown before and after what differs."""
DEEPEST = 12
"""How often what lies between is looked at anew; below that it counts as taken away and added whole."""
GAP = "…"
"""Stands for equal lines that aren't shown."""

Mark = Literal["+", "-", " "]


class Line(NamedTuple):
    """A line of a comparison."""

    mark: Mark
    """`+` is only in the new text, `-` only in the old one, and a space is in both."""
    text: str
    """The line, without its break; of several equal lines that aren't shown `…`."""


def diff(old: Sequence[str], new: Sequence[str], around: int = CONTEXT) -> tuple[Line, ...]:
    """What differs, with so many equal lines before and after it; () for equal texts. What goes comes first."""
    return tuple(_shown(list(_all(old, new, DEEPEST)), around))


def _all(old: Sequence[str], new: Sequence[str], deep: int) -> Iterator[Line]:
    """Every line of both texts."""
    head = _same_at_start(old, new)
    tail = _same_at_start(old[head:][::-1], new[head:][::-1])
    yield from (Line(" ", text) for text in old[:head])
    yield from _between(old[head : len(old) - tail], new[head : len(new) - tail], deep)
    yield from (Line(" ", text) for text in old[len(old) - tail :])


def _same_at_start(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines the texts begin with alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _between(old: Sequence[str], new: Sequence[str], deep: int) -> Iterator[Line]:
    anchors = _anchors(old, new) if deep else []
    if not anchors:
        yield from (Line("-", text) for text in old)
        yield from (Line("+", text) for text in new)
        return
    at, place = 0, 0
    for before, after in [*anchors, (len(old), len(new))]:
        yield from _all(old[at:before], new[place:after], deep - 1)
        if before < len(old):
            yield Line(" ", old[before])
        at, place = before + 1, after + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of lines that stand once in either text: as many as are in the same order in both."""
    there = {text: at for at, text in enumerate(new)}
    once = _once(old) & _once(new)
    return _rising([(at, there[text]) for at, text in enumerate(old) if text in once])


def _once(lines: Sequence[str]) -> set[str]:
    return {text for text, times in Counter(lines).items() if times == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second numbers rise as their first ones do."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [number]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _shown(lines: list[Line], around: int) -> Iterator[Line]:
    """Without the equal lines that are far from any other."""
    near: set[int] = set()
    for at, line in enumerate(lines):
        if line.mark != " ":
            near.update(range(max(at - around, 0), min(at + around + 1, len(lines))))
    last = -1
    for at in sorted(near):
        if 0 <= last < at - 1:
            yield Line(" ", GAP)
        last = at
        yield lines[at]
