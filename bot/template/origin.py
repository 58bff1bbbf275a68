"""The line that says of which revision of a task a document is, which is no part of what was answered.

Markdown doesn't show it. It is the last line of an exported document, so that whoever brings the document
back, edited, need not say what they edited.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.template.escape import fenced
from bot.template.lines import eol_of

ORIGIN = re.compile(r"<!-- countersign: (?P<key>[A-Z][A-Z0-9]*-\d+) revision (?P<revision>\d{1,9}) -->")
"""The whole line. In what is rendered of answers, none stands like this but in code: see the guard."""


class Origin(NamedTuple):
    """What a document was exported from."""

    key: str
    """The task's key: TASK-012."""
    revision: int
    """The number of the revision."""


def with_origin(document: str, origin: Origin) -> str:
    """The document, which ends in a line break, with the line below."""
    eol = eol_of(document)
    return f"{document}{eol}<!-- countersign: {origin.key} revision {origin.revision} -->{eol}"


def origin_of(document: str) -> Origin | None:
    """What the last such line says, which may have come to stand above what somebody added; None without one."""
    lines = _lines(document)
    at = _place(lines)
    found = ORIGIN.fullmatch(lines[at].rstrip(" \t")) if at is not None else None
    return Origin(found["key"], int(found["revision"])) if found else None


def without_origin(lines: list[str], template: str) -> list[str]:
    """The lines of a document as they were before `with_origin`; what was added below stays in its place. A line
    that the template has is the template's.
    """
    at = _place(lines, template)
    if at is None:
        return lines
    below = lines[at + 1 :]
    return [*lines[:at], "", *below] if any(line.strip(" \t") for line in below) else lines[:at]


def _place(lines: list[str], template: str = "") -> int | None:
    """Where the last such line stands that isn't code."""
    places = [at for at, line in enumerate(lines) if ORIGIN.fullmatch(line.rstrip(" \t"))]
    if not places:
        return None
    code, own = fenced(lines), {line.strip(" \t") for line in _lines(template)}
    return max((at for at in places if at not in code and lines[at].rstrip(" \t") not in own), default=None)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
