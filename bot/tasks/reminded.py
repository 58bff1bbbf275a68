"""Somebody gets a message with all that waits on them: it is wanted, and what stands in it is counted."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from bot.tasks import directory, posts, store_outbox, turns
from bot.tasks.rhythm import Pace, awake, counted, soon
from bot.tasks.tables import people
from bot.tasks.task import SignOff


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
        sign_off = turns.sign_off_of(row)
        takes = row.id not in moved and awake(sign_off, now)
        if takes and _stands_for(sign_off, now, pace, by_rhythm=persons[row.turn]):
            turns.move(session, row, counted(sign_off, known.get(row.turn), now, pace))
    by_rhythm = [person for person, rhythm in persons.items() if rhythm]
    own = (people.c.team_id == team, people.c.id.in_(by_rhythm))
    session.execute(update(people).where(*own).values(last_reminded_at=now))
    store_outbox.want(session, team, now, [posts.reminder(person) for person in sorted(persons)])


def last(session: Session, team: str, person: str) -> datetime | None:
    """When the last message came to somebody by their rhythm; None for never, or if they are unknown."""
    own = (people.c.team_id == team, people.c.id == person)
    found: datetime | None = session.execute(select(people.c.last_reminded_at).where(*own)).scalar()
    return found


def _stands_for(sign_off: SignOff, now: datetime, pace: Pace, *, by_rhythm: bool) -> bool:
    """Whether the message takes the place of the sign-off's next reminder.

    What was never reminded of keeps its first one: if that comes too soon after this message, it waits then.
    """
    if sign_off.remind_at is None:
        return False
    return sign_off.reminders_sent > 0 if by_rhythm else sign_off.remind_at <= now + soon(pace)
