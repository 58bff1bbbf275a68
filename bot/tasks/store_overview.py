"""What a summary says, chosen and counted by the database: only the tasks that it names are read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session

from bot.tasks import listing, store_lists, store_tasks, turns
from bot.tasks.listing import Chosen
from bot.tasks.overview import MONTH, MOST, ORDER, WEEK, Overview, Some, Wait
from bot.tasks.store_lists import Which
from bot.tasks.tables import sign_offs, signatures, tasks
from bot.tasks.task import SignOffState, State, Task
from bot.tasks.timing import by_role

LATEST: store_lists.Order = (tasks.c.updated_at.desc(), tasks.c.id.desc())


def overview(session: Session, team: str, which: Which, now: datetime, most: int = MOST) -> Overview:
    """What is to be said at this moment (aware) of the workspace's tasks of which this holds, with so many lines under
    one heading. The number of queries is fixed.
    """
    pages = {
        state: listing.chosen(
            session, team, and_(which, tasks.c.state == state.value), store_lists.SOONEST, 0, most
        )
        for state in ORDER
    }
    over = and_(which, tasks.c.state == State.DONE.value, tasks.c.updated_at >= now - WEEK)
    done = listing.chosen(session, team, over, LATEST, 0, most)
    waits, waiting = turns.awaited(session, team, which, most)
    named = {row.task_id for row in waits}.union(done.ids, *(page.ids for page in pages.values()))
    by_id = {each.id: each for each in store_tasks.by_ids(session, team, sorted(named))}
    times = by_role(took(session, team, which, now - MONTH))
    return Overview(
        open=tuple((state, _some(page, by_id)) for state, page in pages.items() if page.total),
        waiting=Some(tuple(_wait(by_id[row.task_id], row) for row in waits), waiting),
        done=_some(done, by_id),
        times=Some(times[:most], len(times)),
    )


def took(session: Session, team: str, which: Which, since: datetime) -> Iterator[tuple[str, timedelta]]:
    """Of each signature that was given since then (aware) and still counts: its role, and how long it took.

    A role that was asked anew was asked then: what was signed before it counts no more.
    """
    for row in _given(session, team, which, since):
        yield row.role, max(row.at - row.asked_at, timedelta(0))


def _given(session: Session, team: str, which: Which, since: datetime) -> Sequence[Row[Any]]:
    """The signatures since then for what tasks say at present, of each sign-off the latest: see Task.signature_of."""
    own = (tasks.c.team_id == team, sign_offs.c.team_id == team, signatures.c.team_id == team)
    counts = (
        signatures.c.at >= since,
        signatures.c.substance_hash == tasks.c.substance_hash,
        sign_offs.c.state == SignOffState.SIGNED.value,
        sign_offs.c.asked_at.is_not(None),
    )
    joined = signatures.join(sign_offs, sign_offs.c.id == signatures.c.sign_off_id)
    found = select(sign_offs.c.id, sign_offs.c.role, sign_offs.c.asked_at, signatures.c.at)
    found = found.select_from(joined.join(tasks, tasks.c.id == sign_offs.c.task_id))
    readable = tasks.c.id.in_(store_lists.selected(team, which))
    rows = session.execute(found.where(*own, *counts, readable).order_by(signatures.c.id))
    return list({row.id: row for row in rows}.values())


def _wait(task: Task, row: Row[Any]) -> Wait:
    """The roles of the task that a row of turns.awaited stands for."""
    alike = (row.state, row.person, row.stand_in)
    own = [each for each in task.sign_offs if (each.state.value, each.person, each.stand_in) == alike]
    return Wait(task, tuple(own), row.since)


def _some(page: Chosen, by_id: Mapping[int, Task]) -> Some[Task]:
    return Some(tuple(by_id[each] for each in page.ids), page.total)
