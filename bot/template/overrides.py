"""Override comments: `<!-- form: required -->` on the line above says how something is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.template.blocks import Block
from bot.template.lines import Source

KNOWN = ("required", "optional", "example", "default", "skip", "person", "sign-off")
"""The words of an override comment."""
OVERRIDE = re.compile(r"[ \t]*<!--[ \t]*form:(?P<words>[^<>]*?)-->[ \t]*", re.IGNORECASE)
NOTHING: frozenset[str] = frozenset()


def words_of(line: str) -> frozenset[str]:
    """The words of a line that is an override comment, in small letters; empty for any other line."""
    match = OVERRIDE.fullmatch(line)
    return frozenset(re.findall(r"[^\s,;]+", match["words"].lower())) if match else NOTHING


class Overrides:
    """What the override comments of a source say, each of the block that comes after it."""

    def __init__(self, source: Source, blocks: Sequence[Block]) -> None:
        self._source = source
        self._above: dict[int, frozenset[str]] = {}
        """By the first line of a heading, what the comment above it says."""
        self._taken: set[int] = set()
        """The lines of those comments."""
        for block, after in pairwise(blocks):
            if after.kind == "heading" and (words := self._words(block)):
                self._above[after.first] = words
                self._taken.add(block.first)

    def below(self, block: Block) -> frozenset[str]:
        """What a comment says of the next block in its section; empty for what is no override comment."""
        return NOTHING if block.first in self._taken else self._words(block)

    def is_one(self, block: Block) -> bool:
        """Whether a block is an override comment."""
        return bool(self._words(block))

    def above(self, heading: Block) -> frozenset[str]:
        """What the comment above a heading says of its section."""
        return self._above.get(heading.first, NOTHING)

    def _words(self, block: Block) -> frozenset[str]:
        if block.kind != "html" or block.end != block.first + 1:
            return NOTHING
        return words_of(self._source.line(block.first))
