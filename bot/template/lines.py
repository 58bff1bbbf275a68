"""The source as lines, as Markdown counts them: broken by CRLF, CR and LF and by nothing else."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A text and where its lines begin."""

    text: str
    starts: Sequence[int]
    """Where each line begins, and at last where the text ends. An array, since a text may have many lines."""

    @classmethod
    def of(cls, text: str) -> Source:
        """The source that this text is."""
        starts = array("q", (match.start() for match in LINE.finditer(text)))
        starts.append(len(text))
        return cls(text, starts)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.starts) - 1

    def line(self, number: int) -> str:
        """A line without its line break; lines count from 0 here."""
        return self.text[self.starts[number] : self.starts[number + 1]].rstrip("\r\n")

    def line_end(self, number: int) -> int:
        """Where a line ends, before its line break."""
        return self.starts[number] + len(self.line(number))

    def is_blank(self, number: int) -> bool:
        """Whether a line holds nothing but spaces and tabs."""
        return not self.line(number).strip(" \t")


def eol_of(text: str) -> str:
    """The line break that a text uses first; LF if it has none."""
    first = LINE.match(text)
    ending = first[0][len(first[0].rstrip("\r\n")) :] if first else ""
    return ending if ending in ("\r\n", "\r") else "\n"
