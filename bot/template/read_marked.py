"""A document with marks -> answers: each mark says which answer stands there, so nothing has to be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.template import marks
from bot.template.form import Form, Value
from bot.template.headings import Heading, heading_at, pattern
from bot.template.layout import Part, Repeat, Section, Signature, Title
from bot.template.numbering import numbered
from bot.template.plan import Plan, shown_lines
from bot.template.read_blocks import keys_of
from bot.template.read_body import BodyReader
from bot.template.read_roles import read_role
from bot.template.read_title import read_heading, read_title
from bot.template.sink import Sink
from bot.template.text_read import Reading


@dataclass(frozen=True, slots=True)
class Index:
    """Where the keys of marks lead to in a section; found out once, however often it is written."""

    parts: dict[str, Part]
    """By the keys of their fields."""
    headings: dict[str, Section]
    """The sections whose heading asks, by the keys of their fields."""
    roles: Plan
    """The lines of those who sign."""

    @classmethod
    def of(cls, template: str, section: Section) -> Index:
        """The index of a section, without what stands in the items of groups."""
        parts, sections = list(_all(section)), reversed(list(_sections(section)))
        return cls(
            {marks.joined(keys): part for part in reversed(parts) if (keys := keys_of(part))},
            {hole.key: each for each in sections if each.heading for hole in each.heading.holes},
            Plan.of(template, tuple(part for part in parts if isinstance(part, Signature))),
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What the keys of marks mean: those of the whole form, or of one item of a group."""

    index: Index
    sink: Sink
    section: Section
    group: Repeat | None = None
    place: int = 0
    """Which item of its group it is, from 0."""
    items: dict[str, list[Value]] = field(default_factory=dict)
    """The items of the groups in it, by the groups' keys."""


