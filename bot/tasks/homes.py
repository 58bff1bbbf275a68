"""What somebody's Home tab shows, and the face by which it is opened, turned and shown."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, drafts, listing, store_absences, store_homes, store_tasks
from bot.tasks.absence import Absence
from bot.tasks.database import Database
from bot.tasks.documents import form_of
from bot.tasks.draft import Draft
from bot.tasks.listing import Entry, Reader, Which
from bot.tasks.people import PersonInfo
from bot.tasks.refusing import Write

T = TypeVar("T")


class Part(StrEnum):
    """A list on a Home, of which a page is shown."""

    WAITING = "waiting"
    """Open tasks in which it is the person's turn, the longest waiting first."""
    MINE = "mine"
    """Open tasks whose author or assignee they are, what is to be signed soonest first."""
    DRAFTS = "drafts"
    """Forms that they have begun, the latest first."""


PAGE = {Part.WAITING: 10, Part.MINE: 10, Part.DRAFTS: 5}
"""Entries on a page: all parts together fit into a view."""
LISTS = {Part.WAITING: Which.WAITING, Part.MINE: Which.MINE}
"""The parts that are lists of tasks."""
MOST_ABSENCES = 10
"""Absences that are named, of the person's own and of those for whom they stand in."""


class Portion(BaseModel, Generic[T]):
    """A page of a list."""

    model_config = ConfigDict(frozen=True)

    entries: tuple[T, ...]
    """What stands on the page."""
    first: int
    """The place of the first one on the whole list, from 0."""
    total: int
    """How many the whole list has."""


class Begun(BaseModel):
    """A draft, as it is listed."""

    model_config = ConfigDict(frozen=True)

    id: str
    """The draft's id."""
    title: str
    """What stands in its title; "" if nothing does."""
    key: str | None = None
    """The key of the task that it changes; None where it becomes a new one."""
    saved_at: datetime
    """The last save; aware, UTC."""


class Home(BaseModel):
    """All that somebody's Home shows: what names them, and what is theirs."""

    model_config = ConfigDict(frozen=True)

    person: str
    """Whose it is: a user id."""
    waiting: Portion[Entry]
    """See `Part.WAITING`."""
    mine: Portion[Entry]
    """See `Part.MINE`."""
    drafts: Portion[Begun]
    """See `Part.DRAFTS`."""
    away: tuple[Absence, ...]
    """When they are away, now or later, the first one first; at most `MOST_ABSENCES`."""
    standing_in: tuple[Absence, ...]
    """When they stand in for somebody, in the same way."""
    people: dict[str, PersonInfo]
    """What is known of everybody whom it names, and of the person, by id."""
    payload_hash: str | None
    """The SHA-256 (hex) of what Slack shows; None if that is nothing."""
    now: datetime
    """When this was so; aware, UTC."""


class Homes:
    """Home tabs. Each method is one transaction; what is wanted by it is sent by the outbox."""

    def __init__(self, db: Database, write: Write, now: Callable[[], datetime]) -> None:
        self._db = db
        self._write = write
        self._now = now

    async def opened(self, event_id: str, team: str, person: str, shown: str) -> None:
        """Somebody opened their Home; once for each event of Slack's. `shown`: what it shows, as `published` was
        told; "" for nothing.
        """

        def look(session: Session) -> None:
            now = self._now()
            if directory.remember_event(session, now, event_id):
                store_homes.look(session, now, team, person, shown)

        await self._write(look)

    async def pressed(self, team: str, person: str, shown: str) -> None:
        """Somebody pressed something on their Home, so it is to be as it should be now. `shown`: as in `opened`."""
        await self._write(lambda session: store_homes.look(session, self._now(), team, person, shown))

    async def turn(self, team: str, person: str, part: Part, first: int, shown: str) -> None:
        """Show the page of this list that begins at place `first`; the last one, if the list has become shorter."""

        def turn(session: Session) -> None:
            store_homes.look(session, self._now(), team, person, shown)
            found = store_homes.find(session, team, person)
            before = found.places if found else {}
            store_homes.place(session, team, person, {**before, part.value: max(0, first)})

        await self._write(turn)

    async def home(self, team: str, person: str) -> Home | None:
        """What the person's Home is to show now; None if they never opened it."""
        return await self._db.read(lambda session: home(session, self._now(), team, person))

    async def published(self, team: str, person: str, payload_hash: str, *, instead_of: str | None) -> None:
        """Note the SHA-256 of what Slack was given, unless something else than `instead_of` is noted by now: then the
        person pressed something meanwhile, and the Home is wanted once more.
        """
        await self._write(
            lambda session: store_homes.published(session, team, person, payload_hash, instead_of)
        )


def home(session: Session, now: datetime, team: str, person: str) -> Home | None:
    """The same. The number of queries doesn't grow with what there is, but for a page's drafts."""
    opened = store_homes.find(session, team, person)
    if opened is None:
        return None
    at = {part: opened.places.get(part.value, 0) for part in Part}
    shown = _lists(session, Reader(team, person), at)
    away = store_absences.coming(session, team, person, now)[:MOST_ABSENCES]
    through = store_absences.standing_in(session, team, person, now)[:MOST_ABSENCES]
    named = {person}.union(*(_named(each) for portion in shown.values() for each in portion.entries))
    named |= {who for each in (*away, *through) for who in (each.person, each.stand_in)}
    return Home(
        person=person,
        waiting=shown[Part.WAITING],
        mine=shown[Part.MINE],
        drafts=_drafts(session, team, person, at[Part.DRAFTS]),
        away=tuple(away),
        standing_in=tuple(through),
        people=directory.people_by_id(session, team, named),
        payload_hash=opened.payload_hash,
        now=now,
    )


def _lists(session: Session, reader: Reader, at: Mapping[Part, int]) -> dict[Part, Portion[Entry]]:
    """The pages of tasks. What stands on both is read once."""
    readable, pages = listing.may_read(session, reader), {}
    for part, which in LISTS.items():
        own, order = listing.asked(which, reader)
        pages[part] = listing.chosen(session, reader.team, own & readable, order, at[part], PAGE[part])
    ids = sorted({each for page in pages.values() for each in page.ids})
    entries = listing.readable(session, reader, store_tasks.by_ids(session, reader.team, ids))
    by_id = {each.task.id: each for each in entries}
    return {
        part: Portion(
            entries=tuple(by_id[each] for each in page.ids if each in by_id),
            first=page.first,
            total=page.total,
        )
        for part, page in pages.items()
    }


def _drafts(session: Session, team: str, owner: str, first: int) -> Portion[Begun]:
    """A page of the drafts."""
    begun, size = drafts.unfiled(session, team, owner), PAGE[Part.DRAFTS]
    begin = listing.beginning(first, len(begun), size)
    found = begun[begin : begin + size]
    changed = store_tasks.by_ids(session, team, [each.edits for each in found if each.edits is not None])
    keys = {task.id: task.key for task in changed}
    shown = tuple(_begun(session, each, keys.get(each.edits or 0)) for each in found)
    return Portion(entries=shown, first=begin, total=len(begun))


def _begun(session: Session, draft: Draft, key: str | None) -> Begun:
    title = form_of(drafts.template_text(session, draft.template_hash)).title.key
    said = str(draft.answers.get(title) or "")
    return Begun(id=draft.id, title=said, key=key, saved_at=draft.updated_at)


def _named(entry: Entry) -> set[str]:
    """Whom a task's line may name."""
    return {user for each in entry.task.sign_offs for user in each.people}
