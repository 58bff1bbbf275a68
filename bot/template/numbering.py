"""The numbers of a group's items."""

from __future__ import annotations

import re

from bot.template.layout import Section


def numbered(
    source: str, items: tuple[Section, ...], pattern: Section, place: int
) -> tuple[int, int, str] | None:
    """Where the number of the item at `place` stands in the pattern that it is written by, and the number.

    The template's own items keep theirs; those after the last count on from it. None without a number.
    """
    if pattern.number is None:
        return None
    start, end = pattern.number.start, pattern.number.end
    if place < len(items) and (own := items[place].number):
        return start, end, source[own.start : own.end]
    last = items[-1].number or pattern.number
    return start, end, later(source[last.start : last.end], place - len(items) + 1)


def later(number: str, by: int) -> str:
    """A number counted on: `3` -> `4`, `1.2` -> `1.3`, `A` -> `B`; letters end in `Z` and then get a number."""
    if match := re.search(r"(?<![0-9])[0-9]{1,15}$", number):
        return number[: match.start()] + str(int(match[0]) + by)
    if len(number) == 1 and number >= "A" and ord(number) + by <= ord("Z"):
        return chr(ord(number) + by)
    return f"{number}{by}"