class MarkedReader:
    """Reads a whole document with marks."""

    def __init__(self, reading: Reading, form: Form, tag: str) -> None:
        self._reading = reading
        self._template = form.template
        self._layout = form.layout
        self._tag = tag
        self._indices: dict[int, Index] = {}
        self._plans: dict[int, Plan] = {}
        self._shown: dict[int, list[str]] = {}
        self._own = {line.strip(" \t") for line in form.template.replace("\r", "\n").split("\n")}

    def read(self, sink: Sink) -> None:
        """Reads all of it. What is between no marks is the template's own, or is left."""
        self._own.add(marks.last(self._tag))
        self._scope(Scope(self._index(self._layout), sink, self._layout))

    def _scope(self, scope: Scope) -> None:
        """Reads up to the end of an item, or of the document."""
        reading = self._reading
        while not reading.done:
            line = reading.lines[reading.at].strip(" \t")
            found = marks.mark(line, self._tag)
            reading.at += 1
            if found is None:
                if line not in self._own:
                    reading.leave(reading.at - 1)
            elif found.ends:
                if scope.group:
                    return
            elif found.what in (marks.ENTRY, marks.WHOLE_ENTRY):
                self._entry(found.key, scope, whole=found.what == marks.WHOLE_ENTRY)
            else:
                self._inside(found.what, found.key, scope)

    def _entry(self, key: str, above: Scope, *, whole: bool) -> None:
        """One item of a group."""
        group = above.index.parts.get(key)
        if not isinstance(group, Repeat):
            return
        items = above.items.get(key)
        if items is None:  # a list of its own: what the template starts with is not added to
            items = above.items[key] = []
            above.sink.answers[key] = items
        place = len(items)
        own = not whole and place < len(group.items)
        section = group.items[place] if own else group.full
        defaults = group.defaults[place] if own else group.full_defaults
        fields = {each.key: each for each in above.sink.fields[key].fields}
        sink = Sink(fields, defaults, above.sink.kept)
        items.append(sink.answers)
        self._scope(Scope(self._index(section), sink, section, group, place))

    def _inside(self, what: str, key: str, scope: Scope) -> None:
        """What stands between two marks; what is not understood there is left."""
        reading, begin = self._reading, self._reading.at
        last = marks.end(self._tag, what)
        while not reading.done and reading.lines[reading.at].strip(" \t") != last:
            reading.at += 1
        while reading.is_blank(begin) and begin < reading.at:
            begin += 1
        inner = Reading(reading.guard, reading.lines[begin : reading.at])
        reading.at += 1
        self._understand(what, key, scope, inner)
        while not inner.done:
            inner.leave(inner.at)
            inner.at += 1
        for each in inner.unplaced:
            reading.unplaced.append(replace(each, line=each.line + begin))

    def _understand(self, what: str, key: str, scope: Scope, inner: Reading) -> None:
        """Reads the lines between two marks, as far as they say what the mark says."""
        if what == marks.ANSWER and (part := scope.index.parts.get(key)):
            self._answer(part, scope, inner)
        elif what == marks.HEADING and key and inner.lines:
            self._asked(key, scope, inner)
        elif what == marks.HEADING and scope.group and inner.lines:
            self._heading(scope.group, scope, inner)
        elif what == marks.TITLE and inner.lines:
            part = next((part for part in self._layout.parts if isinstance(part, Title)), None)
            found = _heading(inner)
            if isinstance(part, Title):
                read_title(self._template, part, found.text, scope.sink)
                inner.at = found.lines
        elif what == marks.ROLE and inner.lines:
            inner.at = int(read_role(inner, scope.index.roles, inner.lines[0], scope.sink.kept))

    def _answer(self, part: Part, scope: Scope, inner: Reading) -> None:
        if id(part) not in self._shown:
            self._shown[id(part)] = shown_lines(self._template, part)
            self._plans[id(part)] = Plan.of(self._template, (part,))
        if [line.rstrip(" \t") for line in inner.lines] == self._shown[id(part)]:
            for key in keys_of(part):
                scope.sink.untouched(key)
            inner.at = len(inner.lines)
        elif not isinstance(part, Repeat):
            plan = self._plans[id(part)]
            BodyReader(inner, plan, scope.sink, wider=self._wider(scope)).run()

    def _heading(self, group: Repeat, scope: Scope, inner: Reading) -> None:
        found = _heading(inner)
        written_by = pattern(self._template, group.start, scope.section)
        line = scope.section.heading
        if written_by is None or line is None:
            return
        number = numbered(self._template, group.items, group.full, scope.place)
        title = written_by.title(found, number[2] if number else None)
        if title is not None:
            read_heading(line, title, written_by.hole, scope.sink)
            inner.at = found.lines

    def _asked(self, key: str, scope: Scope, inner: Reading) -> None:
        """The answer in the heading of a section that is no group's item."""
        section = scope.index.headings.get(key)
        written_by = pattern(self._template, section.start, section) if section else None
        found = _heading(inner)
        title = written_by.title(found, None) if written_by else None
        if section and section.heading and written_by and title is not None:
            read_heading(section.heading, title, written_by.hole, scope.sink)
            inner.at = found.lines

    def _index(self, section: Section) -> Index:
        if id(section) not in self._indices:
            self._indices[id(section)] = Index.of(self._template, section)
        return self._indices[id(section)]

    def _wider(self, scope: Scope) -> int:
        """How much wider an item's number is than that of the item it is written by."""
        number = scope.group and numbered(self._template, scope.group.items, scope.section, scope.place)
        return len(number[2]) - (number[1] - number[0]) if number else 0


def _heading(inner: Reading) -> Heading:
    """The heading that these lines are; one of several lines ends in a line of signs."""
    lines = [line.strip(" \t") for line in inner.lines]
    while not lines[-1]:
        lines.pop()
    found = heading_at(lines, 0)
    if found is not None or len(lines) == 1:
        return found or Heading(1, lines[0], 1)
    return Heading(1 if lines[-1][0] == "=" else 2, "\n".join(lines[:-1]), len(inner.lines))


def _sections(section: Section) -> Iterator[Section]:
    """The sections below a section; those in a group's items are not among them."""
    for part in section.parts:
        if isinstance(part, Section):
            yield part
            yield from _sections(part)


def _all(section: Section) -> Iterator[Part]:
    """The parts of a section and of the sections below it; those in a group's items are not among them."""
    for part in section.parts:
        if isinstance(part, Section):
            yield from _all(part)
        else:
            yield part
