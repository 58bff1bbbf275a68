"""A heading's section -> its parts, and the fields that it asks."""

from __future__ import annotations

import re

from bot.template.blocks import Block
from bot.template.groups import neighbours, numbered_items, read_repeat
from bot.template.harvest import Harvest, Place
from bot.template.items import read_items, read_list
from bot.template.layout import Code, Lead, Line, Note, Part, Rule, Section, Signature, Span, Still
from bot.template.outline import Node, heading_text
from bot.template.paragraphs import (
    Entry,
    ask_body,
    labelled,
    paragraph_entries,
    prose,
    without_comment_marks,
)
from bot.template.roles import is_sign_off, read_roles
from bot.template.slugs import slug
from bot.template.tables import read_table
from bot.template.tiling import tile

OVERRIDE = re.compile(r"[ \t]*<!--[ \t]*form:(?P<words>[a-z, \t-]*)-->[ \t]*")
COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)


def read_section(
    harvest: Harvest,
    place: Place,
    node: Node,
    end: int,
    number: Span | None = None,
    title: Line | None = None,
) -> Section:
    """The section of a heading, which ends at the character `end`. `place` is the section's own."""
    source = harvest.source
    since, start = len(harvest.fields), source.starts[node.first]
    heading = node.heading
    name = heading_text(source, heading) if heading else ""
    sign_off = heading is not None and is_sign_off(name)
    parts = _roles(harvest, node) if sign_off or _told_sign_off(harvest, node) else []
    stays = bool(parts)
    if not parts:
        parts = read_body(harvest, place, node.body)
        if len(harvest.fields) == since and not node.children and not _stands(parts):
            parts = _all_of_it(harvest, place, node, parts)
    harvest.tell_apart(since)
    harvest.leave()
    if heading and title is None:
        title = Line(start, source.starts[heading.end], ())
    parts += read_children(harvest, place, node.children, _children_end(harvest, node, end))
    parts += [Rule(source.starts[rule.first], source.starts[rule.end]) for rule in node.tail]
    tiled = tile(source, parts, title.end if title else start, end)
    return Section(start, end, name, node.level, tiled, title, number, stays)


def _children_end(harvest: Harvest, node: Node, end: int) -> int:
    return harvest.source.starts[node.tail[0].first] if node.tail else end


def read_children(harvest: Harvest, place: Place, nodes: list[Node], end: int) -> list[Part]:
    """The sections below a section; neighbours that differ in their numbering only are one group."""
    source = harvest.source
    parts: list[Part] = []
    runs = neighbours(source, harvest.blanks, nodes)
    for number, run in enumerate(runs):
        after = runs[number + 1][0].first if number + 1 < len(runs) else None
        stop = source.starts[after] if after is not None else end
        if len(run) > 1:
            parts.append(read_repeat(harvest, place, run, stop, read_section))
        else:
            parts.append(read_section(harvest, below(harvest, place, run[0]), run[0], stop))
    return parts


def below(harvest: Harvest, place: Place, node: Node) -> Place:
    """The place of a heading: a page's own if nothing is above it."""
    assert node.heading is not None
    title = heading_text(harvest.source, node.heading)
    return Place((*place.path, slug(title)), title, title if place.title else None)


def _stands(parts: list[Part]) -> bool:
    """Whether a section has something to show though it asks nothing."""
    return any(isinstance(part, Signature) or (isinstance(part, Still) and part.holds) for part in parts)


def _roles(harvest: Harvest, node: Node) -> list[Part]:
    lists = [block for block in node.body if block.kind in ("bullets", "numbers")]
    roles = [part for block in lists for part in read_roles(harvest, block)]
    starts = harvest.source.starts
    rules = [Rule(starts[block.first], starts[block.end]) for block in node.body if block.kind == "rule"]
    notes = [Note(starts[block.first], starts[block.end]) for block in node.body if _words(harvest, block)]
    return [*roles, *rules, *notes] if roles else []


def _told_sign_off(harvest: Harvest, node: Node) -> bool:
    return any("sign-off" in _words(harvest, block) for block in node.body)


def _words(harvest: Harvest, block: Block) -> frozenset[str]:
    """What an override comment says; empty for any other block."""
    if block.kind != "html" or block.end != block.first + 1:
        return frozenset()
    match = OVERRIDE.fullmatch(harvest.source.line(block.first))
    return frozenset(re.split(r"[, \t]+", match["words"].strip(", \t"))) if match else frozenset()


def _all_of_it(harvest: Harvest, place: Place, node: Node, parts: list[Part]) -> list[Part]:
    """A section that asks nothing by its parts is asked as a whole; what stands there is the hint."""
    harvest.guidance = []
    notes: list[Part] = []
    body = list(node.body)
    while body and (words := _words(harvest, body[0])):
        block = body.pop(0)
        harvest.words = words
        notes.append(Note(harvest.source.starts[block.first], harvest.source.starts[block.end]))
    if "skip" in harvest.words:
        return parts
    first = body[0].first if body else (node.heading.end if node.heading else node.first)
    end = body[-1].end if body else first
    return [*notes, ask_body(harvest, place, first, end)]


