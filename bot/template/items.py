"""Lists: checklists, lists, task links, labelled items, and lists that are only shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.template.blanks import Blank
from bot.template.blocks import Block
from bot.template.field import Kind, Value
from bot.template.harvest import Harvest, Place
from bot.template.layout import Items, Part, Span, Still
from bot.template.lines import Source
from bot.template.openings import LABEL, MARKER, PLAIN_LABEL
from bot.template.overrides import NOTHING
from bot.template.paragraphs import QUICK_ACTION, ask_body, labelled

NUMBER = re.compile(r"\d+(?:\.\d+)*|\b[A-Z]\b")
LINKS = re.compile(r"(?:\[[^\[\]]*\]\([^()]*\)|<?https?://\S+?>?|\[[^\[\]]*\]\[[^\[\]]*\])")
ASKS = frozenset(["required", "optional", "example", "default"])
"""The words that say of a list that it is asked."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    block: Block
    marker: re.Match[str]
    text: str
    """On one line, without marker and checkbox."""
    body: Span
    """Where the text stands."""
    below: tuple[Item, ...]
    plain: bool
    """Whether it is a text with at most one list below it, and nothing else."""

    @property
    def boxed(self) -> bool:
        """Whether it has a checkbox."""
        return self.marker["box"] is not None


def read_items(source: Source, block: Block) -> list[Item]:
    """The items of a list block."""
    return [_item(source, child) for child in block.children]


def _item(source: Source, block: Block) -> Item:
    line = source.line(block.first)
    marker = MARKER.match(line) or re.match(MARKER.pattern, "- ")
    assert marker is not None
    start = source.starts[block.first] + min(marker.end(), len(line))
    paragraph = next((child for child in block.children if child.kind == "paragraph"), None)
    lists = [child for child in block.children if child.kind in ("bullets", "numbers")]
    in_order = not paragraph or block.children[0] is paragraph
    plain = in_order and len(block.children) == bool(paragraph) + len(lists) and len(lists) < 2
    plain = plain and all(child.first > block.first for child in lists)
    stop = max(start, source.line_end(paragraph.end - 1)) if paragraph else start
    below = tuple(read_items(source, lists[0])) if plain and lists else ()
    text = " ".join(part.strip(" \t") for part in re.split(r"[\r\n]+", source.text[start:stop]))
    text = text.replace("\0", "\ufffd")
    whole = plain and all(item.plain for item in below) and MARKER.match(line) is not None
    return Item(block, marker, text, Span(start, stop), below, whole)


def read_list(
    harvest: Harvest, place: Place, block: Block, name: str | None, *, prose: bool, labelled: bool | None
) -> list[Part]:
    """What a list asks. `name`: the label just above it; `prose`: prose stands just above it; `labelled`: whether
    its items are labels with blanks; None if that is still to be seen."""
    items = read_items(harvest.source, block)
    if not items or "skip" in harvest.words:
        harvest.words = NOTHING
        return [_still(harvest, block, holds=True)]
    if not all(item.plain for item in items):
        return [_whole(harvest, place, block, items, name)]
    if name is None and (is_labelled(harvest, items) if labelled is None else labelled):
        return labelled_items(harvest, place, items)
    blank = any(harvest.blanks.find(item.body.start, item.body.end) for item in flat(items))
    boxed = any(item.boxed for item in items)
    if not boxed and name is None and all(_is_constant(item.text) for item in items):
        return [replace(_guidance(harvest, block), holds=True)]
    asked = name is not None or boxed or blank or harvest.words & ASKS
    if not asked and (prose or place.header):
        return [_guidance(harvest, block)]
    if not boxed and any(item.below for item in items):
        return [_whole(harvest, place, block, items, name)]
    return [ask_items(harvest, place, block, items, name)]


def flat(items: list[Item] | tuple[Item, ...]) -> list[Item]:
    """Items and all that stand below them."""
    return [one for item in items for one in (item, *flat(item.below))]


def _still(harvest: Harvest, block: Block, *, holds: bool) -> Still:
    starts = harvest.source.starts
    return Still(starts[block.first], starts[block.end], holds=holds)


def _guidance(harvest: Harvest, block: Block) -> Still:
    still = _still(harvest, block, holds=False)
    harvest.guidance.append(harvest.source.text[still.start : still.end].strip())
    return still


def _is_constant(text: str) -> bool:
    return bool(LINKS.fullmatch(text) or QUICK_ACTION.fullmatch(text))


def _whole(harvest: Harvest, place: Place, block: Block, items: list[Item], name: str | None) -> Part:
    """A list of a form that no list of lines can hold: rewritten as a whole, or only shown."""
    if place.header and not any(item.boxed for item in items):
        return _guidance(harvest, block)
    return ask_body(harvest, place, block.first, block.end, name)


def is_labelled(harvest: Harvest, items: list[Item] | tuple[Item, ...]) -> bool:
    """Whether every item is a label with a blank of its own."""
    bold = [LABEL.match(harvest.source.text, item.body.start, item.body.end) for item in items]
    if all(bold):
        values = [match.end() for match in bold if match]
        return any(
            value >= item.body.end or harvest.blanks.find(value, item.body.end, labelled=True)
            for item, value in zip(items, values, strict=True)
        ) and all(not item.below or is_labelled(harvest, item.below) for item in items)
    return _plainly_labelled(harvest, items)


