"""One message a person at most in each period, with all that waits; what stands in it is counted, and nothing else."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, update
from sqlmodel import Session

from bot.tasks import reminding, turns
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.people import PersonInfo
from bot.tasks.snoozing import Picked
from bot.tasks.tables import sign_offs
from bot.tasks.task import SignOff, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    ONE_ROLE,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    empty_outbox,
    file,
    person,
)
from tests.tasks.crowded import copies

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
UNKNOWN = "UNKNOWN"
"""Asked while Slack could not say who they are."""


async def for_grace(desk: Desk, title: str = "One", **more: Any) -> Task:
    return await file(desk, title, signers={"Developer": GRACE}, template=ONE_ROLE, **more)


async def tick(desk: Desk, clock: Clock, **later: float) -> list[str]:
    """Who is sent a message after so much time."""
    await empty_outbox(desk)
    clock.forward(**later)
    await desk.reminders.remind(again_in_a_day, at_any_hour, DAY)
    rows = await desk.outbox.claim(100, DAY)
    for row in rows:
        await desk.outbox.finished(row)
    return sorted(row.target for row in rows)


async def role(desk: Desk, task: Task) -> SignOff:
    stored = await desk.task(TEAM, task.id)
    assert stored
    return stored.sign_offs[0]


async def put_off(desk: Desk, task: Task, moment: datetime) -> None:
    """Grace, whose clock is New York's, chooses that moment."""
    there = desk.snoozes.own((await desk.people(TEAM, [GRACE]))[GRACE])
    local = moment.astimezone(there.zone)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Picked(day=local.date(), clock=local.time()))


def longer(sign_off: SignOff, _person: PersonInfo | None, _by: date | None, now: datetime) -> datetime:
    """Each wait is twice the one before it."""
    return now + DAY * (1 << sign_off.reminders_sent)


async def test_what_becomes_due_soon_after_a_message_waits_for_the_next_one(desk: Desk, clock: Clock) -> None:
    first = await for_grace(desk)
    clock.forward(hours=1)
    second = await for_grace(desk, "Two")
    assert await tick(desk, clock, hours=23) == ["reminder:UGRACE"]
    assert await tick(desk, clock, hours=1) == []
    assert ((await role(desk, second)).remind_at, (await role(desk, second)).reminders_sent) == (
        clock.now - HOUR + DAY,
        0,
    )
    assert await tick(desk, clock, hours=23) == ["reminder:UGRACE"]
    assert [(await role(desk, each)).reminders_sent for each in (first, second)] == [2, 1]


async def test_all_that_was_reminded_of_before_counts_with_each_message(desk: Desk, clock: Clock) -> None:
    first = await for_grace(desk)
    clock.forward(days=1)
    await desk.reminders.remind(longer, at_any_hour, DAY)
    second = await for_grace(desk, "Two")
    clock.forward(days=1)
    assert await desk.reminders.remind(longer, at_any_hour, DAY) == 1
    clock.forward(days=2)
    assert await desk.reminders.remind(longer, at_any_hour, DAY) == 1
    counts = [(await role(desk, each)).reminders_sent for each in (first, second)]
    assert counts == [3, 2]
    assert (await role(desk, first)).remind_at == clock.now + DAY * 4


async def test_what_has_had_its_last_reminder_brings_none_by_itself(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk)
    clock.forward(days=1)
    await desk.reminders.remind(lambda *_: None, at_any_hour, DAY)
    await for_grace(desk, "Two")
    assert await tick(desk, clock, days=1) == ["reminder:UGRACE"]
    assert (await role(desk, task)).remind_at is None


async def test_who_slack_never_told_of_gets_no_more_messages_than_others(desk: Desk, clock: Clock) -> None:
    await file(desk, "One", signers={"Developer": UNKNOWN}, template=ONE_ROLE)
    clock.forward(hours=6)
    await file(desk, "Two", signers={"Developer": UNKNOWN}, template=ONE_ROLE)
    await empty_outbox(desk)
    clock.forward(hours=18)
    await desk.reminders.remind(again_in_a_day, at_any_hour, DAY)
    [row] = await desk.outbox.claim(100, DAY)
    await desk.reminders.posted(row, f"D{UNKNOWN}", "1.0", None)
    assert await tick(desk, clock, hours=6) == []
    assert await tick(desk, clock, hours=18) == [f"reminder:{UNKNOWN}"]


