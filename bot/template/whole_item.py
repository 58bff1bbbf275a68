"""A group's item that has all that any of the template's own items asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.template.layout import Body, Code, Gap, Grid, Items, Lead, Line, Note, Part, Records, Repeat, Section


def keys_in(part: Part) -> set[str]:
    """The keys of the fields that have a place in a part."""
    match part:
        case Section():
            above = keys_in(part.heading) if part.heading else set()
            return above.union(*(keys_in(below) for below in part.parts))
        case Line():
            return {hole.key for hole in part.holes}
        case Items() | Code() | Body() | Grid() | Records() | Repeat():
            return {part.key}
    return set()


Defaults = Mapping[str, Any]


def whole_item(
    items: Sequence[Section], defaults: Sequence[Defaults]
) -> tuple[Section, tuple[Defaults, ...], Defaults]:
    """The first item, with the parts of the others that ask what it does not; the items' defaults, and its."""
    known: set[str] = set()
    body: list[Part] = []
    below: list[Part] = []
    own: dict[str, Any] = {}
    for place, (item, starts) in enumerate(zip(items, defaults, strict=True)):
        more = keys_in(item) - known
        own |= {key: value for key, value in starts.items() if key in more}
        parts = item.parts if place == 0 else _asking(item, known)
        known |= more
        body += [part for part in parts if not _has_heading(part)]
        below += [part for part in parts if _has_heading(part)]
    return replace(items[0], parts=(*body, *below)), tuple(defaults), own


def _asking(item: Section, known: set[str]) -> list[Part]:
    """The parts of an item that ask what is not known, each with the label above it."""
    asking: list[Part] = []
    above: list[Part] = []
    for part in item.parts:
        if isinstance(part, Lead | Gap | Note):
            above.append(part)
            continue
        if keys_in(part) - known:
            asking += [part] if _has_heading(part) else [*above, part]
        above = []
    return asking


def _has_heading(part: Part) -> bool:
    return isinstance(part, Section) or (isinstance(part, Repeat) and part.full.heading is not None)
