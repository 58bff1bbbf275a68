"""The use cases of absences: somebody is away, and somebody else may sign for them meanwhile."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, leaving, reading, store_absences, store_events, store_homes, store_tasks
from bot.tasks.absence import Absence, State, absence, check_chain, check_own, check_stand_in
from bot.tasks.asking import FirstReminder
from bot.tasks.database import Database
from bot.tasks.documents import names_of
from bot.tasks.events import Fact
from bot.tasks.following import follow
from bot.tasks.moves import moved
from bot.tasks.names import Names
from bot.tasks.people import PersonInfo
from bot.tasks.refusing import Write
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, excluded, place
from bot.tasks.step import Move

SET = "absence set"
ENDED = "absence ended"
"""The kinds of the events: said by somebody. That an absence's days are over, the calendar says."""


LOST = (
    "{name} can't sign for you any more ({days}): the account is deactivated. What is unanswered is yours again. "
    "To choose somebody else, type /task away."
)
TOLD = "{name} is away ({days}), and you sign for them meanwhile: what comes up is sent to you here."
"""What somebody is told whose stand-in is gone, and who is to stand in."""


class AbsenceSet(BaseModel):
    """Somebody said that they are away."""

    model_config = ConfigDict(frozen=True)

    absence: Absence
    """From when to when, and who stands in."""
    name: str
    """The stand-in's displayed name."""
    planned: bool
    """Whether the first day is yet to come."""
    handed: int
    """How many sign-offs wait for the person now and are the stand-in's meanwhile; 0 before the first day."""
    kept: tuple[tuple[str, str], ...]
    """The keys of the tasks, and the roles in them, that stay with the person, since the stand-in may not hold them."""


