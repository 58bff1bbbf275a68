"""Marks: comments around each answer, in a document whose template alone does not tell its answers apart.

A team may well have two tables with one header below one heading. What was written into the second alone
would then be read as the first's. The writer reads its own work, and where that gives other answers, writes
it anew with each answer between two of these comments, which Markdown does not show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

NAME = "countersign"
ANSWER, HEADING, TITLE, ROLE, ENTRY, WHOLE_ENTRY = (
    "answer",
    "heading",
    "title",
    "role",
    "entry",
    "whole entry",
)
TAG = re.compile(r"<!-- (?P<tag>countersign(?:-\d+)?): ")
LAST = re.compile(r"<!-- (?P<tag>countersign(?:-\d+)?): marked -->")
MARK = re.compile(
    r"<!-- (?P<tag>countersign(?:-\d+)?): (?P<end>end )?"
    r"(?P<what>answer|heading|title|role|entry|whole entry)(?: (?P<key>[^\s>]+))? -->"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that begins or ends something."""

    what: str
    """One of ANSWER, HEADING, TITLE, ROLE, ENTRY and WHOLE_ENTRY."""
    key: str
    """The keys of the fields that are answered, as `joined` has them; "" for a title, a heading and a role."""
    ends: bool


def tag_for(*texts: str) -> str:
    """What the marks of a document begin with, so that nothing in these texts can be taken for one."""
    taken = {found["tag"] for text in texts for found in TAG.finditer(text)}
    tags = (f"{NAME}-{number}" if number > 1 else NAME for number in count(1))
    return next(tag for tag in tags if tag not in taken)


def joined(keys: Sequence[str]) -> str:
    """The keys of what one mark stands for, several where a line has several blanks."""
    return "+".join(keys)


def begin(tag: str, what: str, key: str = "") -> str:
    """The line above what is marked."""
    return f"<!-- {tag}: {' '.join(filter(None, (what, key)))} -->"


def end(tag: str, what: str) -> str:
    """The line below what is marked."""
    return f"<!-- {tag}: end {what} -->"


def last(tag: str) -> str:
    """The last line of a document with marks."""
    return f"<!-- {tag}: marked -->"


def tag_of(lines: Sequence[str], template: str) -> str | None:
    """What a document's marks begin with; None if it has none. `lines`: without a footer."""
    final = next((line for line in reversed(lines) if line.strip(" \t")), "")
    match = LAST.fullmatch(final.strip(" \t"))
    return match["tag"] if match and final.strip(" \t") not in template else None


def mark(line: str, tag: str) -> Mark | None:
    """The mark that a line is; None if it is none."""
    match = MARK.fullmatch(line.strip(" \t"))
    if match is None or match["tag"] != tag:
        return None
    return Mark(match["what"], match["key"] or "", bool(match["end"]))
