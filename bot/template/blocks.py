"""The source as Markdown blocks, each with the lines that it covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.template.lines import Source

FRONT_MATTER_FENCE = re.compile(r"---[ \t]*")

KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "fence": "fence",
    "code_block": "indented",
    "html_block": "html",
    "hr": "rule",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A block, from the line `first` up to, but not with, the line `end`; blank lines at its end are not its."""

    kind: str
    """One of KINDS' values, or `other` for what Markdown shows nothing of, such as link definitions."""
    first: int
    end: int
    level: int = 0
    """heading: 1 to 6."""
    info: str = ""
    """fence: what follows its ticks."""
    children: tuple[Block, ...] = ()
    """lists: their items; items: their blocks."""


def _block_parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").disable("inline")


def blocks(source: Source) -> list[Block]:
    """The blocks of a source, in order; every line that is not blank is in one of them."""
    begin = front_matter(source)
    text = "\n" * begin + source.text[source.starts[begin] :]
    tokens = _drained(_block_parser().parse(text))
    found = [Block("other", 0, begin)] if begin else []
    at = begin
    for block in _level(source, tokens):
        if block.first >= at:
            found += [*_others(source, at, block.first), block]
            at = block.end
    return [*found, *_others(source, at, source.count)]


def front_matter(source: Source) -> int:
    """How many lines of front matter the source begins with; 0 if it has none."""
    if not source.count or not FRONT_MATTER_FENCE.fullmatch(source.line(0)):
        return 0
    for number in range(1, source.count):
        if FRONT_MATTER_FENCE.fullmatch(source.line(number)):
            return number + 1
    return 0


def _drained(tokens: list[Token]) -> Iterator[Token]:
    """Tokens in order, each let go when it has been taken: they are much larger than the blocks made of them."""
    tokens.reverse()
    while tokens:
        yield tokens.pop()


def _level(source: Source, tokens: Iterator[Token]) -> Iterator[Block]:
    """The blocks up to the closing token of the block that holds them."""
    for token in tokens:
        if token.nesting < 0:
            return
        kind = KINDS.get(token.type)
        children = tuple(_level(source, tokens)) if token.nesting > 0 else ()
        if kind and token.map:
            level = int(token.tag[1]) if kind == "heading" else 0
            yield Block(kind, token.map[0], _trimmed(source, *token.map), level, token.info, children)


def _trimmed(source: Source, first: int, end: int) -> int:
    while end > first + 1 and source.is_blank(end - 1):
        end -= 1
    return end


def _others(source: Source, first: int, end: int) -> Iterator[Block]:
    """The runs of lines between two blocks that are not blank."""
    begin: int | None = None
    for number in range(first, end):
        if source.is_blank(number):
            if begin is not None:
                yield Block("other", begin, number)
            begin = None
        elif begin is None:
            begin = number
    if begin is not None:
        yield Block("other", begin, end)
