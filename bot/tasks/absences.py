"""The use cases of absences: somebody is away, and somebody else may sign for them meanwhile."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from bot.tasks import directory, leaving, planning, reading, store_absences, store_tasks
from bot.tasks.absence import Absence
from bot.tasks.asking import FirstReminder
from bot.tasks.database import Database
from bot.tasks.following import follow
from bot.tasks.moves import moved
from bot.tasks.names import Names
from bot.tasks.people import PersonInfo
from bot.tasks.planning import AbsenceSet, Days, Ending
from bot.tasks.refusing import Write
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, placed
from bot.tasks.step import Move


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
        days = Days(first, last, self._zone)
        return await self._write(
            lambda session: planning.plan(session, self._standing(), team, person, stand_in, days)
        )

    async def end(self, team: str, person: str, absence_id: int) -> Ending | None:
        """An absence of the person's ends now; None if they have none with this id that isn't over."""

        return await self._write(lambda session: planning.end(session, self._now(), team, person, absence_id))

    async def coming(self, team: str, person: str) -> list[Absence]:
        """When this person is away, now or later; the first one first."""
        return await self._db.read(lambda session: store_absences.coming(session, team, person, self._now()))

    async def standing_in(self, team: str, person: str) -> list[Absence]:
        """The absences in which this person stands in for somebody, now or later; the first one first."""
        return await self._db.read(
            lambda session: store_absences.standing_in(session, team, person, self._now())
        )

    async def called(self, team: str, person: str, typed: str) -> list[PersonInfo]:
        """The people known here whom this person may mean to stand in: who is called so, else who has it as a first
        name. `grace.hopper` may be how Slack spells Grace Hopper.
        """

        def work(session: Session) -> list[PersonInfo]:
            names = Names(directory.everybody(session, team))
            spelled = re.sub(r"[._-]+", " ", typed)
            found = names.called(typed) or names.called(spelled) or names.first_named(typed)
            return [each for each in found if each.id != person] or found

        return await self._db.read(work)

    async def turn_over(self) -> int:
        """Hand over, and back, the roles of those whose absence has begun or ended, and free those of people whose
        account is deactivated; in how many tasks.
        """
        for each in await self._db.read(lambda session: store_absences.lost(session, self._now())):
            await self._write(partial(planning.lose, now=self._now(), absence=each))
        due = await self._db.read(lambda session: store_absences.due(session, self._now()))
        left = await self._db.read(leaving.left_behind)
        freed = [await self._write(partial(self._free, team=team, task_id=task_id)) for team, task_id in left]
        return sum(freed) + sum([await self._turn_over(each) for each in due])

    async def _turn_over(self, due: Absence) -> int:
        """The tasks first, so that an absence which is marked is done with."""
        asked = await self._db.read(lambda session: store_tasks.asking(session, due.team, due.person))
        changed = [await self._write(partial(self._place, team=due.team, task_id=each)) for each in asked]
        over = due.ends_at <= self._now()
        await self._write(
            lambda session: planning.mark(session, self._now(), due, "over" if over else "under way")
        )
        return sum(changed)

    def _free(self, session: Session, *, team: str, task_id: int) -> bool:
        return leaving.free(session, self._standing(), self._zone, team, task_id)

    def _standing(self) -> Standing:
        return Standing(self._now(), self._first_reminder, self._separate)

    def _place(self, session: Session, *, team: str, task_id: int) -> bool:
        """Whether any of the task's roles is handed over or back now."""
        standing = self._standing()
        before = reading.must_find(session, team, task_id)
        move = placed(session, standing, Move(task=moved(before, standing.now), facts=()))
        if move.facts:
            follow(session, standing.now, self._zone, before, move)
        return bool(move.facts)
