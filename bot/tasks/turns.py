"""Whose turn it is, found in rows by the rule of `Task.turn_of`. Each row is a sign-off with its `turn` (a user id),
and its task's `author`, `channel` and `sign_by`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, union_all, update
from sqlmodel import Session

from bot.tasks.changing import changed
from bot.tasks.store_lists import LIVE, selected
from bot.tasks.tables import sign_offs, tasks
from bot.tasks.task import SignOff, SignOffState

_ASKED = sign_offs.c.state == SignOffState.ASKED.value
_WHO = func.coalesce(sign_offs.c.stand_in, sign_offs.c.person)
_LEFT = sign_offs.c.state.in_([SignOffState.CHANGES_REQUESTED.value, SignOffState.NOBODY.value])
_OPEN = and_(or_(_ASKED, _LEFT), LIVE)
"""Somebody is asked, or something is left to the author, in a task that isn't over."""
_TURN = case((_ASKED, _WHO), else_=tasks.c.author)
"""Whose turn that is."""


def due(session: Session, now: datetime) -> Sequence[Row[Any]]:
    """Those whose reminder is due, by their rhythm or since it was put off until now, of all workspaces; the oldest
    first.

    One index each finds them.
    """
    when = or_(sign_offs.c.remind_at <= now, sign_offs.c.snoozed_until <= now)
    return session.execute(_turns().where(when).order_by(sign_offs.c.asked_at, sign_offs.c.id)).all()


def tasks_to_escalate(session: Session, now: datetime) -> list[tuple[str, int]]:
    """The tasks, of all workspaces, in which a role waits of which others may have to be told: workspace and id."""
    rows = session.execute(_turns().where(sign_offs.c.escalate_at <= now, _ASKED)).all()
    return sorted({(row.team_id, row.task_id) for row in rows})


def due_to_escalate(
    session: Session, now: datetime, team: str, task_ids: Collection[int]
) -> Sequence[Row[Any]]:
    """Those of these tasks that somebody is asked for and has not answered, and of which others may have to be told."""
    own = (sign_offs.c.team_id == team, sign_offs.c.task_id.in_(task_ids))
    when = (sign_offs.c.escalate_at <= now, _ASKED)
    return session.execute(_turns().where(*own, *when).order_by(sign_offs.c.asked_at, sign_offs.c.id)).all()


def of(session: Session, team: str, persons: Collection[str]) -> Sequence[Row[Any]]:
    """All that is the turn of any of these people, put off or not. What others wait for isn't looked at."""
    return [row for each in _of(team, persons) for row in session.execute(each).all()]


def waits(team: str, who: str) -> ColumnElement[bool]:
    """Whether it is this person's turn in a row of `tasks`."""
    return tasks.c.id.in_(
        union_all(*(each.with_only_columns(sign_offs.c.task_id) for each in _of(team, [who])))
    )


def since(team: str, who: str) -> ColumnElement[datetime | None]:
    """Since when it is this person's turn in a row of `tasks`, of several moments the first; null where it isn't."""
    own = (sign_offs.c.team_id == team, sign_offs.c.task_id == tasks.c.id, _OPEN, _TURN.in_([who]))
    first = func.min(func.coalesce(sign_offs.c.asked_at, tasks.c.created_at))
    return select(first).where(*own).correlate(tasks).scalar_subquery()


def awaited(
    session: Session, team: str, which: ColumnElement[bool], most: int
) -> tuple[Sequence[Row[Any]], int]:
    """Who is waited for in the tasks of which this holds, at most so many; and how many there are.

    A row stands for the roles of a task that have the same `state`, `person` and `stand_in`. The longest asked comes
    first; `since` is then when that was, of several moments the first. What is left to the author is last: null.
    """
    alike = (sign_offs.c.task_id, sign_offs.c.state, sign_offs.c.person, sign_offs.c.stand_in)
    first = func.min(func.coalesce(sign_offs.c.asked_at, tasks.c.created_at))
    since = case((_ASKED, first)).label("since")
    own = (sign_offs.c.team_id == team, sign_offs.c.task_id.in_(selected(team, LIVE, which)))
    found = _turns().with_only_columns(*alike, since).where(*own, _TURN.is_not(None)).group_by(*alike)
    longest = (since.nulls_last(), sign_offs.c.task_id, func.min(sign_offs.c.position))
    total = session.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return session.execute(found.order_by(*longest).limit(most)).all(), total


def move(session: Session, row: Row[Any], values: Mapping[str, Any]) -> bool:
    """Whether the sign-off was still as it was read, and has these values now; nothing to change is no change."""
    if not values:
        return False
    own = (sign_offs.c.team_id == row.team_id, sign_offs.c.id == row.id)
    return changed(session, update(sign_offs).where(*own, *_as_read(row)).values(**values)) == 1


def sign_off_of(row: Row[Any]) -> SignOff:
    """The row's sign-off."""
    return SignOff.model_validate(row._asdict())


def _of(team: str, persons: Collection[str]) -> Sequence[Select[Any]]:
    """Selects what is the turn of any of these people: an index each finds what they are asked, and what they wrote."""
    own = sign_offs.c.team_id == team
    authors = select(tasks.c.id).where(tasks.c.team_id == team, LIVE, tasks.c.author.in_(persons))
    ways = (
        (_ASKED, sign_offs.c.stand_in.in_(persons)),
        (_ASKED, sign_offs.c.person.in_(persons), sign_offs.c.person == _WHO),
        (_LEFT, sign_offs.c.task_id.in_(authors.correlate(None))),
    )
    return [_turns().where(own, *way) for way in ways]


def _turns() -> Select[Any]:
    """Where somebody is asked or something is left to the author, in tasks that aren't over."""
    same = (tasks.c.team_id == sign_offs.c.team_id) & (tasks.c.id == sign_offs.c.task_id)
    found = select(sign_offs, _TURN.label("turn"), tasks.c.author, tasks.c.channel, tasks.c.sign_by)
    return found.select_from(sign_offs.join(tasks, same)).where(_OPEN)


def _as_read(row: Row[Any]) -> tuple[ColumnElement[bool], ...]:
    names = ("state", "remind_at", "snoozed_until", "escalate_at")
    return tuple(sign_offs.c[name] == getattr(row, name) for name in names)
