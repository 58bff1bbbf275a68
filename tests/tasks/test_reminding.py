"""Due reminders: claimed, gathered by person, moved on, stopped."""

import asyncio
from datetime import date, datetime, timedelta

from bot.tasks.desk import Desk
from bot.tasks.people import PersonInfo
from bot.tasks.task import SignOff
from tests.tasks.cast import (
    GRACE,
    LIN,
    ONE_ROLE,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    empty_outbox,
    file,
    sign,
    targets,
)

DAY = timedelta(days=1)


async def test_nobody_is_reminded_before_it_is_due(desk: Desk, clock: Clock) -> None:
    await file(desk)
    clock.forward(hours=23, minutes=59)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour) == 0


async def test_each_person_gets_one_reminder_for_all_that_waits(desk: Desk, clock: Clock) -> None:
    await file(desk, "One")
    await file(desk, "Two")
    await empty_outbox(desk)
    clock.forward(days=1)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour) == 2
    assert await targets(desk) == ["reminder:UGRACE", "reminder:ULIN"]


async def test_the_due_time_moves_on_and_the_reminder_is_counted(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    clock.forward(days=1)
    await desk.reminders.remind(again_in_a_day, at_any_hour)
    stored = await desk.task(TEAM, task.id)
    assert stored
    assert [(each.remind_at, each.reminders_sent) for each in stored.sign_offs] == [(clock.now + DAY, 1)] * 2


async def test_after_a_long_downtime_one_reminder_comes(desk: Desk, clock: Clock) -> None:
    await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE)
    clock.forward(days=30)
    assert [await desk.reminders.remind(again_in_a_day, at_any_hour) for _ in range(3)] == [1, 0, 0]


async def test_two_sweeps_at_once_want_one_reminder(desk: Desk, clock: Clock) -> None:
    await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE)
    await empty_outbox(desk)
    clock.forward(days=1)
    reminded = await asyncio.gather(*(desk.reminders.remind(again_in_a_day, at_any_hour) for _ in range(5)))
    assert sorted(reminded) == [0, 0, 0, 0, 1]
    (row,) = await desk.outbox.claim(10, DAY)
    assert row.wanted == 1


async def test_reminders_stop_with_the_signature(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    signed = (await sign(desk, task, GRACE)).task
    assert [each.remind_at for each in signed.sign_offs] == [None, clock.now + DAY]
    await empty_outbox(desk)
    clock.forward(days=1)
    await desk.reminders.remind(again_in_a_day, at_any_hour)
    assert await targets(desk) == ["reminder:ULIN"]


async def test_a_reminder_that_is_never_due_again_is_the_last(desk: Desk, clock: Clock) -> None:
    await file(desk)
    clock.forward(days=1)
    await desk.reminders.remind(lambda *_: None, at_any_hour)
    clock.forward(days=100)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour) == 0


async def test_the_person_is_handed_to_who_decides(desk: Desk, clock: Clock) -> None:
    await file(desk)
    clock.forward(days=1)
    asked: dict[str | None, str | None] = {}

    def decide(sign_off: SignOff, person: PersonInfo | None, _by: date | None, now: datetime) -> datetime:
        asked[sign_off.person] = person.zone if person else None
        return now + DAY

    await desk.reminders.remind(decide, at_any_hour)
    assert asked == {GRACE: "America/New_York", LIN: "Asia/Tokyo"}


async def test_who_is_not_at_work_is_reminded_when_they_are(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE)
    await empty_outbox(desk)
    clock.forward(days=1)
    morning = clock.now + timedelta(hours=9)
    waits = [await desk.reminders.remind(again_in_a_day, lambda _, now: max(now, morning)) for _ in range(2)]
    stored = await desk.task(TEAM, task.id)
    assert stored
    assert (waits, stored.sign_offs[0].remind_at, stored.sign_offs[0].reminders_sent) == ([0, 0], morning, 0)
    clock.forward(hours=9)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour) == 1
