"""How a line opens: with a list's marker, a checkbox, a label. Templates and documents are read by the same rule."""

from __future__ import annotations

import re
from dataclasses import dataclass

LABEL = re.compile(
    r"[ \t]*(?P<mark>\*\*|__)(?P<label>[^*\r\n]+?)(?:(?P=mark)[ \t]*:|:[ \t]*(?P=mark)(?!\*))(?P<space>[ \t]*)"
)
BOLD = re.compile(r"[ \t]*(?P<mark>\*\*|__)(?P<label>[^*\r\n]+)(?P=mark)(?P<space>[ \t]*)")
PLAIN_LABEL = re.compile(r"(?P<label>[^:\[\]{}<>`*\r\n]{1,60}):[ \t]*")
MARKER = re.compile(
    r"(?P<indent>[ \t]*)(?P<sign>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+|$)(?:\[(?P<box>[ xX])\](?:[ \t]+|$))?"
)
MAY_OPEN = re.compile(r"[ \t]*(?:\*\*|__|[-*+][ \t]|\d{1,9}[.)][ \t])")


@dataclass(frozen=True, slots=True)
class Opening:
    """A label at the beginning of a line."""

    name: str
    """The label, in small letters and with single spaces."""
    plain: bool
    """Whether it is not bold; only an item's label can be that."""
    end: int
    """Where the value after it begins."""
    box: str | None
    """What stands in its checkbox; None if it has none."""
    numbered: bool
    """Whether it is an item of a numbered list."""


def opening(line: str) -> Opening | None:
    """The label that a line opens with, behind a marker or not; None if there is none."""
    if not MAY_OPEN.match(line):
        return None
    marker = MARKER.match(line)
    begin = marker.end() if marker else 0
    box = marker["box"] if marker else None
    numbered = marker is not None and marker["sign"][0] not in "-*+"
    if bold := LABEL.match(line, begin) or BOLD.fullmatch(line, begin):
        return Opening(_name(bold["label"]), False, bold.end(), box, numbered)
    plain = PLAIN_LABEL.match(line, begin) if marker else None
    return Opening(_name(plain["label"]), True, plain.end(), box, numbered) if plain else None


def _name(label: str) -> str:
    return " ".join(label.casefold().split()).rstrip(": ")
