"""What is said of a task's people: who is asked, who has signed. Pure; names are text, never mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.slack.text import joined, shorten
from bot.tasks.absence import in_place_of
from bot.tasks.task import SignOff, SignOffState, Task

Names = Mapping[str, str]
"""Displayed names by user id."""

NAME = 80
"""Slack: a displayed name has at most 80 characters."""
SIGNER = 2 * NAME + len(in_place_of("", ""))
"""A stand-in's name, and that of whom they signed for."""
ROLE = 60
REASON = 120


def called(names: Names, user: str) -> str:
    """A person's displayed name on one line; their id where the name isn't known."""
    return flat(names.get(user) or user, NAME)


def waited_for(names: Names, sign_off: SignOff) -> str:
    """Whom a role asks, or asked: its person, or who stands in for them."""
    person = called(names, str(sign_off.person))
    return in_place_of(called(names, sign_off.stand_in), person) if sign_off.stand_in else person


def flat(text: str, limit: int) -> str:
    """A value on one line of at most `limit` escaped characters."""
    return shorten(" ".join(text.split()), limit)


def standing(task: Task, sign_off: SignOff, names: Names) -> str:
    """Where one role stands, in one line: `○ Developer: waiting for Ada Lovelace`."""
    return f"{_MARKS[sign_off.state]} {flat(sign_off.role, ROLE)}: {_says(task, sign_off, names)}"


def _says(task: Task, sign_off: SignOff, names: Names) -> str:
    person = waited_for(names, sign_off) if sign_off.person else "nobody yet"
    reason = flat(sign_off.reason or "the reason is no longer kept", REASON)
    match sign_off.state:
        case SignOffState.ASKED:
            return f"waiting for {person}" if task.state.live else f"{person} did not sign"
        case SignOffState.SIGNED:
            return _signed(task, sign_off, person)
        case SignOffState.CHANGES_REQUESTED:
            return f"{person} requests changes: {reason}"
        case SignOffState.NOT_NEEDED:
            return f"not needed: {reason}"
    return "nobody yet"


def _signed(task: Task, sign_off: SignOff, person: str) -> str:
    """By the name and on the day that the signature froze."""
    signature = task.signature_of(sign_off)
    if signature is None:
        return f"signed by {person}"
    comment = f": “{flat(signature.comment, REASON)}”" if signature.comment else ""
    return f"signed by {flat(signature.name, SIGNER)} on {signature.day.isoformat()}{comment}"


_MARKS = {
    SignOffState.NOBODY: "○",
    SignOffState.ASKED: "○",
    SignOffState.SIGNED: "●",
    SignOffState.CHANGES_REQUESTED: "◆",
    SignOffState.NOT_NEEDED: "–",
}


def roles_of(sign_offs: Sequence[SignOff], limit: int) -> str:
    """The roles in one phrase: `Developer and Tech Lead`."""
    return flat(joined([flat(each.role, ROLE) for each in sign_offs]), limit)


def since(asked_at: datetime | None, now: datetime) -> str:
    """How long ago somebody was asked, in whole days; "" if it isn't known. Both are aware."""
    if asked_at is None:
        return ""
    days = max(0, (now - asked_at).days)
    return ["asked in the last day", "asked a day ago"][days] if days < 2 else f"asked {days} days ago"


def ago(at: datetime, now: datetime) -> str:
    """How long ago something happened, in the largest unit that fits. Both are aware."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if count := minutes // size:
            article = "an" if unit == "hour" else "a"
            return f"{article} {unit} ago" if count == 1 else f"{count} {unit}s ago"
    return "just now"
