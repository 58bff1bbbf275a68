"""What has happened to a task since a copy of it was drawn, for whoever presses on that copy. Pure."""

from collections.abc import Iterable
from itertools import groupby

from bot.tasks.editing import EDITED
from bot.tasks.history import Entry, words
from bot.tasks.task import Task

MOST_TOLD = 3
"""Changes that are told one by one; of the others, how many there are."""
BESIDE = frozenset({"review started", "document sealed", "refused", "snoozed", "escalated"})
"""Kinds of events that change nothing by themselves, or follow from one that is told."""
BY_AN_EDIT = frozenset({"signature dismissed", "sign-off asked"})
"""Kinds that follow from an edit, where the same version has one: the edit is the news."""


def since(entries: Iterable[Entry], task: Task, version: int, reader: str) -> str:
    """What others have changed since the task's `version`, the latest first; "" for nothing.

    The words go on from "Since then:", without a full stop. What the reader did, they know. Events of before
    versions were named in them can't be told: then it is only said that the task has changed.
    """
    new = [each for each in entries if _version(each) > version]
    own = {_version(each) for each in new if each.event.who == reader and each.event.kind not in BESIDE}
    edited = {_version(each) for each in new if each.event.kind == EDITED}
    others = [each for each in new if each.event.kind not in BESIDE and _version(each) not in own]
    others = [each for each in others if each.event.kind not in BY_AN_EDIT or _version(each) not in edited]
    unknown = set(range(version + 1, task.version + 1)) - {_version(each) for each in others} - own
    # One after the other, the same is said once: fifty boxes that somebody ticks are one change to read.
    told = [said for said, _ in groupby(f"{each.name} {words(each)}" for each in reversed(others))]
    if not told:
        return f"{task.key} has changed" if unknown else ""
    rest = len(told[MOST_TOLD:]) + len(unknown)
    more = [f"and {rest} more {'change' if rest == 1 else 'changes'}"] if rest else []
    return "; ".join([*told[:MOST_TOLD], *more])


def _version(entry: Entry) -> int:
    """The version that the event made; 0 if it names none, as those of an earlier Countersign do."""
    made = entry.event.facts.get("version")
    return made if isinstance(made, int) else 0
