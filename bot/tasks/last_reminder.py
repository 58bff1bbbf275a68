"""The last reminder of each person: where it stands, that there is one only, and that it shows what still waits."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.tasks import posts, reminded, store_outbox
from bot.tasks.posts import OutboxRow, PostedMessage
from bot.tasks.task import Task


def posted(session: Session, now: datetime, row: OutboxRow, message: PostedMessage) -> None:
    """The row's message is the last reminder now. The one before it is to go, and what changed while this one was
    under way is to show.
    """
    user = str(row.ref["user"])
    if row.ref.get("by_rhythm"):
        reminded.came_late(session, now, row.team, user)
    before = store_outbox.message(session, row.team, row.target)
    store_outbox.remember(session, row.team, message, now)
    older = _to_go(before) if before and before.ts != message.ts else []
    store_outbox.want(session, row.team, now, [*older, posts.reminded(user)])


def take_back(session: Session, now: datetime, team: str, message: PostedMessage) -> None:
    """The message is to go, since nothing that it lists waits any more."""
    store_outbox.forget(session, team, message.target, message.ts)
    store_outbox.want(session, team, now, _to_go(message))


def follow(session: Session, now: datetime, before: Task, after: Task) -> None:
    """The last reminders of those whose turn it was, or is, in what has changed of a task are to show it."""
    pairs = list(zip(before.sign_offs, after.sign_offs, strict=True))
    if _headline(before) == _headline(after):
        pairs = [(old, new) for old, new in pairs if old != new]
    turns = {turn for old, new in pairs for turn in (before.turn_of(old), after.turn_of(new))}
    keep_true(session, now, after.team, turns)


def keep_true(session: Session, now: datetime, team: str, people: Iterable[str | None]) -> None:
    """The last reminders of these people, who have one or are about to, are to show what waits for them now."""
    those = sorted({each for each in people if each})
    there = [each for each in those if store_outbox.under_way(session, team, posts.reminder(each).target)]
    store_outbox.want(session, team, now, [posts.reminded(each) for each in there])


def draw_anew(session: Session, now: datetime, team: str, person: str) -> None:
    """The last reminder is to be drawn, even if it says then what it says now."""
    if message := store_outbox.message(session, team, posts.reminder(person).target):
        store_outbox.shows(session, team, message, payload_hash="")
    keep_true(session, now, team, [person])


def _headline(task: Task) -> tuple[object, ...]:
    """What a reminder says of the task itself."""
    return task.state.live, task.revision, task.title, task.sign_by


def _to_go(message: PostedMessage) -> list[posts.Wanted]:
    return [posts.gone(message.channel, message.ts)] if message.ts else []
