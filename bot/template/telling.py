"""What tells the parts of a section apart, so that a reader knows which of them an answer belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.template.layout import (
    Body,
    Code,
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
from bot.template.whole_item import keys_in

if TYPE_CHECKING:  # a form knows its guard
    from bot.template.field import Field

BLOCKS = frozenset((Items, Code, Body, Grid, Records))


def is_block(part: Part) -> bool:
    """Whether a part is written as a block of its own and has no label in it: a list, code, a table, a text."""
    return type(part) in BLOCKS or is_list_group(part)


def is_list_group(part: Part) -> bool:
    """Whether a part is a group whose items are those of a numbered list."""
    return type(part) is Repeat and not any(item.heading for item in part.items)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a writer has to heed in parts that follow each other; the same for all documents of a template."""

    crowded: list[bool]
    """For each part, whether a long answer there could be taken for another part, if it had lists or code."""
    equal: dict[int, int]
    """For each labelled line, by its place, the place of the next one with an equal label."""
    marked: list[int]
    """The places of the blocks that a mark stands before; [] if none needs one."""

    @classmethod
    def of(cls, parts: Sequence[Part], template: str, fields: Mapping[str, Field]) -> Telling:
        """What to heed in these parts. `fields` are theirs, by key."""
        marked = places_marked(parts) if needs_marks(parts, fields) else []
        return cls(crowded(parts), equal_labels(parts, template), marked)


def places_marked(parts: Sequence[Part]) -> list[int]:
    """The places of the blocks that a mark stands before, if a section needs marks: all but the first, and that
    too where a labelled answer comes before it."""
    blocks = [place for place, part in enumerate(parts) if is_block(part)]
    labelled = blocks and any(isinstance(part, Line) for part in parts[: blocks[0]])
    return blocks if labelled else blocks[1:]


def crowded(parts: Sequence[Part]) -> list[bool]:
    """For each part, whether a long answer there could be taken for another part, if it had lists or code.

    A text could be for any other block of its section; a labelled answer, whose label comes first, only for
    what comes after it.
    """
    blocks = sum(is_block(part) for part in parts)
    tight, after, standing = [], False, False
    for part in reversed(parts):
        tight.append(blocks > 1 or standing if isinstance(part, Body) else after or standing)
        after = after or is_block(part)
        if not isinstance(part, Gap | Note):
            standing = not isinstance(part, Rule | Section | Line | Title | Repeat) or is_list_group(part)
    return tight[::-1]


def needs_marks(parts: Sequence[Part], fields: Mapping[str, Field]) -> bool:
    """Whether some block could be taken for an earlier one, or for the end of a long answer above it.

    What a label leads to, or what is parted from the rest by text that always stands, could not.
    """
    seen: set[object] = set()
    led = False
    for part in parts:
        if isinstance(part, Still | Signature):
            seen.clear()
        elif is_block(part):
            if not led and _kind(part) in seen:
                return True
            seen.add(_kind(part))
        elif isinstance(part, Line) and any(fields[hole.key].multiline for hole in part.holes):
            seen.add(Body)
        led = isinstance(part, Lead) or (led and isinstance(part, Gap | Note))
    return False


def _kind(part: Part) -> object:
    return Grid if isinstance(part, Records) else type(part)


def equal_labels(parts: Sequence[Part], template: str) -> dict[int, int]:
    """For each labelled line, by its place, the place of the next one with an equal label."""
    places: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        if isinstance(part, Line | Lead):
            first = template[part.start : part.end].replace("\r", "\n").partition("\n")[0]
            if found := opening(first):
                places.setdefault(found.name, []).append(place)
    return {place: after for group in places.values() for place, after in pairwise(group)}


def is_told_apart(own: Section, full: Section) -> bool:
    """Whether an answer that only the whole item has a place for could not be taken for one of its own item."""
    mine, all_ = _keys_by_kind(own.parts), _keys_by_kind(full.parts)
    open_ended = Body in mine or any(isinstance(part, Line) for part in own.parts)
    looks_listed = Items in mine and any(isinstance(part, Line) for part in full.parts)
    return not open_ended and not looks_listed and all(all_.get(kind) == keys for kind, keys in mine.items())


def _keys_by_kind(parts: Sequence[Part]) -> dict[object, set[str]]:
    found: dict[object, set[str]] = {}
    for part in parts:
        if is_block(part) or isinstance(part, Section):
            found.setdefault(_kind(part), set()).update(keys_in(part))
    return found
