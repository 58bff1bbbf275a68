"""Claim the reminders that are due."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from bot.tasks import directory, reminded, turns
from bot.tasks.asking import FirstReminder
from bot.tasks.people import PersonInfo
from bot.tasks.rhythm import STILL, Pace, counted, may_come, woken
from bot.tasks.task import SignOff

Due = Sequence[Row[Any]]
"""Sign-offs of one person that are due, and not put off: see turns.py."""


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


def remind(session: Session, now: datetime, pace: Pace) -> int:
    """Want one message for each person who has any reminder due and may get one now; how many people.

    Who was reminded less than `every` ago, or isn't at work, gets it when they may; unless they had put
    something off until now. Due times move on from now, not from when they were due: after a long downtime one
    message comes. Whoever claims a row first moves it, so two sweeps at once want one.
    """
    groups: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in turns.due(session, now):
        groups[row.team_id, row.turn].append(row)
    claimed: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    moved: set[int] = set()
    for (team, person), rows in sorted(groups.items()):
        due = _awake(session, now, rows)
        known = directory.people_by_id(session, team, [person]).get(person)
        if due and _may_now(session, now, pace, known, due) and _claim(session, now, pace, known, due):
            claimed[team][person] = any(row.snoozed_until is None for row in due)
            moved.update(row.id for row in due)
    for team, persons in claimed.items():
        reminded.send(session, now, pace, team, persons, moved)
    return sum(map(len, claimed.values()))


def _awake(session: Session, now: datetime, rows: Due) -> Due:
    """The rows that aren't put off; the moment of the others comes with the end of that, and isn't looked at before."""
    asleep = [row for row in rows if row.snoozed_until and row.snoozed_until > now]
    for row in asleep:
        turns.move(session, row, {"remind_at": row.snoozed_until})
    return [row for row in rows if row not in asleep]


def _may_now(session: Session, now: datetime, pace: Pace, person: PersonInfo | None, due: Due) -> bool:
    """Whether the person may be reminded now; if not, what is due waits until they may."""
    any_woken = any(row.snoozed_until for row in due)
    last = None if any_woken else reminded.last(session, due[0].team_id, due[0].turn)
    moment = may_come(last, person, now, pace)
    if moment <= now:
        return True
    for row in due:
        turns.move(session, row, {"snoozed_until" if row.snoozed_until else "remind_at": moment})
    return False


def _claim(session: Session, now: datetime, pace: Pace, person: PersonInfo | None, due: Due) -> bool:
    """Move the due times on; False if somebody else has moved them all, or has signed, since they were read."""
    moved = [
        turns.move(session, row, (woken if row.snoozed_until else counted)(sign_off, person, now, pace))
        for row in due
        for sign_off in [turns.sign_off_of(row)]
    ]
    return any(moved)
