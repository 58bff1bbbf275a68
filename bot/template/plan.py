"""What a reader looks for in one section: each part of the template by the line that it begins with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.template.cells import cell_texts
from bot.template.headings import Heading, Pattern, pattern
from bot.template.layout import (
    Gap,
    Grid,
    Items,
    Lead,
    Line,
    Note,
    Part,
    Records,
    Repeat,
    Rule,
    Section,
    Signature,
    Still,
    Title,
)
from bot.template.openings import opening
from bot.template.runs import Run
from bot.template.shapes import Shapes
from bot.template.telling import is_list_group, places_marked

Places = dict[object, list[int]]


@dataclass(slots=True)
class Plan:
    """The parts of a section, and where to find those that begin in a certain way."""

    parts: tuple[Part, ...]
    literal: Places = field(default_factory=dict)
    """By the first line as it stands in the template."""
    shown: dict[int, Run] = field(default_factory=dict)
    """The lines that a part has in the template, without the blanks at their ends."""
    labels: Places = field(default_factory=dict)
    """By label."""
    plain: set[int] = field(default_factory=set)
    """The parts whose label is not bold."""
    tables: Places = field(default_factory=dict)
    """By the cells of the header."""
    kinds: Places = field(default_factory=dict)
    """By class; lists also as `list_kinds` has them."""
    unled: Places = field(default_factory=dict)
    """As `kinds`, without those that a label above them names."""
    marked: list[int] = field(default_factory=list)
    """The blocks that a mark may stand before."""
    led: set[int] = field(default_factory=set)
    """The parts that a label above them names."""
    headings: Places = field(default_factory=dict)
    """Sections, by level and text."""
    roles: Places = field(default_factory=dict)
    """The sign-off section's lines, by role."""
    patterns: dict[int, Shapes] = field(default_factory=dict)
    """How the headings of groups, and those with a blank, are written, by level."""
    shaped: Places = field(default_factory=dict)
    """Groups and headings with a blank, by shape, and by shape and blank."""

    @classmethod
    def of(cls, template: str, parts: tuple[Part, ...]) -> Plan:
        """The plan of parts that follow each other."""
        plan = cls(parts, marked=places_marked(parts))
        lead = False
        for place, part in enumerate(parts):
            kinds = (type(part), *(list_kinds(part) if isinstance(part, Items) else ()))
            if lead and not isinstance(part, Gap | Note):
                plan.led.add(place)
            for kind in kinds:
                plan.kinds.setdefault(kind, []).append(place)
                if place not in plan.led:
                    plan.unled.setdefault(kind, []).append(place)
            lead = isinstance(part, Lead) or (lead and isinstance(part, Gap | Note))
            plan._take(template, place, part)
        return plan

    def next_of(self, kind: object, at: int, named: int) -> int | None:
        """The first part of a kind from `at` on that no label leads to, or that the label at `named` leads to;
        else any."""
        place = following(self.kinds.get(kind), at)
        if place is None or place not in self.led or place <= named + 3:
            return place
        unled = following(self.unled.get(kind), place)
        return place if unled is None else unled

    def alike(self, heading: Heading) -> list[Pattern]:
        """The patterns that a heading may fit."""
        shapes = self.patterns.get(heading.level)
        return shapes.alike(heading) if shapes else []

    def _take(self, template: str, place: int, part: Part) -> None:
        match part:
            case Section():
                self.headings.setdefault((part.level, part.title), []).append(place)
                asks = part.heading and part.heading.holes
                if asks and (found := pattern(template, part.start, part)) is not None:
                    self._take_pattern(place, found)
                return
            case Repeat() if not is_list_group(part):
                for item in part.items:
                    if (found := pattern(template, part.start, item)) is not None:
                        self._take_pattern(place, found)
                return
            case Gap() | Rule() | Title():
                return
            case Signature():
                self.roles.setdefault(part.role, []).append(place)
        lines = shown_lines(template, part)
        if not lines:
            return
        self.shown[place] = Run.of(lines)
        self.literal.setdefault(lines[0], []).append(place)
        if isinstance(part, Grid | Records):
            self.tables.setdefault(cell_texts(lines[0]), []).append(place)
        labelled = isinstance(part, Line | Lead | Still) or is_list_group(part)
        if labelled and (found_label := opening(lines[0])):
            self.labels.setdefault(found_label.name, []).append(place)
            if found_label.plain:
                self.plain.add(place)

    def _take_pattern(self, place: int, found: Pattern) -> None:
        self.patterns.setdefault(found.level, Shapes()).add(found)
        for key in (found.shape, (found.shape, found.hole)):
            places = self.shaped.setdefault(key, [])
            if place not in places[-1:]:
                places.append(place)


def list_kinds(part: Items) -> Iterator[object]:
    """What a list is found by: its markers, bullets being all alike, and, with boxes, its very sign."""
    sign = part.marker.strip(" \t")[-1]
    yield Items, sign if sign in ".)" else "-"
    if part.boxed:
        yield Items, sign, "boxed"


def following(places: list[int] | None, at: int) -> int | None:
    """The first of some places that is not before `at`."""
    found = bisect_left(places, at) if places else 0
    return places[found] if places and found < len(places) else None


def shown_lines(template: str, part: Part) -> list[str]:
    """The lines of a part in the template, without blanks at their ends and blank lines around them."""
    text = template[part.start : part.end].replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip(" \t") for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    begin = next((number for number, line in enumerate(lines) if line), len(lines))
    return lines[begin:]
