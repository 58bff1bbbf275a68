"""A tick does what is due, and wakes the sender only then."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.reminders.due import MIDNIGHT, Policy
from bot.reminders.sweep import Sweep
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.digests import Readers
from bot.tasks.errors import NotKept
from bot.tasks.step import shown
from tests.databases import new_database
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    ONE_ROLE,
    TEAM,
    TEMPLATE,
    Clock,
    empty_outbox,
    file,
    sign,
    targets,
)

POLICY = Policy(
    first=timedelta(hours=24),
    every=timedelta(hours=24),
    hours=(MIDNIGHT, MIDNIGHT),
    days=frozenset(range(7)),
)

NO_ROLE = TEMPLATE[: TEMPLATE.index("## Sign-Off")]


def tomorrow(now: datetime) -> datetime:
    return now + timedelta(days=1)


async def here() -> Readers:
    return Readers(HERE)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(tmp_path: Path, clock: Clock) -> AsyncIterator[Desk]:
    db = Database.open(new_database(tmp_path / "countersign.db"))
    yield Desk(db, clock, POLICY.first_due)
    await db.close()


@pytest.fixture
def woken() -> list[None]:
    return []


@pytest.fixture
def sweep(desk: Desk, woken: list[None]) -> Sweep:
    return Sweep(desk, POLICY, lambda: woken.append(None))


async def test_a_tick_with_nothing_due_wakes_nobody(desk: Desk, sweep: Sweep, woken: list[None]) -> None:
    await file(desk)
    assert await sweep.tick() == 0
    assert woken == []


async def test_reminders_come_by_the_policy_until_it_is_signed(
    desk: Desk, sweep: Sweep, clock: Clock, woken: list[None]
) -> None:
    task = await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE)
    done = []
    for _ in range(3):
        clock.forward(hours=23)
        done.append(await sweep.tick())
        clock.forward(hours=1)
        done.append(await sweep.tick())
    await sign(desk, task, GRACE)
    clock.forward(days=2)
    assert (done, await sweep.tick(), len(woken)) == ([0, 1] * 3, 0, 3)


async def test_a_scheduled_summary_comes_with_the_tick(
    desk: Desk, sweep: Sweep, clock: Clock, woken: list[None]
) -> None:
    await file(desk, template=NO_ROLE)
    await empty_outbox(desk)
    await sweep.summaries(TEAM, here, "daily", tomorrow)
    assert await sweep.tick() == 0
    clock.forward(days=1)
    assert (await sweep.tick(), await sweep.tick(), len(woken)) == (1, 0, 1)
    assert [target.split(":")[0] for target in await targets(desk)] == ["summary"]


async def test_a_restart_neither_loses_nor_repeats_what_is_due(desk: Desk, clock: Clock) -> None:
    await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE)
    await empty_outbox(desk)
    done = []
    for _ in range(2):
        sweep = Sweep(desk, POLICY, lambda: None)
        await sweep.summaries(TEAM, here, "daily", tomorrow)
        clock.forward(hours=12)
    for _ in range(2):
        restarted = Sweep(desk, POLICY, lambda: None)
        await restarted.summaries(TEAM, here, "daily", tomorrow)
        done.append(await restarted.tick())
    assert done == [2, 0]


async def test_a_tick_appends_the_days_witness_and_wakes_nobody(
    desk: Desk, sweep: Sweep, clock: Clock, woken: list[None], tmp_path: Path
) -> None:
    await file(desk, template=NO_ROLE)
    for _ in range(3):
        assert await sweep.tick() == 0
    clock.forward(days=10)
    assert (await sweep.tick(), await sweep.tick(), woken) == (0, 0, [])
    with closing(sqlite3.connect(tmp_path / "countersign.db")) as connection:
        found = connection.execute("SELECT number, at FROM events WHERE kind = 'heads witnessed'").fetchall()
    assert [(number, at[:10]) for number, at in found] == [(1, "2026-11-23"), (2, "2026-12-03")]


async def test_a_tick_deletes_texts_only_if_it_is_told_how_long_they_are_kept(
    desk: Desk, clock: Clock
) -> None:
    task = await file(desk, template=NO_ROLE)
    await desk.steps.finish(TEAM, shown(task), ALICE)
    clock.forward(days=30)
    await Sweep(desk, POLICY, lambda: None).tick()
    assert await desk.document(await desk.task_by_key(TEAM, task.key))
    await Sweep(desk, POLICY, lambda: None, keep=timedelta(days=30)).tick()
    with pytest.raises(NotKept):
        await desk.document(await desk.task_by_key(TEAM, task.key))
