"""The sign-off section's lines -> who was asked and who signed."""

from __future__ import annotations

import re

from bot.template.kept import SignOffLine
from bot.template.layout import Signature
from bot.template.openings import BOLD, LABEL, MARKER
from bot.template.plan import Plan
from bot.template.text_read import Reading

ROLE_END = re.compile(r":|[ \t][-–—](?:[ \t]|$)|$")
NOT_NEEDED = ": not needed: "
DAY = re.compile(r"(?P<name>.*?)(?: - (?P<day>\d{4}-\d{2}-\d{2}))?", re.DOTALL)


def read_role(reading: Reading, plan: Plan, line: str, kept: dict[str, object]) -> bool:
    """Whether the line is a role's. A ticked one is left too, since reading a file signs nothing."""
    marker = MARKER.match(line)
    if marker is None:
        return False
    match = LABEL.match(line, marker.end()) or BOLD.fullmatch(line, marker.end())
    stop = ROLE_END.search(line, marker.end())
    name = match["label"] if match else line[marker.end() : stop.start() if stop else len(line)]
    places = plan.roles.get(name.strip("*_ \t:"))
    if not places:
        return False
    part = plan.parts[places[0]]
    assert isinstance(part, Signature)
    template = reading.guard.template
    role, statement = template[part.box : part.called], template[part.called : part.named]
    shown = template[part.named : part.end].rstrip("\r\n \t")
    rest = line[line.find(role[1:], marker.end() - 3) + len(role) - 1 :] if role[1:] in line else None
    done = marker["box"] in ("x", "X")
    found = None if rest is None else _said(rest.rstrip(" \t"), statement, shown, done=done)
    if found is None or found.done:
        reading.leave(reading.at)
    if found and found != SignOffLine():
        signed = kept.setdefault("sign_offs", {})
        assert isinstance(signed, dict)
        signed.setdefault(part.role, found)
    return True


def _said(rest: str, statement: str, shown: str, *, done: bool) -> SignOffLine | None:
    """What stands after a role's name; None if it can't be told."""
    if rest.startswith(NOT_NEEDED) and not done:
        return SignOffLine(not_needed=rest[len(NOT_NEEDED) :])
    if not rest.startswith(statement.rstrip(" \t")):
        return None
    tail = _filled(rest[len(statement.rstrip(" \t")) :], shown)
    if not tail:
        return SignOffLine(done=done)
    if not tail.startswith(" - "):
        return None
    match = DAY.fullmatch(tail[3:])
    assert match is not None
    return SignOffLine(done=done, name=match["name"], day=match["day"])


def _filled(tail: str, shown: str) -> str:
    """What was written into the template's places, such as ` - [Name] - [Date]`: often the name alone."""
    if tail == shown:
        return ""
    name, parting, day = shown.rpartition(" - ")
    return tail.removesuffix(parting + day) if name else tail
