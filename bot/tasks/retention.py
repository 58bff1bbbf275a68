"""Retention: what was typed into a task is deleted, as COUNTERSIGN_KEEP says, when the task is over for so long.

A task is over when it is closed, and when it is done: nothing can be changed in it any more, and whoever set how
long texts are kept wants those of finished work gone, however it was finished. The time counts from then;
who reopens the task stops it, and it begins anew.

Texts go: answers, documents, signed ones too, imported files, reasons, comments, and what search finds by. What
an audit needs stays: events, hashes, signatures, roles, people, and the title, by which people call the task.
An event says so: a text that is gone without one was taken by somebody else.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.tasks import posts, store_events, store_outbox, store_retention, store_search, store_tasks
from bot.tasks.database import Database
from bot.tasks.moves import fact
from bot.tasks.refusing import Write
from bot.tasks.substance import ticks_hash
from bot.tasks.task import Task
from bot.tasks.tokens import searched

PORTION = 10
"""Tasks at one look: no write takes long, and Slack takes as many changes of cards in the time between two looks."""
FORGOTTEN = "texts forgotten"
"""The kind of the event."""


class Retention:
    """Deletes what is due. How long texts are kept is handed in."""

    def __init__(self, db: Database, write: Write, now: Callable[[], datetime]) -> None:
        self._db = db
        self._write = write
        self._now = now

    async def forget_when_due(self, keep: timedelta) -> int:
        """Delete the texts of tasks that are over for so long, a portion at a time; of how many tasks.

        Between two such moments, a look reads one row. What is deleted can't be read from the file any more
        either, once the last portion is done.
        """
        now, spec = self._now(), str(keep)
        if not await self._db.read(lambda session: store_retention.due(session, now, spec)):
            return 0
        forgotten = await self._write(lambda session: _portion(session, now, keep))
        if forgotten < PORTION and await self._wiped():
            await self._write(lambda session: _look_again(session, now, keep))
        return forgotten

    async def _wiped(self) -> bool:
        """Nothing that was deleted is left in the file; False if it has to be tried again."""
        while await self._write(store_search.merge):
            pass
        return await self._db.wipe()


def next_look(now: datetime, keep: timedelta, first_over: datetime | None) -> datetime:
    """When the next texts are due; a little later if that is soon, so that those of one day go together."""
    soonest = now + min(keep / 24, timedelta(hours=1))
    return max((first_over or now) + keep, soonest)


def _portion(session: Session, now: datetime, keep: timedelta) -> int:
    found = store_retention.over_since(session, now - keep, PORTION)
    for row in found:
        if task := store_tasks.by_id(session, row.team_id, row.id):
            _forget(session, now, task)
    return len(found)


def _forget(session: Session, now: datetime, task: Task) -> None:
    """Its last change stays when it was: that is what the time is counted from."""
    after = task.model_copy(update={"version": task.version + 1, "forgotten_at": now})
    store_tasks.save(session, task, after)
    store_tasks.set_ticks(session, after, [])
    gone = store_retention.forget(session, after)
    said = fact(after, FORGOTTEN, None, now, texts=gone.texts, notes=gone.notes, ticks=ticks_hash([]))
    store_events.append(session, task.team, store_events.task_chain(task.id), [said])
    store_search.put(session, task.team, task.id, searched(task.key, task.title, {}))
    card = posts.card(task.id)
    if store_outbox.message(session, task.team, card.target):
        store_outbox.want(session, task.team, now, [card])


def _look_again(session: Session, now: datetime, keep: timedelta) -> None:
    at = next_look(now, keep, store_retention.first_over(session))
    store_retention.look_again(session, at, str(keep))
