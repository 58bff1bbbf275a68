"""The line that says of which revision of a task a document is, which is no part of what was answered.

Markdown doesn't show it. It is the last line of an exported document, so that whoever brings the document
back, edited, need not say what they edited.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.template.lines import eol_of

ORIGIN = re.compile(r"<!-- countersign: (?P<key>[A-Z][A-Z0-9]*-\d+) revision (?P<revision>\d{1,9}) -->")
"""The whole line. A document that is rendered holds no other one unescaped at its end: see the guard."""


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
    """What the document's last line says; None if that is another one."""
    last = document.rstrip(" \t\r\n").replace("\r", "\n").rpartition("\n")[2]
    found = ORIGIN.fullmatch(last.strip(" \t"))
    return Origin(found["key"], int(found["revision"])) if found else None


def without_origin(lines: list[str]) -> list[str]:
    """The lines of a document as they were before `with_origin`; others as they are."""
    last = next((at for at in reversed(range(len(lines))) if lines[at].strip(" \t")), None)
    if last is None or not ORIGIN.fullmatch(lines[last].strip(" \t")):
        return lines
    return lines[:last]
