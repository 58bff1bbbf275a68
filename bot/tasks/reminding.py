"""Claim the reminders that are due."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from bot.tasks import directory, reminded, store_homes, turns
from bot.tasks.asking import FirstReminder
from bot.tasks.people import PersonInfo
from bot.tasks.rhythm import STILL, Pace, counted, may_come, woken
from bot.tasks.task import SignOff

Due = Sequence[Row[Any]]
"""Sign-offs of one person that are due: see turns.py."""
AT_ONCE = 20
"""People who are looked at in one transaction: meanwhile nobody else can write."""


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


def portions(session: Session, now: datetime) -> list[tuple[str, list[str]]]:
    """Who has any reminder due, a few at a time: their workspace and their user ids."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for row in turns.due(session, now):
        known[row.team_id].add(row.turn)
    due = {team: sorted(persons) for team, persons in known.items()}
    starts = ((team, start) for team in sorted(due) for start in range(0, len(due[team]), AT_ONCE))
    return [(team, due[team][start : start + AT_ONCE]) for team, start in starts]


def remind(session: Session, now: datetime, pace: Pace, team: str, persons: Sequence[str]) -> int:
    """Want one message for each of these people who has any reminder due and may get one now; how many people.

    Who was reminded less than `every` ago, or isn't at work, gets it when they may; what they had put off until now
    comes within that time, too. Due times move on from now, not from when they were due: after a long downtime one
    message comes. Whoever claims a row first moves it, so two sweeps at once want one.
    """
    groups: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in turns.of(session, team, persons):
        if _is_due(row, now):
            groups[row.turn].append(row)
    people = directory.people_by_id(session, team, groups)
    claimed: dict[str, bool] = {}
    moved: set[int] = set()
    for person, rows in sorted(groups.items()):
        known = people.get(person)
        if known and not known.active:
            _put_by(session, now, pace, rows)
            continue
        ready = _ready(session, now, pace, known, rows)
        if _claim(session, now, pace, known, ready):
            claimed[person] = any(row.snoozed_until is None for row in ready)
            moved.update(row.id for row in ready)
    reminded.send(session, now, pace, team, claimed, moved)
    # What was put off until now says so on a Home.
    store_homes.keep_current(session, now, team, claimed)
    return len(claimed)


def _is_due(row: Row[Any], now: datetime) -> bool:
    """The rule of `turns.due`."""
    return any(moment is not None and moment <= now for moment in (row.remind_at, row.snoozed_until))


def _put_by(session: Session, now: datetime, pace: Pace, rows: Due) -> None:
    """An author who has left can't be reminded: Slack takes no message. Should they come back, they are."""
    for row in rows:
        turns.move(session, row, {"remind_at": now + pace.every, "snoozed_until": None})


def _ready(session: Session, now: datetime, pace: Pace, person: PersonInfo | None, rows: Due) -> Due:
    """Those of a person's rows that may come now; the others are looked at again when they may, and no attempt is
    used up.
    """
    last = reminded.last(session, rows[0].team_id, rows[0].turn)
    ready = []
    for row in rows:
        moment = _moment(row, last, person, now, pace)
        if moment <= now:
            ready.append(row)
        else:
            woken_now = row.snoozed_until is not None and row.snoozed_until <= now
            turns.move(session, row, {"snoozed_until" if woken_now else "remind_at": moment})
    return ready


def _moment(
    row: Row[Any], last: datetime | None, person: PersonInfo | None, now: datetime, pace: Pace
) -> datetime:
    """When the row may come: when the person chose, or by the rhythm. Work and, for the rhythm, the period count."""
    chosen: datetime | None = row.snoozed_until
    if chosen is None:
        return may_come(last, person, now, pace)
    return max(chosen, may_come(None, person, now, pace))


def _claim(session: Session, now: datetime, pace: Pace, person: PersonInfo | None, due: Due) -> bool:
    """Move the due times on; False if somebody else has moved them all, or has signed, since they were read."""
    claimed = False
    for row in due:
        moved_on = woken if row.snoozed_until else counted
        claimed |= turns.move(session, row, moved_on(turns.sign_off_of(row), person, row.sign_by, now, pace))
    return claimed
