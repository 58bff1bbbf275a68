"""Somebody gets a message with all that waits on them: it is wanted, and what stands in it is counted."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session

from bot.tasks import directory, posts, store_outbox, turns
from bot.tasks.people import PersonInfo
from bot.tasks.rhythm import Pace, awake, counted, soon, woken
from bot.tasks.tables import messages, people

PROMPT = timedelta(minutes=10)
"""A message that comes within this time moves no later one."""


def send(
    session: Session,
    now: datetime,
    pace: Pace,
    team: str,
    persons: Mapping[str, bool],
    moved: Collection[int] = (),
) -> None:
    """Want a message to each of these people (user ids); `moved` are the sign-offs that were moved on already.

    True: it comes by the rhythm, or since others will be told. Then the next one keeps away from it, and all that
    was reminded of before counts as reminded of. False: it comes only since the person had put something off until
    now. Then their rhythm stays as it was, but for what would come soon after this message anyway.
    """
    known = directory.people_by_id(session, team, persons)
    for row in turns.of(session, team, persons):
        if row.id not in moved and awake(turns.sign_off_of(row), now):
            values = _moved_on(row, known.get(row.turn), now, pace, by_rhythm=persons[row.turn])
            turns.move(session, row, values)
    by_rhythm = [person for person, rhythm in persons.items() if rhythm]
    own = (people.c.team_id == team, people.c.id.in_(by_rhythm))
    session.execute(update(people).where(*own).values(last_reminded_at=now))
    wanted = [posts.reminder(person, by_rhythm=persons[person]) for person in sorted(persons)]
    store_outbox.want(session, team, now, wanted)


def came_late(session: Session, now: datetime, team: str, person: str) -> None:
    """A message that was wanted by the rhythm came now: if it had to wait, as for Slack or for the next morning,
    the next one keeps away from this moment.
    """
    own = (people.c.team_id == team, people.c.id == person, people.c.last_reminded_at < now - PROMPT)
    session.execute(update(people).where(*own).values(last_reminded_at=now))


def last(session: Session, team: str, person: str) -> datetime | None:
    """When the last message came to somebody by their rhythm; None for never. Of somebody who isn't known, when the
    message was posted that stands there.
    """
    own = select(people.c.last_reminded_at).where(people.c.team_id == team, people.c.id == person)
    if row := session.execute(own).first():
        known: datetime | None = row.last_reminded_at
        return known
    target = posts.reminder(person).target
    there = select(messages.c.posted_at).where(messages.c.team_id == team, messages.c.target == target)
    posted: datetime | None = session.execute(there).scalar()
    return posted


def _moved_on(
    row: Row[Any], person: PersonInfo | None, now: datetime, pace: Pace, *, by_rhythm: bool
) -> Mapping[str, Any]:
    """What changes of the row's sign-off, which stands in the message.

    What was never reminded of, and isn't due, keeps its first reminder: if that comes too soon after this message,
    it waits then.
    """
    sign_off = turns.sign_off_of(row)
    if sign_off.snoozed_until:
        return woken(sign_off, person, row.sign_by, now, pace)
    if sign_off.remind_at is None:
        return {}
    due = sign_off.remind_at <= now + (timedelta(0) if by_rhythm else soon(pace))
    begun = by_rhythm and sign_off.reminders_sent > 0
    return counted(sign_off, person, row.sign_by, now, pace) if due or begun else {}
