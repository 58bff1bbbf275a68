"""A heading's section -> its parts, and the fields that it asks."""

from __future__ import annotations

from bot.template.blocks import Block
from bot.template.bodies import read_body
from bot.template.groups import neighbours, number_span, read_repeat
from bot.template.harvest import Harvest, Place
from bot.template.layout import Line, Note, Part, Rule, Section, Signature, Span, Still
from bot.template.outline import Node, heading_text
from bot.template.overrides import NOTHING
from bot.template.paragraphs import ask_body
from bot.template.roles import is_sign_off, read_roles
from bot.template.slugs import slug
from bot.template.tiling import tile
from bot.template.titled import ask_heading, blank_in, called


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
        stays = "skip" in harvest.words
        if len(harvest.fields) == since and not (node.children or stays or _stands(parts)):
            parts = _all_of_it(harvest, place, node)
    harvest.tell_apart(since, titled=title is not None and bool(title.holes))
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
        harvest.words = _above(harvest, run[0])
        if "skip" in harvest.words:
            ends = [*(source.starts[node.first] for node in run[1:]), stop]
            parts += [_as_it_is(harvest, node, end) for node, end in zip(run, ends, strict=True)]
            harvest.words = NOTHING
        elif len(run) > 1:
            parts.append(read_repeat(harvest, place, run, stop, read_section))
        else:
            parts.append(_alone(harvest, place, run[0], stop))
    return parts


def _alone(harvest: Harvest, place: Place, node: Node, stop: int) -> Section:
    """A section that is no group's item; a blank in its heading is a field of its own."""
    blank = blank_in(harvest, node)
    title = called(harvest, node, blank)
    inside = Place((*place.path, slug(title)), title, title if place.title else None)
    if blank is None:
        return read_section(harvest, inside, node, stop)
    line = ask_heading(harvest, place, inside, node, blank)
    return read_section(harvest, inside, node, stop, number_span(harvest.source, node, line), line)


def _above(harvest: Harvest, node: Node) -> frozenset[str]:
    return harvest.overrides.above(node.heading) if node.heading else NOTHING


def _as_it_is(harvest: Harvest, node: Node, end: int) -> Section:
    """A section that a comment above its heading says to skip: it stays in every document, with all below it."""
    source = harvest.source
    starts = source.starts
    assert node.heading is not None
    heading = Line(starts[node.first], starts[node.heading.end], ())
    parts: list[Part] = [_standing(harvest, block) for block in (*node.body, *node.tail)]
    for number, child in enumerate(node.children):
        after = node.children[number + 1].first if number + 1 < len(node.children) else None
        stop = starts[after] if after is not None else _children_end(harvest, node, end)
        parts.append(_as_it_is(harvest, child, stop))
    tiled = tile(source, parts, heading.end, end)
    name = heading_text(source, node.heading)
    return Section(heading.start, end, name, node.level, tiled, heading, stays=True)


def _standing(harvest: Harvest, block: Block) -> Part:
    starts = harvest.source.starts
    span = starts[block.first], starts[block.end]
    if block.kind == "rule":
        return Rule(*span)
    return Note(*span) if harvest.overrides.is_one(block) else Still(*span, holds=True)


def _stands(parts: list[Part]) -> bool:
    """Whether a section has something to show though it asks nothing."""
    return any(isinstance(part, Signature) or (isinstance(part, Still) and part.holds) for part in parts)


def _roles(harvest: Harvest, node: Node) -> list[Part]:
    lists = [block for block in node.body if block.kind in ("bullets", "numbers")]
    roles = [part for block in lists for part in read_roles(harvest, block)]
    starts = harvest.source.starts
    rules = [Rule(starts[block.first], starts[block.end]) for block in node.body if block.kind == "rule"]
    notes = [
        Note(starts[block.first], starts[block.end]) for block in node.body if harvest.overrides.is_one(block)
    ]
    return [*roles, *rules, *notes] if roles else []


def _told_sign_off(harvest: Harvest, node: Node) -> bool:
    said = (harvest.overrides.below(block) for block in node.body)
    return any("sign-off" in words for words in (_above(harvest, node), *said))


def _all_of_it(harvest: Harvest, place: Place, node: Node) -> list[Part]:
    """A section that asks nothing by its parts is asked as a whole; what stands there is the hint."""
    harvest.guidance = []
    starts = harvest.source.starts
    body = [block for block in node.body if not harvest.overrides.is_one(block)]
    comments = (block for block in node.body if harvest.overrides.is_one(block))
    above = [Note(starts[block.first], starts[block.end]) for block in comments]
    begin = next((number for number, block in enumerate(body) if block.kind != "other"), len(body))
    stay = [Still(starts[block.first], starts[block.end], holds=False) for block in body[:begin]]
    while len(body) > begin and body[-1].kind == "other":  # link definitions stay
        body.pop()
    if len(body) > begin:
        first, end = body[begin].first, body[-1].end
    else:
        first = end = body[-1].end if body else node.heading.end if node.heading else node.first
    return [*above, *stay, ask_body(harvest, place, first, end)]
