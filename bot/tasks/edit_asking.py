"""Whom an edit asks, and when they are reminded."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from bot.tasks import directory, editing
from bot.tasks.asking import FirstReminder, asked, waiting
from bot.tasks.draft import Draft
from bot.tasks.edit_drafts import sign_by_was
from bot.tasks.editing import Beside
from bot.tasks.errors import DayChanged
from bot.tasks.merging import Differ, three_ways
from bot.tasks.moves import day_of
from bot.tasks.people import day_in
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing
from bot.tasks.task import SignOff, SignOffState, Task


class Office(NamedTuple):
    """What is the same for all who save."""

    now: datetime
    """The present moment; aware, UTC."""
    first_reminder: FirstReminder
    """When to remind somebody who is asked first."""
    zone: str
    """The IANA name for the days of people whose own isn't known."""
    separate: Pairs = ()
    """The roles that one person can't hold both."""

    @property
    def standing(self) -> Standing:
        """The same, for who stands in for whom."""
        return Standing(self.now, self.first_reminder, self.separate)


def beside(session: Session, office: Office, task: Task, draft: Draft) -> Beside:
    """What was chosen on Review: people for roles that have nobody, and another "Sign by". CannotSign, DayChanged."""
    sign_by, chosen = sign_by_of(task, draft), _chosen(draft)
    wanted = [
        (each, str(chosen[each.role]))
        for each in task.sign_offs
        if each.state is SignOffState.NOBODY and chosen.get(each.role)
    ]
    known = directory.people_by_id(session, task.team, {person for _, person in wanted})
    named = {
        each.id: asked(each, person, known.get(person), sign_by, office.now, office.first_reminder)
        for each, person in wanted
    }
    reminded = {} if sign_by == task.sign_by else _reminded(session, office, task, sign_by)
    if sign_by and sign_by != task.sign_by:
        reminded |= _woken(session, office, task, sign_by, reminded)
    return Beside(named=named, reminded=reminded, sign_by=sign_by)


def settled(task: Task, draft: Draft) -> tuple[SignOff, ...]:
    """The roles for which Review chose somebody, and which others have settled otherwise before it was saved."""
    chosen = _chosen(draft)
    others = (each for each in task.sign_offs if each.state is not SignOffState.NOBODY)
    return tuple(each for each in others if chosen.get(each.role) not in (None, each.person))


def _chosen(draft: Draft) -> Mapping[str, str | None]:
    return draft.plan.get("signers") or {}


def _reminded(session: Session, office: Office, task: Task, sign_by: date | None) -> dict[int, SignOff]:
    """Who wasn't reminded yet, by the sign-offs' ids: as if "Sign by" had been this day from the beginning.

    Not of requested changes: the task doesn't know since when they are.
    """
    first_ones = [each for each in task.sign_offs if each.remind_at and not each.reminders_sent]
    waited = [each for each in first_ones if each.state is not SignOffState.CHANGES_REQUESTED]
    turns = {each.id: str(task.turn_of(each)) for each in waited}
    known = directory.people_by_id(session, task.team, set(turns.values()))
    first = {
        each.id: office.first_reminder(
            each, known.get(turns[each.id]), sign_by, each.asked_at or task.created_at
        )
        for each in waited
    }
    return {each.id: each.model_copy(update={"remind_at": first[each.id]}) for each in waited}


def _woken(
    session: Session, office: Office, task: Task, sign_by: date, reminded: Mapping[int, SignOff]
) -> dict[int, SignOff]:
    """Who had put it off past the new day, by the sign-offs' ids: they are reminded as soon as they may be.

    `reminded` are those that are changed already.
    """
    asleep = {each.id: each.snoozed_until for each in task.sign_offs if each.snoozed_until}
    turns = {each.id: str(task.turn_of(each)) for each in task.sign_offs if each.id in asleep}
    known = directory.people_by_id(session, task.team, set(turns.values()))
    zones = {number: known[who].zone if who in known else None for number, who in turns.items()}
    return {
        each.id: reminded.get(each.id, each).model_copy(update={"snoozed_until": office.now})
        for each in task.sign_offs
        if each.id in asleep and day_in(zones[each.id], asleep[each.id], office.zone) > sign_by
    }


def sign_by_of(task: Task, draft: Draft) -> date | None:
    """The day that was chosen, if only the edit changed it; the task's own, if only others did. Pure. DayChanged."""
    was, theirs = sign_by_was(draft), day_of(task)
    mine = draft.plan.get("sign_by", was) or None
    try:
        stays = three_ways(was, mine, theirs)
    except Differ:
        raise DayChanged(task.key, mine, theirs) from None
    return date.fromisoformat(str(stays)) if stays else None


def again(session: Session, office: Office, task: Task, sign_by: date | None) -> dict[int, SignOff]:
    """Who had answered, asked anew, by the sign-offs' ids."""
    roles = [(each, str(each.person)) for each in editing.answered(task)]
    known = directory.people_by_id(session, task.team, {person for _, person in roles})
    return {
        each.id: waiting(each, person, known.get(person), sign_by, office.now, office.first_reminder)
        for each, person in roles
    }
