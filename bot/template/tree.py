"""The headings of a document against those of its template."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.template.form import Form, Value
from bot.template.guard import WHOLE
from bot.template.headings import Heading, Pattern, pattern
from bot.template.layout import Repeat, Section, Title
from bot.template.numbering import numbered
from bot.template.plan import Plan, following
from bot.template.read_body import BodyReader
from bot.template.read_title import read_heading, read_title
from bot.template.shapes import Shapes
from bot.template.sink import Sink
from bot.template.text_read import Reading


@dataclass(slots=True)
class Level:
    """A section under reading: what it has below it, and how far the reading is."""

    plan: Plan
    sink: Sink
    at: int = 0
    read: set[int] = field(default_factory=set)
    """The sections that have been read."""
    _known: dict[tuple[int, str], int] = field(default_factory=dict)
    """How many of the sections with a heading are known to have been read."""

    def ahead(self, heading: Heading) -> int | None:
        """The place of the section that a heading begins, if it has not been passed: a fixed heading before
        one with a blank, unless that is just as the template has it."""
        place = following(self.plan.headings.get(heading.name), self.at)
        fitting = []
        for each in self.plan.alike(heading):
            title = each.title(heading, None)
            key = each.shape if place is None else (each.shape, title)
            number = following(self.plan.shaped.get(key), self.at) if title is not None else None
            if number is not None and (place is None or number < place):
                fitting.append((each.weight, -number, number))
        return max(fitting)[2] if fitting else place

    def behind(self, heading: Heading) -> int | None:
        """The place of the section that a heading begins, if it was passed over."""
        places = self.plan.headings.get(heading.name, [])
        known = self._known.get(heading.name, 0)
        while known < len(places) and places[known] in self.read:
            known += 1
        self._known[heading.name] = known
        return places[known] if known < len(places) else None


class Tree:
    """Reads a whole document."""

    def __init__(self, reading: Reading, form: Form) -> None:
        self._reading = reading
        self._form = form
        self._levels: list[Level] = []

    def read(self, sink: Sink) -> None:
        """Reads all of it."""
        level = Level(self._reading.guard.plan(self._form.layout), sink)
        self._levels.append(level)
        body = BodyReader(self._reading, level.plan, sink)
        titled = False
        body.run()
        while not titled and (heading := self._reading.heading()):
            if heading.level != 1 or not self._is_title(heading, level):
                break  # a section begins
            titled = True
            self._title(heading, level, sink)
            body.run()
        self._below(level)

    def _is_title(self, heading: Heading, level: Level) -> bool:
        """Whether the first H1 is the title: it is if the template has one there, or no section called so."""
        own = any(isinstance(part, Title) and part.key is not None for part in level.plan.parts)
        return own or level.ahead(heading) is None

    def _title(self, heading: Heading, level: Level, sink: Sink) -> None:
        part = next((part for part in level.plan.parts if isinstance(part, Title)), None)
        self._reading.at += heading.lines
        if part is not None:
            read_title(self._form.template, part, heading.text, sink)

    def _section(self, level: Level, section: Section, sink: Sink) -> None:
        below = Level(self._reading.guard.plan(section), sink)
        self._levels.append(below)
        BodyReader(self._reading, below.plan, sink).run()
        self._below(below)
        self._levels.pop()

    def _below(self, level: Level) -> None:
        """The sections below one, up to a heading that belongs further up."""
        reading = self._reading
        while not reading.done and (heading := reading.heading()):
            place = level.ahead(heading)
            if place is None:
                if any(each.ahead(heading) is not None for each in self._levels[:-1]):
                    return
                place = level.behind(heading)
            if place is None:
                if any(each.behind(heading) is not None for each in self._levels[:-1]):
                    return
                self._foreign(heading)
                continue
            level.read.add(place)
            part = level.plan.parts[place]
            if isinstance(part, Repeat):
                level.at = max(level.at, place)
                self._group(level, part)
                level.at = max(level.at, place + 1)
            elif isinstance(part, Section):
                level.at = max(level.at, place + 1)
                self._asked(part, heading, level.sink)
                reading.at += heading.lines
                self._section(level, part, level.sink)

    def _asked(self, section: Section, heading: Heading, sink: Sink) -> None:
        """The answer in a section's own heading, if the template has a blank there."""
        found = pattern(self._form.template, section.start, section)
        if section.heading and found and found.hole and (title := found.title(heading, None)):
            read_heading(section.heading, title, found.hole, sink)

    def _foreign(self, heading: Heading) -> None:
        """A heading that the template has not: it and what stands below it are left."""
        reading = self._reading
        end = reading.at + heading.lines
        while reading.at < end:
            reading.leave(reading.at)
            reading.at += 1
        while not reading.done and reading.heading() is None:
            end = reading.fence_end(reading.at) or reading.at + 1
            while reading.at < end:
                reading.leave(reading.at)
                reading.at += 1

    def _group(self, level: Level, part: Repeat) -> None:
        reading = self._reading
        items: list[Value] = []
        level.sink.put(part.key, items)
        patterns = self._patterns(part)
        shapes = Shapes()
        for each in patterns:
            if each:
                shapes.add(each)
        while not reading.done and (heading := reading.heading()):
            own = patterns[len(items) : len(items) + 1]
            title, hole = self._item_title(part, len(items), heading, [*own, *shapes.alike(heading)])
            fixed = following(level.plan.headings.get(heading.name), level.at) is not None
            untouched = title == hole and len(items) < len(part.items)
            if title is None or (fixed and not untouched):
                break
            reading.at += heading.lines
            items.append(self._item(level, part, len(items), title, hole))

    def _patterns(self, part: Repeat) -> list[Pattern | None]:
        return [pattern(self._form.template, part.start, item) for item in (*part.items, part.full)]

    def _item_title(
        self, part: Repeat, place: int, heading: Heading, patterns: list[Pattern | None]
    ) -> tuple[str | None, str | None]:
        """The title that an item's heading says, by the first pattern that it fits, and the blank it stands for."""
        turn = numbered(self._form.template, part.items, part.full, place)
        for each in patterns:
            title = each.title(heading, turn[2] if turn else None) if each else None
            if each and title is not None:
                return title, each.hole
        return None, None

    def _item(self, level: Level, part: Repeat, place: int, title: str, hole: str | None) -> dict[str, Value]:
        """An item by the template's own in its place, or, if that leaves something, by the whole one."""
        reading = self._reading
        start, left = reading.at, len(reading.unplaced)
        own = part.items[place] if place < len(part.items) else part.full
        if reading.next_is(WHOLE):
            own = part.full
        answers = self._item_by(level, part, place, own, title, hole)
        if len(reading.unplaced) > left and own is not part.full and own.parts != part.full.parts:
            end, other = reading.at, reading.unplaced[left:]
            del reading.unplaced[left:]
            reading.at = start
            whole = self._item_by(level, part, place, part.full, title, hole)
            if len(reading.unplaced) - left < len(other):
                return whole
            reading.unplaced[left:] = other
            reading.at = end
        return answers

    def _item_by(
        self, level: Level, part: Repeat, place: int, item: Section, title: str, hole: str | None
    ) -> dict[str, Value]:
        fields = {below.key: below for below in level.sink.fields[part.key].fields}
        defaults = part.full_defaults if item is part.full else part.defaults[place]
        sink = Sink(fields, defaults, level.sink.kept)
        if own := item.heading or part.full.heading:
            read_heading(own, title, hole, sink)
        self._section(level, item, sink)
        return sink.answers
