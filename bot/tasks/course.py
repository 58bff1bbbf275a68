"""The course of a task beside its signatures: started, marked as done, closed, reopened. Pure."""

from collections.abc import Mapping
from datetime import datetime

from bot.tasks.moves import fact, moved, replaced
from bot.tasks.responding import concerned, headed, resting
from bot.tasks.rhythm import STILL
from bot.tasks.step import Move
from bot.tasks.substance import sha256
from bot.tasks.task import SignOff, State, Task

STARTED, CLOSED = "task started", "task closed"
"""The kinds of the events that are looked for later."""


def start(task: Task, who: str, now: datetime) -> Move:
    """The work has begun."""
    after = moved(task, now, state=State.STARTED)
    return Move(task=after, facts=(fact(after, STARTED, who, now),))


def finish(task: Task, who: str, now: datetime) -> Move:
    """Done by somebody's word: no signature is needed, or all that are were given before it was reopened."""
    after = moved(task, now, state=State.DONE)
    return Move(task=after, facts=(fact(after, "task done", who, now),))


def close(task: Task, who: str, reason: str, now: datetime, name: str) -> Move:
    """Ended without what it needs: nobody is asked or reminded any more. `name` is the displayed one of `who`."""
    quiet = {each.id: each.model_copy(update=STILL) for each in task.sign_offs}
    after = moved(task, now, state=State.CLOSED, sign_offs=replaced(task, quiet))
    closed = fact(after, CLOSED, who, now, reason=sha256(reason))
    return Move(task=after, facts=(closed,), notes=(reason,), told=_told(task, who, f"{name} closed", reason))


def reopen(
    task: Task,
    who: str,
    reason: str,
    now: datetime,
    name: str,
    asked_again: Mapping[int, SignOff],
    *,
    started: bool,
) -> Move:
    """Done or closed no more. Signatures count as before, and who is waited for (by the sign-offs' ids) is asked again.

    In review if any signature counts, else started if it ever was, else open. Nothing makes it done at once:
    who reopens it wants something; a later signature does, or its author's word.
    """
    after = moved(task, now, sign_offs=replaced(task, asked_again), signed_document_hash=None)
    after = after.model_copy(update={"state": resting(after, started=started)})
    said = {"from": task.state.value, "to": after.state.value, "reason": sha256(reason)}
    told = _told(task, who, f"{name} reopened", reason)
    return Move(
        task=after, facts=(fact(after, "task reopened", who, now, **said),), notes=(reason,), told=told
    )


def _told(task: Task, who: str, what: str, reason: str) -> dict[str, str]:
    """Author and assignee, but not whoever did it."""
    return dict.fromkeys(concerned(task) - {who}, f"{what} {headed(task)}\n{reason}")
