"""A template and what was understood of it, side by side: what doubts are looked for in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.template.blanks import Blanks
from bot.template.blocks import Block, blocks
from bot.template.field import Field, Page, Role, Unsure
from bot.template.layout import Body, Code, Grid, Items, Line, Part, Records, Repeat, Section
from bot.template.lines import Source


@dataclass(frozen=True)
class Placed:
    """A part of the template, and where it stands."""

    part: Part
    above: tuple[Section, ...]
    """The sections that hold it, the whole file first."""
    fields: tuple[Field, ...]
    """What it asks or shows."""


@dataclass(frozen=True)
class Seen:
    """A template, with its form."""

    template: str
    layout: Section
    pages: Sequence[Page]
    roles: Sequence[Role]

    @cached_property
    def source(self) -> Source:
        """Its lines."""
        return Source.of(self.template)

    @cached_property
    def blocks(self) -> list[Block]:
        """Its Markdown blocks, in order; those inside others are their children."""
        return blocks(self.source)

    @cached_property
    def blanks(self) -> Blanks:
        """Where its blanks are, but for those that are a task's key."""
        return Blanks(self.source, None)

    @cached_property
    def fields(self) -> list[Field]:
        """All fields in order, those of groups after their group."""
        return [each for page in self.pages for field in page.fields for each in (field, *field.fields)]

    @cached_property
    def parts(self) -> list[Placed]:
        """All parts in order, sections and groups before what they hold."""
        fields = {field.key: field for page in self.pages for field in page.fields}
        return list(_walk(self.layout, (), fields))

    @cached_property
    def _starts(self) -> list[int]:
        return [each.part.start for each in self.parts]

    def after(self, place: int) -> int:
        """The number of the first part that begins at a place of the template or after it."""
        return bisect_left(self._starts, place)

    @cached_property
    def constants(self) -> list[Field]:
        """What has a label and is shown as it is."""
        return [field for field in self.fields if field.kind == "constant"]

    def text(self, part: Part) -> str:
        """What stands in the template where a part is."""
        return self.template[part.start : part.end]

    def begin(self, part: Part) -> int:
        """Where a part begins, without blank lines above it."""
        text = self.text(part)
        return part.start + len(text) - len(text.lstrip(" \t\r\n"))

    def line_above(self, place: int) -> str:
        """The nearest line above a place that is not blank; "" if there is none."""
        line = bisect_right(self.source.starts, place) - 2
        while line >= 0 and self.source.is_blank(line):
            line -= 1
        return self.source.line(line) if line >= 0 else ""

    def at(self, place: int, message: str) -> Unsure:
        """A doubt about a place, counted in characters from the beginning."""
        last = max(self.source.count - 1, 0)
        return self.on(min(bisect_right(self.source.starts, place) - 1, last), message)

    def on(self, line: int, message: str) -> Unsure:
        """A doubt about a line, counted from 0."""
        return Unsure(line=line + 1, message=message)


def _walk(section: Section, above: tuple[Section, ...], fields: Mapping[str, Field]) -> Iterator[Placed]:
    inside = (*above, section)
    for part in section.parts:
        own = tuple(fields[key] for key in _keys(part) if key in fields)
        yield Placed(part, inside, own)
        if isinstance(part, Section):
            yield from _walk(part, inside, fields)
        elif isinstance(part, Repeat):
            below = {field.key: field for group in own for field in group.fields}
            for item in part.items:
                yield from _walk(item, inside, below)


def _keys(part: Part) -> tuple[str, ...]:
    match part:
        case Line():
            return tuple(hole.key for hole in part.holes)
        case Section():
            return tuple(hole.key for hole in part.heading.holes) if part.heading else ()
        case Items() | Code() | Body() | Grid() | Records() | Repeat():
            return (part.key,)
    return ()


def every(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks and all that stand in them."""
    for block in blocks:
        yield block
        yield from every(block.children)


def short(text: str) -> str:
    """A text of the template as it is named in a sentence: one line of at most 50 characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 50 else flat[:49] + "…"
