"""Headings as a reader meets them: their level and text, and the patterns of those that a group repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.template.layout import Section

ATX = re.compile(r" {0,3}(?P<marks>#{1,6})(?=[ \t]|$)[ \t]*")
UNDERLINE = re.compile(r" {0,3}(?P<sign>=+|-+)[ \t]*")
NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[A-Z])\d*")
LOOSE = " \t:-–—"
"""What leads from a heading's number to its title, and goes with the title."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a document."""

    level: int
    text: str
    """Without its marks, on one line."""
    lines: int
    """How many lines it takes."""

    @property
    def name(self) -> tuple[int, str]:
        """What equal headings have in common."""
        return self.level, " ".join(self.text.split())


def heading_at(lines: Sequence[str], number: int) -> Heading | None:
    """The heading that a line is, or begins together with the line of signs below it."""
    line = lines[number]
    if match := ATX.match(line):
        return Heading(len(match["marks"]), unclosed(line)[match.end() :], 1)
    below = UNDERLINE.fullmatch(lines[number + 1]) if number + 1 < len(lines) else None
    if below is None or not line.strip(" \t"):
        return None
    return Heading(1 if below["sign"][0] == "=" else 2, line.strip(" \t"), 2)


def unclosed(line: str) -> str:
    """A heading's line without the `#` that may close it."""
    line = line.rstrip(" \t")
    bare = line.rstrip("#")
    return bare.rstrip(" \t") if bare.strip(" \t#") and bare[-1] in " \t" else line


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a group's heading is written: `Step 1: [title]`."""

    group: int
    """Where the group stands in the template."""
    level: int
    lead: str
    """What stands before the number, or before the blank if there is no number."""
    number: str | None
    middle: str
    """What stands between the number and the blank."""
    hole: str | None
    """The blank."""
    tail: str
    """What stands after the blank, or after the number."""

    @property
    def shape(self) -> Pattern:
        """What it has in common with all patterns that the same headings fit."""
        number, hole = self.number and "#", self.hole and "[]"
        return Pattern(0, self.level, self.lead, number, self.middle, hole, self.tail)

    @property
    def weight(self) -> int:
        """How much of it is fixed: of two patterns that fit, the weightier is meant."""
        return len(self.lead) + len(self.middle) + len(self.tail) + (100 if self.number else 0)

    def title(self, heading: Heading, expected: str | None) -> str | None:
        """The title that a heading of this group says, "" for none; None if it is none of this group's.

        `expected`: the number that is its turn; then the template's own is tried, then any other one.
        """
        if heading.level != self.level:
            return None
        if self.number is None:
            return self._between(self.lead, heading.text)
        for number in filter(None, (expected, self.number)):
            found = self._between(self.lead + number + self.middle, heading.text)
            if found is not None:
                return found
        match = NUMBER.match(heading.text, len(self.lead)) if heading.text.startswith(self.lead) else None
        return self._between(heading.text[: match.end()] + self.middle, heading.text) if match else None

    def _between(self, lead: str, text: str) -> str | None:
        if self.hole is None:
            return "" if text == lead + self.tail else None
        if text.startswith(lead) and text.endswith(self.tail) and len(text) >= len(lead) + len(self.tail):
            return text[len(lead) : len(text) - len(self.tail)]
        return "" if text == (lead.rstrip(LOOSE) + self.tail).strip(" \t") else None


AROUND_BREAK = re.compile(r"(?:(?<![ \t])[ \t]+)?(?:\r\n|\r|\n)[ \t]*")


def unbroken(text: str) -> str:
    """A heading's text with LF, and nothing around it, for its line breaks."""
    return AROUND_BREAK.sub("\n", text)


def pattern(template: str, group: int, item: Section) -> Pattern | None:
    """The pattern of a group's item; None if it has no heading."""
    line = item.heading
    if line is None:
        return None
    source = template[line.start : line.end]
    lines = unbroken(source).split("\n")
    found = heading_at(lines, 0)
    text = found.text if found else source[: max(map(source.rstrip().rfind, "\r\n"))].strip()
    start = line.start + source.index(text)
    stop = start + len(text)
    number = template[item.number.start : item.number.end] if item.number else None
    after = item.number.end if item.number else start
    hole = line.holes[0] if line.holes else None
    lead = template[start : item.number.start] if item.number else ""
    if item.number is None:
        lead = template[start : hole.start] if hole else text
    return Pattern(
        group,
        item.level,
        unbroken(lead),
        number,
        unbroken(template[after : hole.start]) if hole and number else "",
        unbroken(template[hole.start : hole.end]) if hole else None,
        unbroken(template[hole.end : stop]) if hole else unbroken(template[after:stop]) if number else "",
    )