async def test_others_are_not_held_up_by_somebodys_period(desk: Desk, clock: Clock) -> None:
    await for_grace(desk)
    clock.forward(hours=1)
    await file(desk, "Two", signers={"Developer": LIN}, template=ONE_ROLE)
    assert await tick(desk, clock, hours=23) == ["reminder:UGRACE"]
    assert await tick(desk, clock, hours=1) == ["reminder:ULIN"]


async def test_what_is_put_off_brings_nothing_before_and_one_message_then(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk)
    assert await tick(desk, clock, days=1) == ["reminder:UGRACE"]
    await put_off(desk, task, clock.now + timedelta(days=3, hours=3))
    assert [await tick(desk, clock, days=1) for _ in range(3)] == [[], [], []]
    assert await tick(desk, clock, hours=3) == ["reminder:UGRACE"]
    after = await role(desk, task)
    assert (after.snoozed_until, after.reminders_sent, after.remind_at) == (None, 1, clock.now + DAY)


async def test_a_home_says_no_longer_that_something_is_put_off(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk)
    await desk.homes.opened("E1", TEAM, GRACE, "")
    await put_off(desk, task, clock.now + HOUR / 2)
    assert await tick(desk, clock, minutes=30) == ["home:UGRACE", "reminder:UGRACE"]


async def test_the_rhythm_after_it_is_as_it_was(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk)
    assert await tick(desk, clock, days=1) == ["reminder:UGRACE"]
    await put_off(desk, task, clock.now + HOUR)
    assert await tick(desk, clock, hours=1) == ["reminder:UGRACE"]
    assert await tick(desk, clock, hours=22) == []
    assert await tick(desk, clock, hours=1) == ["reminder:UGRACE"]


async def test_a_moment_that_passed_meanwhile_comes_a_wait_later_which_is_no_longer(
    desk: Desk, clock: Clock
) -> None:
    task = await for_grace(desk)
    clock.forward(days=1)
    await desk.reminders.remind(longer, at_any_hour, DAY)
    await put_off(desk, task, clock.now + 3 * DAY)
    clock.forward(days=3)
    assert await desk.reminders.remind(longer, at_any_hour, DAY) == 1
    after = await role(desk, task)
    assert (after.remind_at, after.reminders_sent) == (clock.now + DAY, 1)


async def test_the_rhythm_of_what_stands_beside_it_is_as_it_was(desk: Desk, clock: Clock) -> None:
    task, other = await for_grace(desk), await for_grace(desk, "Two")
    assert await tick(desk, clock, days=1) == ["reminder:UGRACE"]
    before = await role(desk, other)
    await put_off(desk, task, clock.now + HOUR)
    assert await tick(desk, clock, hours=1) == ["reminder:UGRACE"]
    assert await role(desk, other) == before


async def test_what_ends_out_of_work_comes_with_it_and_the_rhythm_stays(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk)
    rhythm = (await role(desk, task)).remind_at
    await put_off(desk, task, clock.now + HOUR)
    clock.forward(hours=1)
    work = clock.now + timedelta(hours=5)
    assert await desk.reminders.remind(again_in_a_day, lambda _, now: max(now, work), DAY) == 0
    after = await role(desk, task)
    assert (after.snoozed_until, after.remind_at) == (work, rhythm)


async def test_a_message_that_was_put_off_until_shortly_before_takes_the_next_ones_place(
    desk: Desk, clock: Clock
) -> None:
    task, other = await for_grace(desk), await for_grace(desk, "Two")
    assert await tick(desk, clock, days=1) == ["reminder:UGRACE"]
    await put_off(desk, task, clock.now + timedelta(hours=23))
    assert await tick(desk, clock, hours=23) == ["reminder:UGRACE"]
    assert await tick(desk, clock, hours=1) == []
    assert [(await role(desk, each)).reminders_sent for each in (task, other)] == [1, 2]


