"""The face by which people do with a filed task what isn't signing. Each step is one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from bot.tasks import (
    course,
    directory,
    handing,
    posts,
    reading,
    responding,
    store_events,
    store_outbox,
)
from bot.tasks.asking import FirstReminder, asked, keep_apart, waiting
from bot.tasks.documents import names_of
from bot.tasks.following import follow
from bot.tasks.refusing import Refusing, Write, admit
from bot.tasks.reminding import left_to
from bot.tasks.results import Asked
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, check_in_time, placed, sentences
from bot.tasks.step import Move, Shown, check_shown, reason_of
from bot.tasks.task import SignOff, SignOffState, Task

T = TypeVar("T")


Decide = Callable[[Session, Task, datetime], Move]
"""(session, the task, now) -> what is to become of it, or a TaskError."""


class Steps:
    """Each step looks at the rights, then at what was shown, then decides. A refusal is an event, and raised."""

    def __init__(
        self,
        write: Write,
        now: Callable[[], datetime],
        first_reminder: FirstReminder,
        zone: str,
        separate: Pairs = (),
    ) -> None:
        self._refusing = Refusing(write, now)
        self._now = now
        self._first_reminder = first_reminder
        self._zone = zone
        self._separate = separate

    async def open(self, action: Action, team: str, task_id: int, who: str, *, admin: bool = False) -> Task:
        """The task, for somebody who may take this step now. UnknownTask, NotAllowed."""

        def look(session: Session) -> Task:
            task = reading.must_find(session, team, task_id)
            admit(session, action, task, who, admin=admin)
            return task

        return await self._refusing.run(action, team, task_id, who, look)

    async def request_changes(
        self, team: str, seen: Shown, who: str, sign_off_ids: Iterable[int], reason: str
    ) -> Task:
        """Say what has to change before the person signs these roles. BadReason, Stale, NotAllowed, UnknownTask."""
        ids = tuple(sign_off_ids)

        def decide(session: Session, task: Task, now: datetime) -> Move:
            check_in_time(session, now, task, who, ids)
            name = called(session, task, who)
            left = {each.id: self._left(session, task, each, now) for each in task.asked_of(who)}
            return responding.request_changes(task, who, ids, reason_of(reason), now, name, left)

        return await self._take(Action.REQUEST_CHANGES, team, seen, who, decide)

    async def retract(self, team: str, seen: Shown, who: str, sign_off_ids: Iterable[int]) -> Task:
        """Take back the person's own signatures of these roles, which are asked again. Stale, NotAllowed, UnknownTask."""
        ids = set(sign_off_ids)

        def decide(session: Session, task: Task, now: datetime) -> Move:
            signed = [each for each in task.sign_offs if each.id in ids]
            again = {each.id: self._again(session, task, each, now) for each in signed}
            return responding.retract(task, who, again, now, started=_started(session, task))

        return await self._take(Action.RETRACT, team, seen, who, decide)

    async def start(self, team: str, seen: Shown, who: str, *, admin: bool = False) -> Task:
        """Say that the work has begun. Stale, NotAllowed, UnknownTask."""
        return await self._take(
            Action.START, team, seen, who, lambda _, task, now: course.start(task, who, now), admin=admin
        )

    async def finish(self, team: str, seen: Shown, who: str, *, admin: bool = False) -> Task:
        """Mark a task as done that needs no (more) signature. Stale, NotAllowed, UnknownTask."""
        return await self._take(
            Action.FINISH, team, seen, who, lambda _, task, now: course.finish(task, who, now), admin=admin
        )

    async def close(self, team: str, seen: Shown, who: str, reason: str, *, admin: bool = False) -> Task:
        """End the task without the signatures it needs. BadReason, Stale, NotAllowed, UnknownTask."""

        def decide(session: Session, task: Task, now: datetime) -> Move:
            return course.close(task, who, reason_of(reason), now, called(session, task, who))

        return await self._take(Action.CLOSE, team, seen, who, decide, admin=admin)

    async def reopen(self, team: str, seen: Shown, who: str, reason: str, *, admin: bool = False) -> Task:
        """Bring a done or closed task back: signatures count as before, who is waited for is asked again, and the
        author is reminded of what is theirs to do.

        BadReason, Stale, NotAllowed, UnknownTask.
        """

        def decide(session: Session, task: Task, now: datetime) -> Move:
            again = {each.id: self._awaited(session, task, each, now) for each in task.sign_offs}
            name, started = called(session, task, who), _started(session, task)
            move = course.reopen(task, who, reason_of(reason), now, name, again, started=started)
            for told in (
                posts.done(task.id, task.revision),
                posts.signed_document(task.id, task.revision, ""),
            ):
                store_outbox.forget(session, team, told.target)  # When it is done again, that is news again.
            return move

        return await self._take(Action.REOPEN, team, seen, who, decide, admin=admin)

    async def reassign(
        self,
        team: str,
        seen: Shown,
        who: str,
        sign_off_id: int,
        person: str,
        reason: str,
        *,
        admin: bool = False,
    ) -> Asked:
        """Ask somebody else to sign a role.

        AlreadyTheirs, CannotSign, HoldsBoth, BadReason, Stale, NotAllowed, UnknownTask.
        """

        def decide(session: Session, task: Task, now: datetime) -> Move:
            old = handing.chosen(task, handing.handable(task, who, admin=admin), sign_off_id)
            handing.check_new(old, person, who)
            people = directory.people_by_id(session, team, {person, who, old.person or who})
            new = asked(old, person, people.get(person), task.sign_by, now, self._first_reminder)
            move = handing.reassign(task, who, old, new, reason_of(reason), now, names_of(people))
            keep_apart(session, self._separate, task, move.task)
            return move

        return await self._ask(Action.REASSIGN, team, seen, who, decide, admin=admin)

    async def not_needed(
        self, team: str, seen: Shown, who: str, sign_off_id: int, reason: str, *, admin: bool = False
    ) -> Task:
        """Say that a role needs no signature. BadReason, Stale, NotAllowed, UnknownTask."""

        def decide(session: Session, task: Task, now: datetime) -> Move:
            old = handing.chosen(task, handing.skippable(task), sign_off_id)
            return handing.not_needed(task, who, old, reason_of(reason), now, called(session, task, who))

        return await self._take(Action.NOT_NEEDED, team, seen, who, decide, admin=admin)

    def _awaited(self, session: Session, task: Task, sign_off: SignOff, now: datetime) -> SignOff:
        """The sign-off of a task that was brought back, with the reminders of whoever's turn it is."""
        if sign_off.state is SignOffState.ASKED:
            return self._again(session, task, sign_off, now)
        if sign_off.state in (SignOffState.CHANGES_REQUESTED, SignOffState.NOBODY):
            return self._left(session, task, sign_off, now)
        return sign_off

    def _left(self, session: Session, task: Task, sign_off: SignOff, now: datetime) -> SignOff:
        """The sign-off, which is the author's turn from now on."""
        author = directory.people_by_id(session, task.team, [task.author]).get(task.author)
        return left_to(author, sign_off, task.sign_by, now, self._first_reminder)

    def _again(self, session: Session, task: Task, sign_off: SignOff, now: datetime) -> SignOff:
        """The sign-off, asked anew of the same person."""
        who = str(sign_off.person)
        known = directory.people_by_id(session, task.team, [who]).get(who)
        return waiting(sign_off, who, known, task.sign_by, now, self._first_reminder)

    async def _take(
        self, action: Action, team: str, seen: Shown, who: str, decide: Decide, *, admin: bool = False
    ) -> Task:
        return (await self._ask(action, team, seen, who, decide, admin=admin)).task

    async def _ask(
        self, action: Action, team: str, seen: Shown, who: str, decide: Decide, *, admin: bool = False
    ) -> Asked:
        """The step, and what is to be said of whom it asks."""

        def work(session: Session) -> Asked:
            now = self._now()
            before = reading.must_find(session, team, seen.task_id)
            admit(session, action, before, who, admin=admin)
            check_shown(before, seen)
            standing = Standing(now, self._first_reminder, self._separate)
            move = placed(session, standing, decide(session, before, now))
            task = follow(session, now, self._zone, before, move)
            return Asked(task=task, away=sentences(session, now, before, task))

        return await self._refusing.run(action, team, seen.task_id, who, work)


def _started(session: Session, task: Task) -> bool:
    """Whether somebody has ever said that the work has begun."""
    return store_events.happened(session, task.team, store_events.task_chain(task.id), course.STARTED)


def called(session: Session, task: Task, who: str) -> str:
    """Somebody's displayed name, if it is known; else their id."""
    known = directory.people_by_id(session, task.team, [who]).get(who)
    return known.name if known else who
