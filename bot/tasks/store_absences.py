"""The rows of absences. All moments are aware and in UTC."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, insert, or_, select, update
from sqlmodel import Session

from bot.tasks.absence import Absence, State
from bot.tasks.changing import changed, new_id
from bot.tasks.tables import absences, people

OVER = "over"


def add(session: Session, new: Absence, now: datetime) -> Absence:
    """Store a new absence; the same with the id it got."""
    values = new.model_dump(exclude={"id", "team"})
    row = insert(absences).values(team_id=new.team, set_at=now, **values)
    return new.model_copy(update={"id": new_id(session, row)})


def coming(session: Session, team: str, person: str, now: datetime) -> list[Absence]:
    """When this person is away, now or later; the first one first."""
    return _read(session.execute(_which(*_ahead(team, now), absences.c.person == person)))


def standing_in(session: Session, team: str, person: str, now: datetime) -> list[Absence]:
    """The absences in which this person stands in, now or later; the first one first."""
    return _read(session.execute(_which(*_ahead(team, now), absences.c.stand_in == person)))


def away(session: Session, team: str, persons: Collection[str], now: datetime) -> dict[str, Absence]:
    """The absences that are under way now, by who of these people is away."""
    if not persons:
        return {}
    there = (*_ahead(team, now), absences.c.begins_at <= now, absences.c.person.in_(persons))
    return {each.person: each for each in _read(session.execute(_which(*there)))}


def due(session: Session, now: datetime) -> list[Absence]:
    """Those of all workspaces that have begun, or ended, and of which nothing was made yet; the first one first."""
    begun = and_(absences.c.state == "planned", absences.c.begins_at <= now)
    ended = and_(absences.c.state != OVER, absences.c.ends_at <= now)
    return _read(session.execute(_which(or_(begun, ended))))


def lost(session: Session, now: datetime) -> list[Absence]:
    """Those of all workspaces, now or later, in which an account is deactivated, whose they are or the stand-in's,
    or whose stand-in is no full member any more, and so can't sign.
    """
    stands_in = people.c.id == absences.c.stand_in
    either = or_(stands_in, people.c.id == absences.c.person)
    same = and_(people.c.team_id == absences.c.team_id, either)
    unable = or_(people.c.active.is_(False), and_(stands_in, people.c.kind != "full"))
    gone = select(absences.c.id).select_from(absences.join(people, same)).where(unable)
    there = (absences.c.state != OVER, absences.c.ends_at > now, absences.c.id.in_(gone))
    return _read(session.execute(_which(*there)))


def end(session: Session, absence: Absence, now: datetime) -> bool:
    """It ends now; False if it was over already. One that hasn't begun is as if it had never been."""
    values = {"ends_at": now, "begins_at": min(absence.begins_at, now)}
    same = (*_own(absence), absences.c.state != OVER, absences.c.ends_at > now)
    return changed(session, update(absences).where(*same).values(**values)) == 1


def mark(session: Session, absence: Absence, state: State) -> bool:
    """Write down what was made of it; False if somebody else has."""
    same = (*_own(absence), absences.c.state == absence.state)
    return changed(session, update(absences).where(*same).values(state=state)) == 1


def _ahead(team: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return absences.c.team_id == team, absences.c.state != OVER, absences.c.ends_at > now


def _own(absence: Absence) -> tuple[ColumnElement[bool], ...]:
    return absences.c.team_id == absence.team, absences.c.id == absence.id


def _which(*which: ColumnElement[bool]) -> Select[Any]:
    return select(absences).where(*which).order_by(absences.c.begins_at, absences.c.id)


def _read(rows: Iterable[Row[Any]]) -> list[Absence]:
    return [Absence.model_validate({**row._asdict(), "team": row.team_id}) for row in rows]
