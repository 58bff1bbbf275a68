"""Facts, appended to their chain."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session

from bot.tasks.events import START, Event, Fact, link
from bot.tasks.tables import events

Heads = Mapping[str, tuple[int, str]]
"""The number and the hash of a chain's last event, by chain."""

WORKSPACE = "workspace"
"""The chain of what concerns no single task."""


def task_chain(task_id: int) -> str:
    """The name of a task's chain."""
    return f"task:{task_id}"


def task_id_of(chain: str) -> int | None:
    """The id of the task whose chain has this name; None if it is no task's."""
    prefix, _, number = chain.partition(":")
    return int(number) if prefix == "task" and number.isdecimal() else None


def append(session: Session, team: str, chain: str, facts: Iterable[Fact]) -> str:
    """Append the facts in their order; the chain's head afterwards."""
    last, head = _last(session, team, chain)
    for number, fact in enumerate(facts, start=last + 1):
        event = link(chain, number, head, fact)
        session.execute(insert(events).values(team_id=team, **event.model_dump()))
        head = event.hash
    return head


def chain_of(session: Session, team: str, chain: str) -> list[Event]:
    """The chain's events, in order."""
    own = select(events).where(events.c.team_id == team, events.c.chain == chain)
    rows = session.execute(own.order_by(events.c.number)).mappings()
    return [Event.model_validate(dict(row)) for row in rows]


def last(session: Session, team: str, chain: str, kind: str) -> Event | None:
    """The chain's latest event of this kind."""
    own = (events.c.team_id == team, events.c.chain == chain, events.c.kind == kind)
    latest = select(events).where(*own).order_by(events.c.number.desc()).limit(1)
    row = session.execute(latest).mappings().first()
    return Event.model_validate(dict(row)) if row else None


def happened(session: Session, team: str, chain: str, kind: str) -> bool:
    """Whether the chain has an event of this kind."""
    return last(session, team, chain, kind) is not None


def has(session: Session, team: str, chain: str, digest: str) -> bool:
    """Whether the chain has an event with this hash."""
    own = (events.c.team_id == team, events.c.chain == chain, events.c.hash == digest)
    return session.execute(select(events.c.number).where(*own)).first() is not None


def latest(session: Session, team: str, chain: str, kinds: Collection[str]) -> Iterator[Event]:
    """The chain's events of these kinds, the latest first; only as many are read as are asked for."""
    own = (events.c.team_id == team, events.c.chain == chain, events.c.kind.in_(kinds))
    query = select(events).where(*own).order_by(events.c.number.desc())
    with session.execute(query, execution_options={"yield_per": 20}) as found:
        for row in found.mappings():
            yield Event.model_validate(dict(row))


def since(session: Session, team: str, chain: str, moment: datetime) -> Iterator[Event]:
    """The chain's events after the moment, the latest first; no older one is read."""
    own = select(events).where(events.c.team_id == team, events.c.chain == chain)
    latest = own.order_by(events.c.number.desc())
    with session.execute(latest, execution_options={"yield_per": 20}) as found:
        for row in found.mappings():
            event = Event.model_validate(dict(row))
            if event.at <= moment:
                return
            yield event


def facts_of(session: Session, team: str, chain: str) -> Iterator[dict[str, Any]]:
    """The facts of the chain's events, in order, a few in memory at a time."""
    own = select(events.c.facts).where(events.c.team_id == team, events.c.chain == chain)
    yield from session.execute(own.order_by(events.c.number), execution_options={"yield_per": 500}).scalars()


def heads(session: Session, team: str) -> dict[str, tuple[int, str]]:
    """The last event of each of the workspace's task chains."""
    own = (events.c.team_id == team, events.c.chain != WORKSPACE)
    last = select(events.c.chain, func.max(events.c.number).label("number")).where(*own)
    last_ones = last.group_by(events.c.chain).subquery()
    same = (events.c.chain == last_ones.c.chain) & (events.c.number == last_ones.c.number)
    joined = select(events.c.chain, events.c.number, events.c.hash).join(last_ones, same).where(*own)
    return {row.chain: (row.number, row.hash) for row in session.execute(joined)}


def _last(session: Session, team: str, chain: str) -> tuple[int, str]:
    own = select(events.c.number, events.c.hash).where(events.c.team_id == team, events.c.chain == chain)
    row = session.execute(own.order_by(events.c.number.desc()).limit(1)).first()
    return (row.number, row.hash) if row else (0, START)
