"""The chain: it holds, and any change breaks it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.events import START, Event, Fact, link
from bot.tasks.store_events import WORKSPACE, append, chain_of, heads, task_chain
from tests.tasks.cast import GRACE, TEAM, Clock, file, sign
from tests.tasks.taking import broken_at

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def chain(*kinds: str) -> list[Event]:
    events: list[Event] = []
    for number, kind in enumerate(kinds, start=1):
        before = events[-1].hash if events else START
        events.append(link("task:1", number, before, Fact(kind=kind, who="U1", at=AT, facts={"n": number})))
    return events


def test_a_chain_as_it_was_written_holds() -> None:
    assert broken_at(chain("task created", "signed", "task done")) is None
    assert broken_at([]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "signed twice"},
        {"who": "U2"},
        {"at": AT + timedelta(microseconds=1)},
        {"facts": {"n": 9}},
        {"chain": "task:2"},
        {"number": 7},
        {"before": "0" * 64},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_event_breaks_the_chain_where_it_stands(change: dict[str, Any]) -> None:
    events = chain("task created", "signed", "task done")
    events[1] = events[1].model_copy(update=change)
    assert broken_at(events) == 2


def test_a_missing_event_breaks_the_chain() -> None:
    first, _, last = chain("task created", "signed", "task done")
    assert broken_at([first, last]) == 2


def test_the_same_moment_in_another_zone_is_the_same_fact() -> None:
    there = AT.astimezone(timezone(timedelta(hours=9)))
    facts = [Fact(kind="signed", who=None, at=at) for at in (AT, there)]
    assert link("c", 1, START, facts[0]).hash == link("c", 1, START, facts[1]).hash


async def events_of(db: Database, name: str) -> list[Event]:
    return await db.read(lambda session: chain_of(session, TEAM, name))


async def test_facts_are_appended_after_the_last_one(db: Database, clock: Clock) -> None:
    one, two = (Fact(kind=kind, who=None, at=clock.now, facts={"a": [1, "ä"]}) for kind in ("one", "two"))
    await db.write(lambda session: append(session, TEAM, WORKSPACE, [one]))
    await db.write(lambda session: append(session, TEAM, WORKSPACE, [two]))
    events = await events_of(db, WORKSPACE)
    assert [each.kind for each in events] == ["one", "two"]
    assert broken_at(events) is None


async def test_a_row_that_somebody_changed_behind_our_back_is_found(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await db.write(lambda session: session.execute(text("DROP TRIGGER events_refuse_update")).close())
    forged = text("UPDATE events SET who = 'UEVE' WHERE number = 2")
    await db.write(lambda session: session.execute(forged).close())
    assert broken_at(await events_of(db, task_chain(task.id))) == 2


async def test_the_head_of_each_task_is_its_last_event(desk: Desk, db: Database) -> None:
    await file(desk, "One")
    await file(desk, "Two")
    found = await db.read(lambda session: heads(session, TEAM))
    last = {name: (await events_of(db, name))[-1] for name in ("task:1", "task:2")}
    assert found == {name: (each.number, each.hash) for name, each in last.items()}
