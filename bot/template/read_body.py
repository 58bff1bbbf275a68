"""What stands below a heading -> values, by the parts that the template has there."""

from __future__ import annotations

from collections.abc import Mapping

from bot.template import read_blocks as blocks
from bot.template import read_lines as lines
from bot.template import read_values as values
from bot.template.cells import cell_texts
from bot.template.escape import RULE
from bot.template.form import Value
from bot.template.guard import NEXT
from bot.template.layout import (
    Body,
    Code,
    Items,
    Lead,
    Line,
    Repeat,
    Rule,
    Section,
    Signature,
    Still,
)
from bot.template.openings import MARKER, Opening, opening
from bot.template.plan import Plan, following
from bot.template.read_roles import read_role
from bot.template.sink import Open, Sink
from bot.template.text_read import Reading, dedented, indentation


class BodyReader:
    """Reads lines up to the next heading, or, inside an item of a numbered list, as far as the item reaches."""

    def __init__(
        self, reading: Reading, plan: Plan, sink: Sink, *, wider: int = 0, label: str | None = None
    ) -> None:
        self.reading = reading
        self.plan = plan
        self.sink = sink
        self._at = 0
        """The next part."""
        self._marks = 0
        """How many marks have been read."""
        self._named = -1
        """The part that a label just above names."""
        self._wider = wider
        self._label = label
        """Inside an item of a numbered list: the label with which the next item begins."""
        self._begun = False
        self._open: Open | None = None

    def run(self) -> None:
        """Reads on; what has no place is left, but inside an item it is for whoever is outside."""
        reading = self.reading
        while not reading.done:
            if reading.is_blank(reading.at):
                self._keep_blank()
            elif self._takes(line := reading.lines[reading.at]):
                continue
            elif reading.heading() or not self._holds(line):
                break
        self.close()

    def _keep_blank(self) -> None:
        if self._open:
            self._open.add(dedented(self.reading.lines[self.reading.at], self._open.indent))
        self.reading.at += 1

    def _takes(self, line: str) -> bool:
        """Whether the line begins a part of the template; then the part is read."""
        if self._is_next_item(line):
            return False
        if self._literal(line) or self._mark(line):
            return True
        found = opening(line)
        if found and (self._role(line) or self._labelled(line, found)):
            return True
        if self._role(line):
            return True
        if self._open and self._open.indent and indentation(line) >= self._open.indent:
            return False
        return self._block(line)

    def _is_next_item(self, line: str) -> bool:
        found = opening(line) if self._label is not None and self._begun else None
        return found is not None and found.numbered and found.name == self._label

    def _literal(self, line: str) -> bool:
        """The template's own lines, untouched."""
        plan, reading = self.plan, self.reading
        place = following(plan.literal.get(line.rstrip(" \t")), self._at)
        if place is None or not reading.starts_with(plan.shown[place]):
            return False
        part, end = plan.parts[place], reading.at + len(plan.shown[place].lines)
        if isinstance(part, Lead | Signature) or blocks.goes_on(reading, part, end):
            return False
        self._begin(place)
        for key in blocks.keys_of(part):
            self.sink.untouched(key)
        reading.at = end
        return True

    def _mark(self, line: str) -> bool:
        """A line that parts two answers: a rule of the template, or the mark that says so."""
        if self._label is not None:
            return False
        if line.strip(" \t") == NEXT:
            self.close()
            if self._marks < len(self.plan.marked):
                self._at = max(self._at, self.plan.marked[self._marks])
            self._marks += 1
        elif RULE.fullmatch(line) and line.strip(" \t") in self.reading.guard.rules:
            self.close()
            place = following(self.plan.kinds.get(Rule), self._at)
            self._at = self._at if place is None else place + 1
        else:
            return False
        self.reading.at += 1
        return True

    def _begin(self, place: int) -> None:
        self.close()
        self._at = place + 1
        self._begun = True

    def _role(self, line: str) -> bool:
        if not self.plan.roles or not read_role(self.reading, self.plan, line, self.sink.kept):
            return False
        self.close()
        self.reading.at += 1
        return True

    def _labelled(self, line: str, found: Opening) -> bool:
        places = self.plan.labels.get(found.name)
        place = following(places, self._at)
        if place is None or (found.plain and place not in self.plan.plain):
            return False
        part, reading = self.plan.parts[place], self.reading
        self._begin(place)
        match part:
            case Lead():
                self._named = place
                reading.leave(reading.at, line[found.end :])
                reading.at += 1
            case Still():
                reading.leave(reading.at)
                reading.at += 1
            case Repeat():
                self._group(part)
            case Line():
                self._line(part, line, found)
        return True

    def _group(self, part: Repeat) -> None:
        """The items of a numbered list, each a group's."""
        items: list[Value] = []
        self.sink.put(part.key, items)
        first = self.plan.shown[self._at - 1].lines[0]
        named = opening(first)
        while named and not self.reading.done:
            line = self.reading.lines[self.reading.at]
            found = opening(line)
            if not (found and found.numbered and found.name == named.name):
                break
            items.append(self._item(part, len(items), line, named.name))

    def _item(self, part: Repeat, place: int, line: str, label: str) -> dict[str, Value]:
        """An item by the template's own in its place, or by the whole one if that reaches further."""
        start, left = self.reading.at, len(self.reading.unplaced)
        answers: dict[str, Value] = {}
        furthest, lost = -1, self.reading.unplaced[left:]
        tried = [(part.full, part.full_defaults)]
        if place < len(part.items):
            tried.insert(0, (part.items[place], part.defaults[place]))
        for pattern, defaults in tried:
            self.reading.at = start
            del self.reading.unplaced[left:]
            found = self._item_by(part, pattern, defaults, line, label)
            if self.reading.at > furthest:
                answers, furthest, lost = found, self.reading.at, self.reading.unplaced[left:]
        self.reading.at = furthest
        self.reading.unplaced[left:] = lost
        return answers

    def _item_by(
        self, part: Repeat, pattern: Section, defaults: Mapping[str, Value], line: str, label: str
    ) -> dict[str, Value]:
        number, marker = pattern.number, MARKER.match(line)
        wider = len(marker["sign"]) - 1 - (number.end - number.start) if number and marker else 0
        fields = {below.key: below for below in self.sink.fields[part.key].fields}
        sink = Sink(fields, defaults, self.sink.kept)
        plan = self.reading.guard.plan(pattern)
        BodyReader(self.reading, plan, sink, wider=wider, label=label).run()
        return sink.answers

    def _line(self, part: Line, line: str, found: Opening) -> None:
        reading = self.reading
        if len(part.holes) > 1 or lines.is_wide(reading.guard.template, part):
            lines.read_several(reading, self.sink, part, line, found)
        else:
            field = self.sink.fields[part.holes[0].key]
            self._open = lines.begun(reading, part, found, field, self._wider if part.indent else 0)

    def _block(self, line: str) -> bool:
        """A list, code, or a table that the template has here."""
        reading, plan = self.reading, self.plan
        if Code in plan.kinds and (end := reading.fence_end(reading.at)) is not None:
            place = plan.next_of(Code, self._at, self._named)
            if place is not None:
                self._begin(place)
                blocks.read_code(reading, self.sink, plan.parts[place], end)
                return True
        if "|" in line and plan.tables:
            place = following(plan.tables.get(cell_texts(line)), self._at)
            if place is not None:
                self._begin(place)
                blocks.read_table(reading, self.sink, plan.parts[place])
                return True
        marker = MARKER.match(line) if Items in plan.kinds else None
        place = self._list_place(marker["sign"][-1], marker["box"]) if marker else None
        if place is None:
            return False
        self._begin(place)
        blocks.read_list(reading, self.sink, plan.parts[place], self._ends_list)
        return True

    def _ends_list(self, line: str) -> bool:
        found = opening(line)
        if found is None:
            return False
        place = following(self.plan.labels.get(found.name), self._at)
        return place is not None and (not found.plain or place in self.plan.plain)

    def _list_place(self, sign: str, box: str | None) -> int | None:
        """The next list with such markers: with boxes too, if the document's has them and there is one."""
        near = (Items, sign if sign in ".)" else "-")
        boxed = self.plan.next_of((Items, sign, "boxed"), self._at, self._named) if box is not None else None
        return self.plan.next_of(near, self._at, self._named) if boxed is None else boxed

    def _holds(self, line: str) -> bool:
        """Whether the line goes on with the open answer, begins a text, or is left."""
        reading = self.reading
        inside = self._label is not None
        is_full = self._open is None or self._open.is_full
        if inside and (is_full or (self._open and indentation(line) < self._open.indent)):
            return False
        place = following(self.plan.kinds.get(Body), self._at) if is_full else None
        if place is not None:
            self._begin(place)
            part = self.plan.parts[place]
            assert isinstance(part, Body)
            self._open = Open(part, None, self.sink.fields[part.key], 0, reading.at, None)
            is_full = False
        indent = self._open.indent if self._open else 0
        end = reading.fence_end(reading.at, indent) or reading.at + 1
        for number in range(reading.at, end):
            if is_full or self._open is None:
                reading.leave(number)
            else:
                self._open.add(dedented(reading.lines[number], indent))
        reading.at = end
        return True

    def close(self) -> None:
        """The open answer ends here."""
        ended, self._open = self._open, None
        if ended is None:
            return
        answered = ended.settle(self.reading.guard.template, self.sink)
        if ended.box is not None:
            lines.check_box(self.reading, ended.start, ended.box in values.TICKED, answered)