class Absences:
    """Who is away is told by the clock. The roles are handed over and back task by task, each in a transaction of
    its own: what is left undone by a crash, the next look finds.
    """

    def __init__(
        self,
        db: Database,
        write: Write,
        now: Callable[[], datetime],
        first_reminder: FirstReminder,
        zone: str,
        separate: Pairs,
    ) -> None:
        self._db = db
        self._write = write
        self._now = now
        self._first_reminder = first_reminder
        self._zone = zone
        self._separate = separate

    async def set(self, team: str, person: str, stand_in: str, first: date, last: date) -> AbsenceSet:
        """The person is away on these days, both included, in their own time zone. BadAbsence.

        What waits for them is handed over by `turn_over`.
        """
        return await self._write(lambda session: self._set(session, team, person, stand_in, first, last))

    async def end(self, team: str, person: str, absence_id: int) -> bool:
        """An absence of the person's ends now; False if they have none with this id that isn't over."""

        def work(session: Session) -> bool:
            now = self._now()
            own = store_absences.coming(session, team, person, now)
            found = next((each for each in own if each.id == absence_id), None)
            return found is not None and _end(session, found, now, person)

        return await self._write(work)

    async def coming(self, team: str, person: str) -> list[Absence]:
        """When this person is away, now or later; the first one first."""
        return await self._db.read(lambda session: store_absences.coming(session, team, person, self._now()))

    async def standing_in(self, team: str, person: str) -> list[Absence]:
        """The absences in which this person stands in for somebody, now or later; the first one first."""
        return await self._db.read(
            lambda session: store_absences.standing_in(session, team, person, self._now())
        )

    async def called(self, team: str, typed: str) -> PersonInfo | None:
        """The only person known here who is called so; None if there is none, or several. `grace.hopper` may be
        how Slack spells Grace Hopper.
        """

        def work(session: Session) -> PersonInfo | None:
            names = Names(directory.everybody(session, team))
            return names.person(typed)[0] or names.person(re.sub(r"[._-]+", " ", typed))[0]

        return await self._db.read(work)

    async def turn_over(self) -> int:
        """Hand over, and back, the roles of those whose absence has begun or ended, and free those of people whose
        account is deactivated; in how many tasks.
        """
        for each in await self._db.read(lambda session: store_absences.lost(session, self._now())):
            await self._write(partial(self._lose, absence=each))
        due = await self._db.read(lambda session: store_absences.due(session, self._now()))
        left = await self._db.read(leaving.left_behind)
        freed = [await self._write(partial(self._free, team=team, task_id=task_id)) for team, task_id in left]
        return sum(freed) + sum([await self._turn_over(each) for each in due])

    async def _turn_over(self, due: Absence) -> int:
        """The tasks first, so that an absence which is marked is done with."""
        asked = await self._db.read(lambda session: store_tasks.asking(session, due.team, due.person))
        changed = [await self._write(partial(self._place, team=due.team, task_id=each)) for each in asked]
        over = due.ends_at <= self._now()
        await self._write(lambda session: _mark(session, due, self._now(), "over" if over else "under way"))
        return sum(changed)

    def _set(
        self, session: Session, team: str, person: str, stand_in: str, first: date, last: date
    ) -> AbsenceSet:
        now = self._now()
        store_absences.hold(session, team, (person, stand_in))
        known = directory.people_by_id(session, team, (person, stand_in))
        new = absence(_somebody(known, team, person, now), stand_in, first, last, now, self._zone)
        check_own(new, store_absences.coming(session, team, person, now))
        check_stand_in(new, known.get(stand_in), store_absences.coming(session, team, stand_in, now))
        through_them = store_absences.standing_in(session, team, person, now)
        away = directory.people_by_id(session, team, {each.person for each in through_them})
        check_chain(new, through_them, names_of(away))
        new = store_absences.add(session, new, now)
        _append(session, new, SET, person, now)
        name = known[person].name if person in known else person
        directory.tell(session, now, team, stand_in, TOLD.format(name=name, days=new.days))
        _show(session, new, now)
        handed, kept = self._foreseen(session, new, now)
        name, planned = known[stand_in].name, new.begins_at > now
        return AbsenceSet(absence=new, name=name, planned=planned, handed=handed, kept=kept)

    def _foreseen(
        self, session: Session, new: Absence, now: datetime
    ) -> tuple[int, tuple[tuple[str, str], ...]]:
        """How many sign-offs are about to be handed over, and which are not."""
        if new.begins_at > now:
            return 0, ()
        away = {new.person: new}
        ids = store_tasks.asking(session, new.team, new.person)
        tasks = store_tasks.by_ids(session, new.team, ids)
        waiting = sum(each.person == new.person for task in tasks for each in task.waiting())
        kept = [(task.key, each.role) for task in tasks for each in excluded(self._separate, task, away)]
        return waiting - len(kept), tuple(kept)

    def _free(self, session: Session, *, team: str, task_id: int) -> bool:
        return leaving.free(session, self._standing(), self._zone, team, task_id)

    def _lose(self, session: Session, *, absence: Absence) -> None:
        """The stand-in is gone: the absence ends, and who is away is told."""
        now = self._now()
        if _end(session, absence, now, None):
            known = directory.people_by_id(session, absence.team, [absence.stand_in])
            why = LOST.format(name=known[absence.stand_in].name, days=absence.days)
            directory.tell(session, now, absence.team, absence.person, why)

    def _standing(self) -> Standing:
        return Standing(self._now(), self._first_reminder, self._separate)

    def _place(self, session: Session, *, team: str, task_id: int) -> bool:
        """Whether any of the task's roles is handed over or back now."""
        standing = self._standing()
        before = reading.must_find(session, team, task_id)
        after, facts = place(session, standing, moved(before, standing.now))
        if facts:
            follow(session, standing.now, self._zone, before, Move(task=after, facts=facts))
        return bool(facts)


def _end(session: Session, absence: Absence, now: datetime, who: str | None) -> bool:
    """Whether it ends by this; `who` ended it, None for the bot."""
    ended = store_absences.end(session, absence, now)
    if ended:
        _append(session, absence, ENDED, who, now)
        _show(session, absence, now)
    return ended


def _mark(session: Session, absence: Absence, now: datetime, state: State) -> None:
    store_absences.mark(session, absence, state)
    _show(session, absence, now)


def _show(session: Session, absence: Absence, now: datetime) -> None:
    """Both have it on their Homes, if they look at those."""
    store_homes.keep_current(session, now, absence.team, (absence.person, absence.stand_in))


def _append(session: Session, about: Absence, kind: str, who: str | None, now: datetime) -> None:
    """An event of the workspace's chain: it concerns no single task."""
    days = {"first": about.first.isoformat(), "last": about.last.isoformat()}
    said = {"absence": about.id, "person": about.person, "stand_in": about.stand_in, **days}
    store_events.append(
        session, about.team, store_events.WORKSPACE, [Fact(kind=kind, who=who, at=now, facts=said)]
    )


def _somebody(known: Mapping[str, PersonInfo], team: str, person: str, now: datetime) -> PersonInfo:
    """The person; one of whom nothing is known has no time zone of their own."""
    return known.get(person) or PersonInfo(team=team, id=person, name=person, fetched_at=now)
