"""The document's title, and the pattern of a task's key beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.template.blanks import Blank, Blanks
from bot.template.blocks import Block
from bot.template.field import Field
from bot.template.harvest import Harvest, Place
from bot.template.kinds import placeholder
from bot.template.layout import Span, Title
from bot.template.lines import Source
from bot.template.outline import heading_span

KEY = re.compile(r"(?<![\w-])(?P<prefix>[A-Z][A-Z0-9]*)-(?P<number>X+|N+|0+|#+|\d+)(?![\w-])")
FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """The H1 that is the document's title; all None if there is none."""

    block: Block | None = None
    key: Span | None = None
    """Where the key's pattern stands."""
    hole: Blank | None = None
    """The title's blank."""
    prefix: str | None = None
    digits: int = FEWEST_DIGITS


def find_title(source: Source, blocks: list[Block]) -> Heading:
    """The H1 that is the first heading, unless there are several and it asks nothing: then they are sections."""
    headings = [block for block in blocks if block.kind == "heading"]
    tops = [block for block in headings if block.level == 1]
    if not tops or headings[0] is not tops[0]:
        return Heading()
    span = heading_span(source, tops[0])
    key = KEY.search(source.text, span.start, span.end)
    found = Blanks(source, None).find(span.start, span.end)
    hole = next(
        (blank for blank in found if not (key and blank.start < key.end() and key.start() < blank.end)), None
    )
    if len(tops) > 1 and not key and not hole:
        return Heading()
    if key is None:
        return Heading(tops[0], hole=hole)
    return Heading(tops[0], Span(*key.span()), hole, key["prefix"], max(FEWEST_DIGITS, len(key["number"])))


def ask_title(harvest: Harvest, heading: Heading, place: int) -> tuple[Field, Title]:
    """The title's field and its line; `place` is where a first line goes if there is no H1."""
    shown, hint = placeholder(heading.hole.text) if heading.hole else ("", "")
    line = heading.block.first if heading.block else 0
    field = harvest.add(Place(), "Title", "text", line, placeholder=shown, hint=hint)
    field = harvest.fields[0] = replace(field, required=True)
    if heading.block is None:
        return field, Title(place, place, None, None, None)
    starts = harvest.source.starts
    text = heading_span(harvest.source, heading.block)
    hole = Span(heading.hole.start, heading.hole.end) if heading.hole else Span(text.end, text.end)
    key = heading.key or Span(text.start, text.start)
    return field, Title(starts[heading.block.first], starts[heading.block.end], key, hole, text)
