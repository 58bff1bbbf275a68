"""Which of a template's headings with a blank or a number a heading may be."""

from __future__ import annotations

from bot.template.headings import LOOSE, NUMBER, Heading, Pattern


class Shapes:
    """Patterns of one level, one of each shape. A heading has to be tried against those alone that begin and end
    as it does: a template may have thousands."""

    def __init__(self) -> None:
        self._order: dict[Pattern, int] = {}
        """The shapes, each with how many were before it."""
        self._leads: dict[int, None] = {}
        """How long it is what stands before the number, or before the blank."""
        self._lengths: dict[str, dict[tuple[bool, int, int], None]] = {}
        """By that: whether a number comes, and how long it is what stands behind it and at the end."""
        self._around: dict[tuple[str, str, str], list[tuple[int, Pattern]]] = {}
        """By all three."""
        self._bare: dict[str, list[tuple[int, Pattern]]] = {}
        """Those without a number, by how they are written with nothing in their blank."""

    def add(self, found: Pattern) -> None:
        """Takes a pattern if it is the first of its shape."""
        shape, order = found.shape, len(self._order)
        if self._order.setdefault(shape, order) != order:
            return
        self._leads[len(found.lead)] = None
        for middle in {found.middle, found.middle.rstrip(LOOSE)}:
            lengths = (found.number is not None, len(middle), len(found.tail))
            self._lengths.setdefault(found.lead, {})[lengths] = None
            self._around.setdefault((found.lead, middle, found.tail), []).append((order, found))
        if found.number is None:
            bare = (found.lead.rstrip(LOOSE) + found.tail).strip(" \t")
            self._bare.setdefault(bare, []).append((order, found))

    def alike(self, heading: Heading) -> list[Pattern]:
        """The patterns that a heading may fit, in the order in which they were added."""
        text = heading.text
        found = dict(self._bare.get(text, ()))
        for lead in (text[:length] for length in self._leads if length <= len(text)):
            number = NUMBER.match(text, len(lead))
            for numbered, middle, tail in self._lengths.get(lead, ()):
                at = number.end() if numbered and number else len(lead)
                if tail <= len(text):
                    around = (lead, text[at : at + middle], text[len(text) - tail :])
                    found |= self._around.get(around, ())
        return [found[order] for order in sorted(found)]
