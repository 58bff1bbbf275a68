"""What an audit found: for a person in lines, for a program in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.tasks.auditing import Audit, Finding
from bot.tasks.verifying import Check
from bot.terminal import visible

ONLY_THE_FILE = (
    "Only the text was checked, and only against this file's own footer: whoever changed both together isn't "
    "seen. Without --offline the database is asked."
)


def audit_lines(audit: Audit) -> Iterator[str]:
    """What was looked at, and each thing that doesn't hold."""
    yield (
        f"Checked {_many(audit.chains, 'chain')} of {_many(audit.events, 'event')}, "
        f"{_many(audit.signatures, 'signature')}, {_many(audit.revisions, 'revision')} "
        f"and {_many(audit.texts, 'text')}."
    )
    if since := audit.forgotten_since:
        yield (
            f"No longer kept: {_many(audit.deleted, 'text')} of {_many(audit.forgotten, 'task')}, deleted by "
            f"retention since {since:%Y-%m-%d}, as the events say."
        )
    for team, head in audit.heads.items():
        yield _head(visible(team), head)
    for finding in audit.findings:
        yield f"{_where(finding)}: {visible(finding.said)}"
    yield _sum(len(audit.findings))


def audit_json(audit: Audit) -> dict[str, Any]:
    """The same for a program."""
    return {"holds": not audit.findings, **audit.model_dump(mode="json")}


def check_lines(name: str, checks: Sequence[Check], *, offline: bool) -> Iterator[str]:
    """Each thing that was checked of a file, and at last what comes of it."""
    yield visible(name)
    for check in checks:
        yield f"  {'ok ' if check.holds else 'NOT'} {check.what}: {visible(check.said)}"
    if offline:
        yield ONLY_THE_FILE
        if not all(check.holds for check in checks):
            yield "This file is NOT the document that its own footer names."
    else:
        yield _verdict(checks)


def check_json(name: str, checks: Sequence[Check], *, offline: bool) -> dict[str, Any]:
    """The same for a program."""
    return {
        "file": name,
        "offline": offline,
        "holds": all(check.holds for check in checks),
        "checks": [check.model_dump() for check in checks],
    }


def _head(team: str, head: str) -> str:
    if head:
        return f"Head of the workspace chain of {team}: {head}"
    return f"{team} has no witness yet, so that a chain whose end was cut can't be seen: the bot makes one each day."


def _where(finding: Finding) -> str:
    parts = (finding.team, finding.task, finding.chain)
    return visible(", ".join(part for part in parts if part) or "the installation")


def _sum(wrong: int) -> str:
    if wrong == 0:
        return "All of it holds."
    return f"{_doesnt(wrong)}."


def _doesnt(wrong: int) -> str:
    return "1 thing doesn't hold" if wrong == 1 else f"{wrong} things don't hold"


def _verdict(checks: Sequence[Check]) -> str:
    """What whoever asked wanted to know. A document that was sealed stays that, whatever is wrong besides."""
    wrong = [check for check in checks if not check.holds]
    if not wrong:
        return "This file is the document that was signed, and all of it holds."
    if any(check.what == "seal" and check.holds for check in checks):
        return f"This file is the document that was signed, but {_doesnt(len(wrong))}: see NOT above."
    if [check.what for check in wrong] == ["task"]:
        return "Whether this file is the document that was signed can't be said: its task isn't in this database."
    return f"This file is NOT the document that was signed: {_doesnt(len(wrong))}."


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"
