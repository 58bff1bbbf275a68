"""The report: for a person in lines, for a program in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.doctoring.finding import Finding, Level
from bot.terminal import visible

WIDTH = max(len(level) for level in Level)


def lines(finding: Finding) -> Iterator[str]:
    """What was found, and below it what to do."""
    yield f"{finding.level:<{WIDTH}}  {finding.what}: {visible(finding.said)}"
    if finding.do:
        yield f"{'':<{WIDTH}}  {visible(finding.do)}"


def total(found: Sequence[Finding]) -> str:
    """The last line."""
    errors, warnings = (sum(each.level is level for each in found) for level in (Level.ERROR, Level.WARNING))
    if not errors and not warnings:
        return "All is well."
    return f"{_many(errors, 'error')}, {_many(warnings, 'warning')}."


def as_json(found: Sequence[Finding]) -> dict[str, Any]:
    """All of it for a program."""
    return {"ok": not failed(found), "findings": [each.model_dump(mode="json") for each in found]}


def failed(found: Sequence[Finding]) -> bool:
    """Whether anything keeps the bot from its work."""
    return any(each.level is Level.ERROR for each in found)


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count or 'no'} {what}s"
