"""Which lines of a document are the template's: nobody's answer may hold one unguarded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.template.footer import MARKER
from bot.template.headings import Heading, Pattern, pattern
from bot.template.layout import Gap, Lead, Line, Part, Repeat, Rule, Section, Still, Title
from bot.template.marks import LAST
from bot.template.openings import opening
from bot.template.origin import ORIGIN
from bot.template.plan import Plan
from bot.template.runs import Run
from bot.template.shapes import Shapes
from bot.template.telling import Telling

if TYPE_CHECKING:  # a form knows its guard
    from bot.template.field import Field

NEXT = "<!-- next -->"
"""Stands between two answers that nothing else would part: where it comes, the next part of the template begins."""
WHOLE = "<!-- whole -->"
"""Stands below the heading of an item that has more than the template's own item in its place."""
LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Guard:
    """What a reader looks for in the documents of one template."""

    template: str
    layout: Section
    _tellings: dict[int, Telling] = field(default_factory=dict, repr=False, compare=False)
    _plans: dict[int, Plan] = field(default_factory=dict, repr=False, compare=False)

    def telling(self, parts: tuple[Part, ...], fields: Mapping[str, Field]) -> Telling:
        """What a writer has to heed in parts of the layout; found out once. `fields` are theirs, by key."""
        if id(parts) not in self._tellings:
            self._tellings[id(parts)] = Telling.of(parts, self.template, fields)
        return self._tellings[id(parts)]

    def plan(self, section: Section) -> Plan:
        """What a reader looks for in a section of the layout; found out once."""
        if id(section) not in self._plans:
            self._plans[id(section)] = Plan.of(self.template, section.parts)
        return self._plans[id(section)]

    def takes(self, line: str) -> bool:
        """Whether a reader would take the line for the template's. Headings and rules are not looked at."""
        bare = line.strip(" \t")
        if bare in self.lines or LAST.fullmatch(bare) or ORIGIN.fullmatch(bare):
            return True
        found = opening(line)
        return found is not None and found.name in (self.plain if found.plain else self.bold)

    @cached_property
    def _openings(self) -> list[tuple[str, bool]]:
        parts = (part for part in self._parts if isinstance(part, Line | Lead | Still))
        found = (opening(line) for part in parts if (line := self._first(part)) is not None)
        return [(each.name, each.plain) for each in found if each]

    @cached_property
    def bold(self) -> frozenset[str]:
        """The template's labels: a bold one is taken for any of them."""
        return frozenset(name for name, _ in self._openings)

    @cached_property
    def plain(self) -> frozenset[str]:
        """The labels that are not bold in the template."""
        return frozenset(name for name, plain in self._openings if plain)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The first lines of the template's parts, without the blanks around them."""
        firsts = (self._first(part) for part in self._parts)
        return frozenset(line.strip(" \t") for line in firsts if line) | {NEXT, WHOLE, MARKER}

    @cached_property
    def rules(self) -> frozenset[str]:
        """The lines that part things in the template."""
        parts = (part for part in self._all if isinstance(part, Rule))
        return frozenset(self.template[part.start : part.end].strip() for part in parts)

    @cached_property
    def headings(self) -> frozenset[tuple[int, str]]:
        """The levels and texts of headings that are not part of a group."""
        return frozenset(
            (part.level, part.title) for part in self._all if isinstance(part, Section) and part.heading
        )

    @cached_property
    def wide(self) -> dict[str, list[tuple[int, Run]]]:
        """Headings of several lines, each with its level, by their first line."""
        found: dict[str, list[tuple[int, Run]]] = {}
        for part in self._all:
            line = part.heading if isinstance(part, Section) else part if isinstance(part, Title) else None
            text = self.template[line.start : line.end] if line else ""
            lines = [one.strip(" \t") for one in LINE_BREAK.split(text.strip("\r\n"))]
            if len(lines) > 2 and lines[-1]:
                found.setdefault(lines[0], []).append((1 if lines[-1][0] == "=" else 2, Run.of(lines)))
        return found

    @cached_property
    def deepest(self) -> int:
        """The deepest level of the template's headings; at least 1, the title's."""
        return max(1, *(part.level for part in self._all if isinstance(part, Section)), 1)

    @cached_property
    def patterns(self) -> dict[int, Shapes]:
        """How the headings of groups, and others with a blank, are written, by level."""
        items = ((group.start, item) for group in self._groups for item in group.items)
        asking = ((lone.start, lone) for lone in self._asking)
        by_level: dict[int, Shapes] = {}
        for start, section in (*items, *asking):
            if found := pattern(self.template, start, section):
                by_level.setdefault(found.level, Shapes()).add(found)
        return by_level

    def fitting(self, heading: Heading) -> list[Pattern]:
        """The patterns that a heading fits, one of each shape, whatever its number."""
        shapes = self.patterns.get(heading.level)
        alike = shapes.alike(heading) if shapes else []
        return [each for each in alike if each.title(heading, None) is not None]

    @cached_property
    def groups(self) -> dict[int, int]:
        """Where the group of an item stands, by where the item stands; a heading that asks is its own."""
        items = {item.start: group.start for group in self._groups for item in group.items}
        return {part.start: part.start for part in self._asking} | items

    def is_other(self, heading: Heading, item: int | None) -> bool:
        """Whether a reader would take the heading of an item, or the title, for another one."""
        meant = max(self.fitting(heading), key=lambda each: each.weight, default=None)
        own = self.groups.get(item) if item is not None else None
        return heading.name in self.headings or (meant is not None and meant.group != own)

    @cached_property
    def _asking(self) -> list[Section]:
        """The sections with a blank in their heading, those of groups too if they are no item of one."""
        items = {item.start for group in self._groups for item in group.items}
        sections = (part for part in self._all if isinstance(part, Section) and part.start not in items)
        return [part for part in sections if part.heading and part.heading.holes]

    @cached_property
    def _groups(self) -> list[Repeat]:
        return [part for part in self._all if isinstance(part, Repeat)]

    @cached_property
    def _parts(self) -> list[Part]:
        return [part for part in self._all if not isinstance(part, Gap | Rule | Section | Repeat | Title)]

    @cached_property
    def _all(self) -> list[Part]:
        return list(_walk(self.layout))

    def _first(self, part: Part) -> str | None:
        text = self.template[part.start : part.end].lstrip("\r\n")
        return text.replace("\r", "\n").partition("\n")[0] or None


def _walk(section: Section) -> Iterator[Part]:
    yield section
    for part in section.parts:
        if isinstance(part, Section):
            yield from _walk(part)
        else:
            yield part
        if isinstance(part, Repeat):
            for item in part.items:
                yield from _walk(item)
