"""Claim the reminders that are due."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, case, select, update
from sqlmodel import Session

from bot.tasks import directory, posts, store_outbox
from bot.tasks.asking import FirstReminder
from bot.tasks.changing import changed
from bot.tasks.people import PersonInfo
from bot.tasks.rhythm import STILL
from bot.tasks.tables import people, sign_offs, tasks
from bot.tasks.task import SignOff, SignOffState, State

NextReminder = Callable[[SignOff, PersonInfo | None, datetime], datetime | None]
"""(sign-off that is reminded of now, the person if known, now) -> when to remind next; None for never."""

AtWork = Callable[[PersonInfo | None, datetime], datetime]
"""(the person if known, now) -> now, if they may be reminded at this hour, else the next moment when they may."""

_LIVE = [state.value for state in State if state.live]
_LEFT = [SignOffState.CHANGES_REQUESTED.value, SignOffState.NOBODY.value]


def left_to(
    author: PersonInfo | None,
    sign_off: SignOff,
    sign_by: date | None,
    now: datetime,
    first_reminder: FirstReminder,
) -> SignOff:
    """The sign-off, of which the task's author (if known) is reminded from now on, by the rules for a signer."""
    first = first_reminder(sign_off, author, sign_by, now)
    return sign_off.model_copy(update={**STILL, "remind_at": first})


def remind(session: Session, now: datetime, next_reminder: NextReminder, at_work: AtWork) -> int:
    """Want one reminder for each person who has any due and is at work; how many people.

    The due time moves on from now, not from when it was due: after a long downtime one reminder comes.
    Whoever claims a row first moves it, so two sweeps at once want one reminder.
    """
    reminded = {
        (row.team_id, row.turn)
        for row in _due(session, now)
        if _claim(session, row, now, next_reminder, at_work)
    }
    for team, person in sorted(reminded):
        own = (people.c.team_id == team, people.c.id == person)
        session.execute(update(people).where(*own).values(last_reminded_at=now))
        store_outbox.want(session, team, now, [posts.reminder(person)])
    return len(reminded)


def _due(session: Session, now: datetime) -> Sequence[Row[Any]]:
    """The sign-offs that still wait for somebody, in tasks that do, of all workspaces; `turn` is whose turn it is,
    by the same rule as `Task.turn_of`.

    The index on `remind_at` finds them.
    """
    asked, left = sign_offs.c.state == SignOffState.ASKED.value, sign_offs.c.state.in_(_LEFT)
    turn = case((asked, sign_offs.c.person), else_=tasks.c.author).label("turn")
    same = (tasks.c.team_id == sign_offs.c.team_id) & (tasks.c.id == sign_offs.c.task_id)
    query = select(sign_offs, turn).select_from(sign_offs.join(tasks, same))
    due = query.where(sign_offs.c.remind_at <= now, asked | left, tasks.c.state.in_(_LIVE))
    return session.execute(due.order_by(sign_offs.c.remind_at)).all()


def _claim(
    session: Session, row: Row[Any], now: datetime, next_reminder: NextReminder, at_work: AtWork
) -> bool:
    """Move the due time on; False if somebody else has, or has signed, since the row was read.

    What became due at work may be found hours later (the bot was stopped): then it only waits for the person.
    """
    person = directory.people_by_id(session, row.team_id, [row.turn]).get(row.turn)
    moment = at_work(person, now)
    if moment > now:
        _move(session, row, {"remind_at": moment})
        return False
    values = {
        "remind_at": next_reminder(SignOff.model_validate(row._asdict()), person, now),
        "reminders_sent": sign_offs.c.reminders_sent + 1,
    }
    return _move(session, row, values)


def _move(session: Session, row: Row[Any], values: Mapping[str, Any]) -> bool:
    """Whether the sign-off was still as it was read, and has these values now."""
    own = (sign_offs.c.team_id == row.team_id, sign_offs.c.id == row.id)
    same = (sign_offs.c.remind_at == row.remind_at, sign_offs.c.state == row.state)
    return changed(session, update(sign_offs).where(*own, *same).values(**values)) == 1
