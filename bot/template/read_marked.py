"""A document with marks -> answers: each mark says which answer stands there, so nothing has to be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.template import marks
from bot.template.form import Form
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
class Scope:
    """What the keys of marks mean: those of the whole form, or of one item of a group."""

    parts: dict[str, Part]
    """By the keys of their fields."""
    sink: Sink
    section: Section
    group: Repeat | None = None
    place: int = 0
    """Which item of its group it is, from 0."""


class MarkedReader:
    """Reads a whole document with marks."""

    def __init__(self, reading: Reading, form: Form, tag: str) -> None:
        self._reading = reading
        self._template = form.template
        self._layout = form.layout
        self._tag = tag
        self._own = {line.strip(" \t") for line in form.template.replace("\r", "\n").split("\n")}

    def read(self, sink: Sink) -> None:
        """Reads all of it. What is between no marks is the template's own, or is left."""
        self._own.add(marks.last(self._tag))
        self._scope(Scope(_by_key(self._layout), sink, self._layout))

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
        group = above.parts.get(key)
        if not isinstance(group, Repeat):
            return
        items = above.sink.answers.setdefault(key, [])
        assert isinstance(items, list)
        place = len(items)
        own = not whole and place < len(group.items)
        section = group.items[place] if own else group.full
        defaults = group.defaults[place] if own else group.full_defaults
        fields = {field.key: field for field in above.sink.fields[key].fields}
        sink = Sink(fields, defaults, above.sink.kept)
        items.append(sink.answers)
        self._scope(Scope(_by_key(section), sink, section, group, place))

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
        if what == marks.ANSWER and (part := scope.parts.get(key)):
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
            roles = tuple(part for part in _all(scope.section) if isinstance(part, Signature))
            plan = Plan.of(self._template, roles)
            inner.at = int(read_role(inner, plan, inner.lines[0], scope.sink.kept))

    def _answer(self, part: Part, scope: Scope, inner: Reading) -> None:
        if [line.rstrip(" \t") for line in inner.lines] == shown_lines(self._template, part):
            for key in keys_of(part):
                scope.sink.untouched(key)
            inner.at = len(inner.lines)
        elif not isinstance(part, Repeat):
            plan = Plan.of(self._template, (part,))
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
        found = _heading(inner)
        for section in _sections(scope.section):
            line = section.heading
            if line and any(hole.key == key for hole in line.holes):
                written_by = pattern(self._template, section.start, section)
                title = written_by.title(found, None) if written_by else None
                if written_by and title is not None:
                    read_heading(line, title, written_by.hole, scope.sink)
                    inner.at = found.lines

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


def _by_key(section: Section) -> dict[str, Part]:
    return {marks.joined(keys): part for part in reversed(list(_all(section))) if (keys := keys_of(part))}


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