def read_body(harvest: Harvest, place: Place, blocks: list[Block]) -> list[Part]:
    """The parts of what stands between a heading and the next one."""
    reader = BodyReader(harvest, place)
    for block in blocks:
        reader.read(block)
    reader.settle()
    return reader.parts


class BodyReader:
    """Reads the blocks below a heading, one after the other."""

    def __init__(self, harvest: Harvest, place: Place) -> None:
        self.parts: list[Part] = []
        self._harvest = harvest
        self._place = place
        self._lead: Entry | None = None
        """A label with nothing after it, which names the block that follows."""
        self._prose = False
        """Whether the block before was prose."""

    def read(self, block: Block) -> None:
        """Takes the next block."""
        was_prose, self._prose = self._prose, False
        match block.kind:
            case "paragraph":
                self._paragraph(block)
            case "bullets" | "numbers":
                self._list(block, prose=was_prose)
            case "fence":
                self._fence(block)
            case "table":
                self.parts += read_table(self._harvest, self._place, block, self._named())
            case "html":
                self._html(block)
            case "rule":
                self.settle()
                self.parts.append(Rule(*self._reach(block)))
            case "heading":
                self.settle()
            case _:
                self._guide(block)

    def settle(self) -> None:
        """Nothing came that the last label could name: then it asks for a text of its own."""
        lead, self._lead = self._lead, None
        if lead and lead.label is not None and lead.colon:
            starts = self._harvest.source.starts
            span = Span(starts[lead.first], starts[lead.end])
            place = self._place
            self.parts.append(labelled(self._harvest, place, lead.label, span, lead.value, lead.first))

    def _reach(self, block: Block) -> tuple[int, int]:
        starts = self._harvest.source.starts
        return starts[block.first], starts[block.end]

    def _named(self) -> str | None:
        """The name that the label above gives to the next block."""
        lead, self._lead = self._lead, None
        if lead is None:
            return None
        starts = self._harvest.source.starts
        self.parts.append(Lead(starts[lead.first], starts[lead.end]))
        return lead.label

    def _paragraph(self, block: Block) -> None:
        entries = paragraph_entries(self._harvest.source, block)
        if self._lead and entries[0].label is None:
            lead, self._lead = self._lead, None
            value = Span(entries[0].value.start, entries[0].value.end)
            self._labelled(Entry(lead.label, lead.first, entries[0].end, value))
            entries = entries[1:]
        for entry in entries:
            self.settle()
            if entry.label is None:
                self.parts.append(prose(self._harvest, self._place, entry))
                self._prose = True
            elif entry.value.start >= entry.value.end:
                self._lead = entry
            else:
                self._labelled(entry)

    def _labelled(self, entry: Entry) -> None:
        starts = self._harvest.source.starts
        span = Span(starts[entry.first], starts[entry.end])
        label = entry.label or ""
        self.parts.append(labelled(self._harvest, self._place, label, span, entry.value, entry.first))

    def _list(self, block: Block, *, prose: bool) -> None:
        name = self._named()
        items = read_items(self._harvest.source, block)
        if name is None and (group := numbered_items(self._harvest, self._place, block, items)):
            self.parts.append(group)
        else:
            self.parts += read_list(self._harvest, self._place, block, name, prose=prose)

    def _fence(self, block: Block) -> None:
        if self._place.header or "skip" in self._harvest.words:
            self._guide(block)
            return
        source, words = self._harvest.source, self._harvest.words
        start, end = self._reach(block)
        closed = block.end > block.first + 1 and source.line(block.end - 1).strip(" \t`~") == ""
        text = "\n".join(source.line(number) for number in range(block.first + 1, block.end - closed))
        language = block.info.split()[0] if block.info.split() else ""
        shown = {"language": language, "text": text}
        field = self._harvest.add(
            self._place,
            self._named(),
            "code",
            block.first,
            language=language,
            example=None if "default" in words else shown,
            default=shown if "default" in words else None,
            multiline=True,
        )
        self.parts.append(Code(start, end, field.key))

    def _html(self, block: Block) -> None:
        words = _words(self._harvest, block)
        text = self._harvest.source.text[slice(*self._reach(block))]
        if words or COMMENT.fullmatch(text):
            self.settle()
            self.parts.append(Note(*self._reach(block)))
            if words:
                self._harvest.words = words
            else:
                self._harvest.guidance.append(without_comment_marks(text))
        else:
            self._guide(block)

    def _guide(self, block: Block) -> None:
        """Something that is shown and not asked."""
        self.settle()
        start, end = self._reach(block)
        self._harvest.words = frozenset()
        if block.kind != "other":
            self._harvest.guidance.append(self._harvest.source.text[start:end].strip())
        self.parts.append(Still(start, end, holds=False))
