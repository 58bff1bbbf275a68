"""Blocks -> the tree of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.template.blocks import Block
from bot.template.headings import unclosed
from bot.template.layout import Span
from bot.template.lines import Source

ATX = re.compile(r" {0,3}#{1,6}(?=[ \t]|$)")


@dataclass(slots=True)
class Node:
    """A heading with what stands below it; the root has none."""

    heading: Block | None
    level: int
    body: list[Block] = field(default_factory=list)
    """What stands below it and above its first sub-heading."""
    children: list[Node] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    """A rule that closes it, below its sub-headings."""

    @property
    def first(self) -> int:
        """The line that it begins with."""
        return self.heading.first if self.heading else 0


def outline(blocks: list[Block], title: Block | None) -> Node:
    """The tree of headings. The title's heading is part of the root's body.

    A rule is the tail of the largest section that ends just after it, so that it stays as long as that
    section has anything left.
    """
    root = Node(None, 0)
    stack = [root]
    for number, block in enumerate(blocks):
        if block.kind == "heading" and block is not title:
            while stack[-1].level >= block.level:
                stack.pop()
            node = Node(block, block.level)
            stack[-1].children.append(node)
            stack.append(node)
        elif block.kind == "rule":
            below = blocks[number + 1] if number + 1 < len(blocks) else None
            _close(stack, block, below)
        else:
            stack[-1].body.append(block)
    return root


def _close(stack: list[Node], rule: Block, below: Block | None) -> None:
    if below is None or below.kind == "heading":
        level = below.level if below else 1
        while len(stack) > 2 and stack[-2].level >= level:
            stack.pop()
    node = stack[-1]
    (node.tail if node.children else node.body).append(rule)


def heading_span(source: Source, block: Block) -> Span:
    """Where a heading's text stands, without its marks."""
    line = source.line(block.first)
    start = source.starts[block.first]
    match = ATX.match(line) if block.end == block.first + 1 else None
    if match is None:
        indent = len(line) - len(line.lstrip(" \t"))
        return Span(start + indent, source.line_end(max(block.first, block.end - 2)))
    stop = len(unclosed(line))
    begin = len(line) - len(line[match.end() :].lstrip(" \t"))
    return Span(start + min(begin, stop), start + stop)


def heading_text(source: Source, block: Block) -> str:
    """A heading as it is shown, on one line."""
    span = heading_span(source, block)
    return " ".join(source.text[span.start : span.end].split())
