"""The rows of Home tabs: when somebody opened theirs, where they are in its lists, and what it shows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, insert, select, update
from sqlmodel import Session

from bot.tasks import posts, store_outbox
from bot.tasks.changing import changed
from bot.tasks.tables import homes
from bot.tasks.task import Task

LOOKED_AT = timedelta(hours=1)
"""How long after somebody opened their Home, or pressed something there, it is kept current."""
LONGEST = 64
"""Characters of a SHA-256."""
ANEW = ""
"""In place of a hash: it is drawn anew, whatever it shows."""


class Opened(BaseModel):
    """A Home tab that somebody has opened."""

    model_config = ConfigDict(frozen=True)

    opened_at: datetime
    """When they looked at it last, as far as is known; aware, UTC."""
    places: dict[str, int] = {}
    """The place, from 0, of the first entry that is shown of a list, by the list's name."""
    payload_hash: str | None = None
    """The SHA-256 (hex) of what Slack shows, as far as is known, or `ANEW`; None for nothing."""


def find(session: Session, team: str, person: str) -> Opened | None:
    """The person's Home; None if they never opened it."""
    row = session.execute(select(homes).where(*_own(team, person))).first()
    return Opened.model_validate(row._asdict()) if row else None


def look(session: Session, now: datetime, team: str, person: str, shown: str) -> None:
    """The person looks at their Home, which is to show the latest state. After an hour its lists begin anew.

    `shown`: the hash of what Slack says that it shows, whatever was noted (the app may have been installed anew, or
    the database restored); "" for nothing.
    """
    before = find(session, team, person)
    recent = before is not None and before.opened_at > now - LOOKED_AT
    places = before.places if before and recent else {}
    anew = before is not None and before.payload_hash == ANEW
    values = {"opened_at": now, "places": places, "payload_hash": ANEW if anew else shown[:LONGEST] or None}
    if before is None:
        session.execute(insert(homes).values(team_id=team, person=person, **values))
    else:
        session.execute(update(homes).where(*_own(team, person)).values(**values))
    store_outbox.want(session, team, now, [posts.home(person)])


def place(session: Session, team: str, person: str, places: Mapping[str, int]) -> None:
    """From now on these are the places in the lists of a Home that was opened."""
    session.execute(update(homes).where(*_own(team, person)).values(places=dict(places)))


def published(session: Session, team: str, person: str, payload_hash: str, instead_of: str | None) -> bool:
    """Note what Slack was given; False if something else than `instead_of` is noted by now."""
    same = homes.c.payload_hash.is_not_distinct_from(instead_of)
    given = update(homes).where(*_own(team, person), same).values(payload_hash=payload_hash)
    return changed(session, given) == 1


def draw_anew(session: Session, now: datetime, team: str, person: str) -> None:
    """Want the person's Home drawn even if it is to show the same, if they looked at it in the last hour."""
    session.execute(update(homes).where(*_own(team, person)).values(payload_hash=ANEW))
    keep_current(session, now, team, [person])


def follow(session: Session, now: datetime, *states: Task) -> None:
    """Want the Homes of those whom a task named, before or after it changed, and who looked at theirs in the last
    hour.
    """
    named = {who for task in states for who in (task.author, task.assignee)}
    asked = {who for task in states for each in task.sign_offs for who in each.people}
    keep_current(session, now, states[0].team, named | asked)


def keep_current(session: Session, now: datetime, team: str, people: Iterable[str | None]) -> None:
    """Want the Homes of those people who looked at theirs in the last hour."""
    those = sorted({each for each in people if each})
    recent = (homes.c.team_id == team, homes.c.person.in_(those), homes.c.opened_at > now - LOOKED_AT)
    looking = session.execute(select(homes.c.person).where(*recent).order_by(homes.c.person)).scalars()
    store_outbox.want(session, team, now, [posts.home(each) for each in looking])


def _own(team: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return (homes.c.team_id == team, homes.c.person == person)
