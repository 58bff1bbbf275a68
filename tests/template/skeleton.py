"""What the headings of a document must be, by its template: law 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt

from bot.template.form import Form
from bot.template.layout import Repeat, Section, Title

MARKDOWN = MarkdownIt("commonmark").enable("table").disable("inline")
ANY = r"[^\n]*"


def headings(document: str, deepest: int) -> str:
    """The headings of a document that stand in nothing else, a line each; those that are deeper are left out."""
    lines = document.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = (
        next((n + 1 for n, line in enumerate(lines) if n and _is_fence(line)), 0)
        if _is_fence(lines[0])
        else 0
    )
    tokens = MARKDOWN.parse("\n".join(["", *lines[begin:]]))
    found = [
        (int(a.tag[1]), b.content) for a, b in pairwise(tokens) if a.type == "heading_open" and not a.level
    ]
    return "".join(f"{level} {' '.join(text.split())}\n" for level, text in found if level <= deepest)


def _is_fence(line: str) -> bool:
    return re.fullmatch(r"---[ \t]*", line) is not None


def expected(form: Form, answers: Mapping[str, Any], *, keep: bool) -> re.Pattern[str]:
    """What `headings` must be: the template's, in order and at their level; left out at most with `drop`."""
    return re.compile("".join(_section(form, form.layout, answers, "" if keep else "?")))


def _section(form: Form, section: Section, answers: Mapping[str, Any], optional: str) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, Title):
            yield f"(?:1 {ANY}\n){'' if part.text else '?'}"
        elif isinstance(part, Repeat) and part.full.heading:
            yield _group(part, answers.get(part.key, part.items), optional)
        elif isinstance(part, Section):
            fixed = re.escape(" ".join(part.title.replace("\0", "\ufffd").split()))
            text = ANY if part.heading and part.heading.holes else fixed
            yield f"(?:{part.level} {text}\n{''.join(_section(form, part, answers, optional))}){optional}"


def _group(part: Repeat, items: Any, optional: str) -> str:
    """As many headings as there are items, each with what stands below it."""
    below = f"(?:[{part.full.level + 1}-7] {ANY}\n)*"
    return f"(?:(?:{part.full.level} {ANY}\n{below}){{{len(items)}}}){optional}"
