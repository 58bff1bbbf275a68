"""Witnesses: events of the workspace that name the heads of its tasks' chains.

Whoever cuts the end of a task's chain, or takes a whole one away, leaves a chain that holds by itself. So
each day, and each summary, appends an event to the workspace's own chain that hashes the heads of all. It
names the heads that have moved since the witness before, so that all witnesses together say what each was.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from bot.tasks import store_events
from bot.tasks.changing import changed
from bot.tasks.events import Fact
from bot.tasks.store_events import Heads
from bot.tasks.substance import sha256
from bot.tasks.tables import schedules, tasks

INSTALLATION, NAME, SPEC = "", "witness", "each day"
"""The row of the schedule: one for all workspaces."""


def digest(heads: Heads) -> str:
    """One SHA-256 for all heads."""
    return sha256("\n".join(f"{chain} {number} {head}" for chain, (number, head) in sorted(heads.items())))


def told(facts: Mapping[str, Any]) -> Heads | None:
    """The heads that a witness's facts name as moved; None where the event is no witness."""
    moved = facts.get("moved")
    if not isinstance(moved, Mapping):
        return None
    return {chain: (number, head) for chain, (number, head) in moved.items()}


def known(witnesses: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    """All heads that these facts, in their order, have named so far."""
    heads: dict[str, tuple[int, str]] = {}
    for facts in witnesses:
        heads.update(told(facts) or {})
    return heads


def facts(session: Session, team: str) -> dict[str, Any]:
    """What a witness of this moment says: how many chains, the hash of their heads, and which have moved."""
    heads = store_events.heads(session, team)
    before = known(store_events.facts_of(session, team, store_events.WORKSPACE))
    moved = {chain: list(head) for chain, head in heads.items() if before.get(chain) != head}
    return {"tasks": len(heads), "heads": digest(heads), "moved": moved}


def append_when_due(session: Session, now: datetime) -> int:
    """Append the day's witness in each workspace that has tasks, if it is due; in how many it was.

    Whoever moves the row on first appends it; it moves on from now, so that after a downtime one comes.
    """
    if not _claimed(session, now):
        return 0
    return sum(1 for _ in _appended(session, now))


def _claimed(session: Session, now: datetime) -> bool:
    following = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    own = (schedules.c.team_id == INSTALLATION, schedules.c.name == NAME)
    due = update(schedules).where(*own, schedules.c.due_at <= now).values(due_at=following)
    if changed(session, due) == 1:
        return True
    if session.execute(select(schedules.c.name).where(*own)).first():
        return False
    session.execute(insert(schedules).values(team_id=INSTALLATION, name=NAME, spec=SPEC, due_at=following))
    return True


def _appended(session: Session, now: datetime) -> Iterator[str]:
    for team in session.execute(select(tasks.c.team_id).distinct().order_by(tasks.c.team_id)).scalars().all():
        fact = Fact(kind="heads witnessed", who=None, at=now, facts=facts(session, team))
        yield store_events.append(session, team, store_events.WORKSPACE, [fact])
