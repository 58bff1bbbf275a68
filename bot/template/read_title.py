"""What a heading says: the document's title with its key, and the titles of a group's items."""

from __future__ import annotations

import re

from bot.template import escape
from bot.template.headings import unclosed
from bot.template.layout import Line, Title
from bot.template.sink import Sink

KEY = r"(?P<key>[A-Z][A-Z0-9]*-\d+)(?![\w-])"


def read_title(template: str, part: Title, text: str, sink: Sink) -> None:
    """The key and the title that the text of the document's first heading says."""
    key, raw, blank = _split(template, part, text)
    if key:
        sink.kept["key"] = key
    if raw and raw != blank:
        sink.put("title", escape.un(escape.unclosing(raw)))


def read_heading(line: Line, title: str, blank: str | None, sink: Sink) -> None:
    """The answer that a heading holds, by what stands in it in place of its blank."""
    if not title or not line.holes:
        return
    if title == blank:
        sink.untouched(line.holes[0].key)
    else:
        sink.put(line.holes[0].key, escape.un(escape.unclosing(title)))


def _split(template: str, part: Title, text: str) -> tuple[str | None, str, str]:
    """(key, title, the title's blank) of the document's first heading."""
    if part.key is None or part.hole is None:
        match = re.match(KEY + r"(?::[ \t]*|$)", text)
        return (match["key"], text[match.end() :], "") if match else (None, text, "")
    blank = template[part.hole.start : part.hole.end]
    pattern = template[part.key.start : part.key.end]
    line = template[part.start : part.end]
    lead = line[: part.key.start - part.start].lstrip(" \t").lstrip("#").lstrip(" \t")
    key = None
    if pattern:
        match = re.match(rf"{re.escape(lead)}(?:{re.escape(pattern)}|{KEY})", text)
        key = match["key"] if match else None
        rest = text[match.end() :] if match else text
        middle = template[part.key.end : part.hole.start] if part.hole.start >= part.key.end else ""
    else:
        match = re.match(KEY + r":[ \t]*", text)
        key = match["key"] if match else None
        rest = text[match.end() :] if match else text
        middle = template[part.key.start : part.hole.start]
    if not blank:
        middle = middle.rstrip(" \t")
        tail = rest[len(middle) :] if rest.startswith(middle) else ": " + rest
        if not middle:
            return key, rest, blank
        return key, tail[2:] if tail.startswith(": ") else tail, blank
    if rest.startswith(middle):
        rest = rest[len(middle) :]
    after = _after(template[part.hole.end : part.end])
    if after and rest.endswith(after):
        rest = rest[: len(rest) - len(after)]
    return key, rest, blank


def _after(rest: str) -> str:
    """What stands behind the title's blank, without the line below it, or the `#`, that close the heading."""
    lines = rest.replace("\r\n", "\n").replace("\r", "\n").rstrip(" \t\n").split("\n")
    return "\n".join(lines[:-1]) if len(lines) > 1 else unclosed(" " + lines[0])[1:]