def _plainly_labelled(harvest: Harvest, items: list[Item] | tuple[Item, ...]) -> bool:
    labels = []
    empty = 0
    for item in items:
        match = PLAIN_LABEL.match(harvest.source.text, item.body.start, item.body.end)
        if not match or item.below:
            return False
        blanks = harvest.blanks.find(match.end(), item.body.end, labelled=True)
        whole = len(blanks) == 1 and (blanks[0].start, blanks[0].end) == (match.end(), item.body.end)
        empty += match.end() >= item.body.end
        if not whole and match.end() < item.body.end:
            return False
        labels.append(NUMBER.sub("#", match["label"]))
    return (len(items) > 1 or empty == 1) and len(set(labels)) == len(labels)


def labelled_items(harvest: Harvest, place: Place, items: list[Item] | tuple[Item, ...]) -> list[Part]:
    """A field for each item, and for those below it."""
    parts: list[Part] = []
    for item in items:
        text = harvest.source.text
        match = LABEL.match(text, item.body.start, item.body.end) or PLAIN_LABEL.match(
            text, item.body.start, item.body.end
        )
        assert match is not None
        end = item.below[0].block.first if item.below else item.block.end
        span = Span(harvest.source.starts[item.block.first], harvest.source.starts[end])
        inside = _inside(place, item)
        box = item.marker.start("box") + span.start if item.boxed else None
        value = Span(match.end(), item.body.end)
        parts.append(labelled(harvest, inside, match["label"].strip(), span, value, item.block.first, box))
        parts += labelled_items(harvest, place, item.below)
    return parts


def _inside(place: Place, item: Item) -> Place:
    """The place of a long answer inside an item: as far in as the item's text, its checkbox left out."""
    width = len((item.marker["indent"] + item.marker["sign"] + item.marker["space"]).expandtabs(4))
    return Place(place.path, place.title, place.heading, place.header, width)


def ask_items(harvest: Harvest, place: Place, block: Block, items: list[Item], name: str | None) -> Items:
    """A field for the whole list."""
    boxed = any(item.boxed for item in items)
    words = harvest.words
    shown = [is_example(harvest, items, number, words) for number in range(len(items))]
    examples = [item for item, example in zip(items, shown, strict=True) if example]
    defaults = [item for item, example in zip(items, shown, strict=True) if not example and item.text]
    linked = "block" in place.title.lower() and all(harvest.blanks.key.search(item.text) for item in items)
    kind: Kind = "tasks" if linked else "checklist" if boxed else "list"
    field = harvest.add(
        place,
        name,
        kind,
        block.first,
        stem=_stem(examples),
        example=_value(kind, examples) or None,
        default=_value(kind, defaults) or None,
        placeholder=examples[0].text[:150] if examples else "",
    )
    first = items[0].marker
    below = [one for item in items for one in flat(item.below)]
    starts = harvest.source.starts
    return Items(
        starts[block.first],
        starts[block.end],
        field.key,
        first["sign"] + (first["space"] or " "),
        boxed,
        not below or any(item.boxed for item in below),
        len(first["indent"].expandtabs(4)),
    )


def is_example(harvest: Harvest, items: list[Item], number: int, words: frozenset[str]) -> bool:
    """Whether an item only shows how one is written: it holds a blank, is a mere `…`, or differs from a
    neighbour only in its numbering."""
    if "default" in words or "example" in words:
        return "example" in words
    item = items[number]
    if re.sub(r"<!--.*?(?:-->|$)", "", item.text).strip() in ("…", "..."):
        return True
    if any(_blanks(harvest, one) for one in flat([item])):
        return True
    around = [items[near].text for near in (number - 1, number + 1) if 0 <= near < len(items)]
    return any(NUMBER.sub("#", text) == NUMBER.sub("#", item.text) for text in around)


def _blanks(harvest: Harvest, item: Item) -> list[Blank]:
    return harvest.blanks.find(item.body.start, item.body.end)


def _stem(examples: list[Item]) -> str:
    """What numbered examples have in common, in the plural: "Subtask 1.1" -> "Subtasks"."""
    letters = re.match(r".*[^\W\d_]", NUMBER.sub("", examples[0].text)) if len(examples) > 1 else None
    stem = letters[0] if letters else ""
    alike = all(NUMBER.sub("", item.text) == NUMBER.sub("", examples[0].text) for item in examples)
    return stem + "s" if stem.isalpha() and alike else ""


def _value(kind: str, items: list[Item] | tuple[Item, ...]) -> Value:
    if kind == "checklist":
        return [_checked(item) for item in items]
    return [item.text for item in items]


def _checked(item: Item) -> dict[str, Any]:
    below = [_checked(one) for one in item.below]
    return {"text": item.text, "done": item.marker["box"] in ("x", "X"), "items": below}
