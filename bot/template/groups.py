"""Repeated groups: neighbouring headings that differ in their numbers only, and numbered items with labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.template.blanks import Blanks
from bot.template.blocks import Block
from bot.template.field import Field, Value
from bot.template.harvest import Harvest, Place
from bot.template.items import Item, is_labelled, labelled_items
from bot.template.layout import Hole, Line, Repeat, Section, Span
from bot.template.lines import Source
from bot.template.openings import LABEL
from bot.template.outline import Node, heading_span
from bot.template.tiling import tile
from bot.template.whole_item import whole_item

NUMBER = re.compile(r"\d+(?:\.\d+)*|(?<![\w'’])[A-Z](?![\w'’])")

ReadSection = Callable[[Harvest, Place, Node, int, Span | None, Line | None], Section]


def neighbours(source: Source, blanks: Blanks, nodes: list[Node]) -> list[list[Node]]:
    """The nodes in runs: those that follow each other and have the same heading but for number and blanks."""
    runs: list[list[Node]] = []
    last = None
    for node in nodes:
        stem = _stem(source, blanks, node)
        if runs and stem is not None and (stem, node.level) == last:
            runs[-1].append(node)
        else:
            runs.append([node])
        last = (stem, node.level) if stem is not None else None
    return runs


def _stem(source: Source, blanks: Blanks, node: Node) -> str | None:
    """A heading with its number and its blanks taken out; None if it has neither."""
    if node.heading is None:
        return None
    span = heading_span(source, node.heading)
    found = blanks.find(span.start, span.end)
    pieces, at = [], span.start
    for blank in found:
        pieces.append(source.text[at : blank.start])
        at = blank.end
    pieces.append(source.text[at : span.end])
    plain = "[]".join(pieces)
    stem = NUMBER.sub("#", plain, count=1)
    told = bool(found) or (stem != plain and any(character.isalpha() for character in stem))
    return stem if told else None


def read_repeat(
    harvest: Harvest, place: Place, nodes: list[Node], end: int, read_section: ReadSection
) -> Repeat:
    """A group whose items are sections."""
    source = harvest.source
    name = _name(_stem(source, harvest.blanks, nodes[0]) or "")
    title = f"{place.title}: {name}" if place.title else name
    items: list[Section] = []
    fields: dict[str, Field] = {}
    values: list[dict[str, Any]] = []
    like: dict[object, list[Field]] = {}
    for number, node in enumerate(nodes):
        stop = source.starts[nodes[number + 1].first] if number + 1 < len(nodes) else end
        below = harvest.item(like, fields)
        line, value = _heading(below, node)
        inside = Place((), title, place.heading)
        items.append(read_section(below, inside, node, stop, number_span(source, node, line), line))
        values.append(value | _defaults(below))
        like = like or below.by_shape()
        _take(fields, below.fields)
    key, starts = _group(harvest, place, name, nodes[0].first, fields, values)
    return Repeat(items[0].start, items[-1].end, key, tuple(items), *whole_item(items, starts))


def _take(fields: dict[str, Field], more: list[Field]) -> None:
    """Adds what one more item asks; a text that has one line in any of the items has one in all."""
    for field in more:
        known = fields.setdefault(field.key, field)
        if known.multiline and not field.multiline:
            fields[field.key] = replace(known, multiline=False)


def _group(
    harvest: Harvest,
    place: Place,
    name: str,
    line: int,
    fields: Mapping[str, Field],
    values: list[dict[str, Any]],
) -> tuple[str, list[dict[str, Any]]]:
    """The group's key, and what each of the template's own items starts with: nothing if a comment says that
    they are examples."""
    found: Value | None = list(values) if any(values) else None
    example = "example" in harvest.words
    plain = tuple(replace(field, default=None) for field in fields.values())
    key = harvest.add(
        place,
        name,
        "group",
        line,
        fields=plain,
        repeats=True,
        example=found if example else None,
        default=None if example else found,
    ).key
    return key, [{} for _ in values] if example else values


def _defaults(harvest: Harvest) -> dict[str, Any]:
    return {field.key: field.default for field in harvest.fields if field.default is not None}


def _name(stem: str) -> str:
    """What one item is called: `Step #: []` -> `Step`."""
    plain = re.sub(r"\[\]|#", " ", stem)
    words = re.sub(r"[^\w\s'’/&-]", " ", plain).split()
    return " ".join(words).strip(" -/&") or "Entry"


def _heading(harvest: Harvest, node: Node) -> tuple[Line, dict[str, Any]]:
    """A heading's line and, if it has a blank, the title that it starts with: the blank without brackets."""
    assert node.heading is not None
    source = harvest.source
    starts = source.starts
    span = heading_span(source, node.heading)
    found = harvest.blanks.find(span.start, span.end)
    start, end = starts[node.heading.first], starts[node.heading.end]
    if not found:
        return Line(start, end, ()), {}
    text = " ".join(found[0].text.split())
    field = harvest.add(Place(), "Title", "text", node.heading.first, placeholder=text[:150])
    return Line(start, end, (Hole(found[0].start, found[0].end, field.key),)), {field.key: text}


def number_span(source: Source, node: Node, line: Line) -> Span | None:
    """Where a heading's number stands, before its blank; None if it has none."""
    assert node.heading is not None
    span = heading_span(source, node.heading)
    stop = line.holes[0].start if line.holes else span.end
    match = NUMBER.search(source.text, span.start, stop)
    return Span(*match.span()) if match else None


def numbered_items(harvest: Harvest, place: Place, block: Block, items: list[Item]) -> Repeat | None:
    """A group whose items are those of a numbered list with labelled items below; None for any other list."""
    if block.kind != "numbers" or not items or not all(item.plain and item.below for item in items):
        return None
    if not is_labelled(harvest, items):
        return None
    match = LABEL.match(harvest.source.text, items[0].body.start, items[0].body.end)
    if match is None or place.header or "skip" in harvest.words:
        return None
    name = match["label"].strip()
    below: list[tuple[Harvest, Section]] = []
    fields: dict[str, Field] = {}
    for item in items:
        below.append(_numbered(harvest, place, item, fields))
        _take(fields, below[-1][0].fields)
    values = [_defaults(one) for one, _ in below]
    key, values = _group(harvest, place, name, block.first, fields, values)
    starts = harvest.source.starts
    ends = [*(starts[item.block.first] for item in items[1:]), starts[block.end]]
    sections = [
        Section(
            part.start, end, "", 0, (*part.parts, *tile(harvest.source, (), part.end, end)), None, part.number
        )
        for (_, part), end in zip(below, ends, strict=True)
    ]
    start, end = starts[block.first], starts[block.end]
    return Repeat(start, end, key, tuple(sections), *whole_item(sections, values))


def _numbered(
    harvest: Harvest, place: Place, item: Item, known: Mapping[str, Field]
) -> tuple[Harvest, Section]:
    below = harvest.item({}, known)
    parts = labelled_items(below, Place((), place.title, place.heading), [item])
    start, end = harvest.source.starts[item.block.first], harvest.source.starts[item.block.end]
    sign = item.marker.span("sign")
    number = Span(start + sign[0], start + sign[1] - 1)
    return below, Section(start, end, "", 0, tile(harvest.source, parts, start, end), None, number)