async def test_who_has_put_off_one_thing_is_reminded_of_the_others(desk: Desk, clock: Clock) -> None:
    task, other = await for_grace(desk), await for_grace(desk, "Two")
    clock.forward(hours=2)
    await put_off(desk, task, clock.now + timedelta(days=2))
    wakes = (await role(desk, task)).snoozed_until
    assert await tick(desk, clock, hours=22) == ["reminder:UGRACE"]
    assert [(await role(desk, each)).reminders_sent for each in (task, other)] == [0, 1]
    assert wakes and (await role(desk, task)).snoozed_until == wakes


async def test_a_stand_in_is_reminded_in_place_of_who_is_away(desk: Desk, clock: Clock, db: Database) -> None:
    task = await for_grace(desk)

    def stands_in(session: Session) -> None:
        values = {"stand_in": LIN}
        own = (sign_offs.c.team_id == TEAM, sign_offs.c.id == task.sign_offs[0].id)
        session.execute(update(sign_offs).where(*own).values(**values))

    await db.write(stands_in)
    assert await tick(desk, clock, days=1) == ["reminder:ULIN"]
    assert await tick(desk, clock, days=1) == ["reminder:ULIN"]
    assert (await role(desk, task)).reminders_sent == 2


@pytest.mark.parametrize("count", [1, 50, 500])
async def test_however_much_waits_it_is_one_message(
    desk: Desk, clock: Clock, db: Database, count: int
) -> None:
    task = await for_grace(desk)
    await copies(db, task, count - 1)
    assert await tick(desk, clock, days=1) == ["reminder:UGRACE"]
    assert await tick(desk, clock, hours=23) == []
    counts = {each.reminders_sent for _, each in await desk.waiting_for(TEAM, GRACE)}
    assert counts == {1}


async def test_two_sweeps_at_once_send_each_of_many_people_one_message(
    desk: Desk, clock: Clock, db: Database
) -> None:
    people = [f"U{number:04}" for number in range(60)]
    for each in people:
        await desk.remember_person(person(each, each))
        await file(desk, each, signers={"Developer": each}, template=ONE_ROLE)
    await empty_outbox(desk)
    clock.forward(days=1)
    portions = await db.read(lambda session: reminding.portions(session, clock.now))
    assert [len(persons) for _, persons in portions] == [20, 20, 20]
    both = await asyncio.gather(*(desk.reminders.remind(again_in_a_day, at_any_hour, DAY) for _ in range(2)))
    assert sum(both) == 60
    rows = [row for row in await desk.outbox.claim(1000, DAY) if row.kind == "reminder"]
    assert [row.wanted for row in rows] == [1] * 60


async def test_a_tick_costs_what_is_due_and_not_what_exists(desk: Desk, clock: Clock, db: Database) -> None:
    def plans(session: Session) -> list[str]:
        asked: list[tuple[str, Any]] = []
        connection = session.connection()

        def note(_c: object, _r: object, statement: str, values: Any, *_: object) -> None:
            asked.append((statement, values))

        event.listen(Engine, "before_cursor_execute", note)
        turns.due(session, clock.now)
        turns.tasks_to_escalate(session, clock.now)
        turns.due_to_escalate(session, clock.now, TEAM, [1, 2])
        turns.of(session, TEAM, [GRACE, ALICE])
        event.remove(Engine, "before_cursor_execute", note)
        rows = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            for statement, values in asked
            if statement.startswith("SELECT")
        ]
        return [str(row[3]) for plan in rows for row in plan]

    found = await db.write(plans)
    assert [each for each in found if "SCAN" in each] == []
    used = {name for each in found for name in INDEXES if f"{name} (" in each}
    assert used == INDEXES


INDEXES = {
    "sign_offs_by_reminder",
    "sign_offs_by_snooze",
    "sign_offs_by_escalation",
    "sign_offs_by_person",
    "sign_offs_by_stand_in",
}
"""Those of which a tick may use only a part of the rows."""
