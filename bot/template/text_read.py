"""A document under reading: its lines, where the reading is, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.template.escape import OPENER, closes, longest_closers
from bot.template.guard import Guard
from bot.template.headings import Heading, heading_at
from bot.template.runs import Run, Stretches


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A line of a document that answers nothing the form asks."""

    line: int
    """Counted from 1."""
    text: str
    """The line, as it stands there."""


@dataclass(slots=True)
class Reading:
    """The lines of a document and the place that the reading has come to."""

    guard: Guard
    lines: list[str]
    at: int = 0
    """The next line, counted from 0."""
    unplaced: list[Unplaced] = field(default_factory=list)
    _closers: dict[int, list[dict[str, int]]] = field(default_factory=dict)
    _unended: Stretches | None = None
    """The lines without blanks at their ends."""
    _bare: Stretches | None = None
    """The lines without blanks around them."""

    @property
    def done(self) -> bool:
        """Whether all lines have been read."""
        return self.at >= len(self.lines)

    def is_blank(self, number: int) -> bool:
        """Whether a line holds nothing but spaces and tabs; so does what is after the last line."""
        return number >= len(self.lines) or not self.lines[number].strip(" \t")

    def leave(self, number: int, text: str | None = None) -> None:
        """A line that has no place in the form. A blank one is no loss."""
        line = self.lines[number] if text is None else text
        if line.strip(" \t"):
            self.unplaced.append(Unplaced(line=number + 1, text=line))

    def heading(self) -> Heading | None:
        """The heading here, if it is one that no answer can hold: not deeper than the template's deepest."""
        if self.done:
            return None
        found = heading_at(self.lines, self.at) or self._wide()
        if found is None or found.level > self.guard.deepest:
            return None
        certain = (
            found.lines != 2 or found.level == 1
        )  # no answer holds a line of `=`, but a rule may follow one
        if certain or found.name in self.guard.headings or self._is_own(found):
            return found
        return None

    def _wide(self) -> Heading | None:
        """A heading of several lines, one of the template's."""
        wide = self.guard.wide.get(self.lines[self.at].strip(" \t"), ()) if self.guard.wide else ()
        if wide and self._bare is None:
            self._bare = Stretches([line.strip(" \t") for line in self.lines])
        for level, run in wide:
            if self._bare and self._bare.has(run, self.at):
                return Heading(level, "\n".join(run.lines[:-1]), len(run.lines))
        return None

    def _is_own(self, found: Heading) -> bool:
        return any(each.lead for each in self.guard.fitting(found))

    def fence_end(self, number: int, indent: int = 0) -> int | None:
        """The line after the fenced block that begins at a line, which is indented so far; None if none does
        or nothing closes it."""
        opener = OPENER.match(dedented(self.lines[number], indent))
        if opener is None:
            return None
        if indent not in self._closers:
            self._closers[indent] = longest_closers([dedented(line, indent) for line in self.lines])
        fence = opener["fence"]
        if self._closers[indent][number + 1][fence[0]] < len(fence):
            return None
        end = number + 1
        while not closes(dedented(self.lines[end], indent), fence):
            end += 1
        return end + 1

    def next_is(self, mark: str) -> bool:
        """Whether a mark comes next; then it is read."""
        at = self.at
        while at < len(self.lines) and self.is_blank(at):
            at += 1
        if at >= len(self.lines) or self.lines[at].strip(" \t") != mark:
            return False
        self.at = at + 1
        return True

    def starts_with(self, run: Run) -> bool:
        """Whether these lines come next, apart from blanks at their ends."""
        if self._unended is None:
            self._unended = Stretches([line.rstrip(" \t") for line in self.lines])
        return self._unended.has(run, self.at)


def dedented(line: str, indent: int) -> str:
    """A line without so many spaces at its beginning, or as many as it has."""
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(indent, spaces) :]


def indentation(line: str) -> int:
    """How far a line is indented; a tab reaches the next multiple of four."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))
