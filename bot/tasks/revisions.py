"""The face by which people read what a task said earlier, and what has changed since."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import editing, store_events, versions
from bot.tasks.comparing import Change, Comparison, fields_with_section
from bot.tasks.database import Database
from bot.tasks.errors import NotKept
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
        return await self._read(lambda session: _all(session, team, task))

    async def document(self, team: str, task: Task, number: int) -> str:
        """The document as it was stored with this revision. NotAllowed if there is none, NotKept."""
        own = task.model_copy(update={"team": team})
        return await self._read(lambda session: versions.document(session, own, number))

    async def compare(self, team: str, task: Task, old: int, new: int) -> Comparison:
        """What differs between two revisions, ticks and what the bot keeps left aside. NotAllowed, NotKept."""
        own = task.model_copy(update={"team": team})
        return await self._read(lambda session: _compared(session, self._zone, own, old, new))

    async def since_signed(self, team: str, task: Task, user: str) -> Comparison | None:
        """What changed between the revision that this person last signed, or requested changes to, and now.

        None if they answered none, or the present one, or a text isn't kept any more.
        """
        own = task.model_copy(update={"team": team})

        def look(session: Session) -> Comparison | None:
            last = _last_answered(session, own, user)
            if last is None or last == own.revision:
                return None
            try:
                return _compared(session, self._zone, own, last, own.revision)
            except NotKept:
                return None

        return await self._read(look)


def _all(session: Session, team: str, task: Task) -> tuple[Revision, ...]:
    own = task.model_copy(update={"team": team})
    form = versions.form(session, own)
    places = {field.key: (field.label, section) for field, section in fields_with_section(form)}
    changed: dict[int, tuple[Change, ...]] = {}
    for event in store_events.chain_of(session, team, store_events.task_chain(task.id)):
        if event.kind == editing.EDITED:
            keys = [key for key in event.facts["changed"] if key in places]
            changed[int(event.facts["revision"])] = tuple(
                Change(key=key, label=places[key][0], section=places[key][1]) for key in keys
            )
    return tuple(
        Revision(number=each.number, author=each.author, at=each.at, changed=changed.get(each.number, ()))
        for each in versions.all_of(session, own)
    )


def _compared(session: Session, zone: str, task: Task, old: int, new: int) -> Comparison:
    form = versions.form(session, task)
    before, after = versions.said(session, task, old), versions.said(session, task, new)
    return versions.compared(session, task, form, before, after, zone)


def _last_answered(session: Session, task: Task, user: str) -> int | None:
    """The number of the latest revision that this person signed or requested changes to."""
    signed = [each.revision for each in task.signatures if each.signer == user]
    chain = store_events.chain_of(session, task.team, store_events.task_chain(task.id))
    wanted = [
        int(event.facts["revision"])
        for event in chain
        if event.kind == "changes requested" and event.who == user
    ]
    return max([*signed, *wanted], default=None)
