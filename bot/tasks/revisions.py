"""The face by which people read what a task said earlier, and what has changed since."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import editing, store_events, versions
from bot.tasks.comparing import Change, Comparison, as_change, fields_with_section
from bot.tasks.database import Database
from bot.tasks.task import Task


class Revision(BaseModel):
    """A revision of a task."""

    model_config = ConfigDict(frozen=True)

    number: int
    """From 1."""
    author: str
    """The id of the user who made it."""
    at: datetime
    """When; aware, UTC."""
    changed: tuple[Change, ...]
    """What differs from the one before; () for the first."""


class Revisions:
    """Reads only; whether somebody may read the task, the caller has asked before."""

    def __init__(self, db: Database, zone: str) -> None:
        """`zone` is the IANA name for the days of people whose own time zone isn't known."""
        self._read = db.read
        self._zone = zone

    async def all(self, team: str, task: Task) -> tuple[Revision, ...]:
        """The task's revisions, from the first."""
        return await self._read(lambda session: _all(session, _of(team, task)))

    async def document(self, team: str, task: Task, number: int) -> str:
        """The document as it was stored with this revision. NotAllowed if there is none, NotKept."""
        return await self._read(lambda session: versions.document(session, _of(team, task), number))

    async def compare(self, team: str, task: Task, old: int, new: int) -> Comparison:
        """What differs between two revisions, ticks and what the bot keeps left aside. NotAllowed, NotKept."""
        return await self._read(lambda session: _compared(session, self._zone, _of(team, task), old, new))


def _of(team: str, task: Task) -> Task:
    """The task as one of this workspace, where no other's is found."""
    return task.model_copy(update={"team": team})


def _all(session: Session, task: Task) -> tuple[Revision, ...]:
    changed = _changed(session, task)
    return tuple(
        Revision(number=each.number, author=each.author, at=each.at, changed=changed.get(each.number, ()))
        for each in versions.all_of(session, task)
    )


def _changed(session: Session, task: Task) -> dict[int, tuple[Change, ...]]:
    """What each edit changed, by the number of the revision that it made; no text is needed for it."""
    form = versions.form(session, task)
    fields = {each.key: as_change(each, section) for each, section in fields_with_section(form)}
    made = store_events.latest(session, task.team, store_events.task_chain(task.id), (editing.EDITED,))
    return {
        int(event.facts["revision"]): tuple(fields[key] for key in event.facts["changed"] if key in fields)
        for event in made
    }


def _compared(session: Session, zone: str, task: Task, old: int, new: int) -> Comparison:
    form = versions.form(session, task)
    before, after = versions.said(session, task, old), versions.said(session, task, new)
    return versions.compared(session, task, form, before, after, zone)
