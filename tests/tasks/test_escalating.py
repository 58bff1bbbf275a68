"""Whoever doesn't answer: a hint to them, a word to the author, a line in the thread, each once."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.tasks import raising
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.escalating import Case, Step, following, hearer
from bot.tasks.people import PersonInfo
from bot.tasks.snoozing import Choice
from bot.tasks.step import shown
from bot.tasks.task import SignOff, SignOffState, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    LIN,
    ONE_ROLE,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    empty_outbox,
    file,
    sign,
)
from tests.tasks.crowded import copies

DAY = timedelta(days=1)
AFTER = timedelta(days=3)
APART = timedelta(days=1)
ROLE = SignOff(role="Developer", statement="", person=GRACE, state=SignOffState.ASKED)


def every_three_days(
    sign_off: SignOff, step: int, _person: PersonInfo | None, taken: datetime | None
) -> datetime | None:
    """When a step comes."""
    due = sign_off.asked_at + step * AFTER if sign_off.asked_at else None
    return max(due, taken + APART) if due and taken else due


async def escalated(desk: Desk, clock: Clock, **later: float) -> list[str]:
    """What has to be sent after so much time, of the kinds that tell of steps; the rest is sent before."""
    await empty_outbox(desk)
    clock.forward(**later)
    await desk.reminders.escalate(every_three_days, again_in_a_day, at_any_hour, DAY)
    rows = await desk.outbox.claim(10, DAY)
    for row in rows:
        await desk.outbox.finished(row)
    return [row.target.rpartition(":20")[0] or row.target for row in rows]


async def for_grace(desk: Desk, clock: Clock, **more: Any) -> Task:
    """Alice's task, which only Grace is asked to sign; the first tick has found out when the first step comes."""
    task = await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE, **more)
    assert await escalated(desk, clock) == []
    return task


async def history(desk: Desk, task: Task) -> list[str]:
    """What the task's history says of steps, the first one first; it holds."""
    found = await desk.account(task)
    assert found.wrong == ()
    return [each.said for each in reversed(found.lines) if each.name == "Countersign"]


@pytest.mark.parametrize(
    ("author", "channel", "steps"),
    [
        (ALICE, HERE, [Step.SIGNER, Step.AUTHOR, Step.THREAD]),
        (ALICE, None, [Step.SIGNER, Step.AUTHOR]),
        (GRACE, HERE, [Step.SIGNER, Step.THREAD]),
        (GRACE, None, [Step.SIGNER]),
    ],
)
def test_a_step_that_would_reach_nobody_is_left_out(
    author: str, channel: str | None, steps: list[Step]
) -> None:
    case = Case(ROLE, GRACE, author, channel)
    assert list(dict.fromkeys(following(case, taken) for taken in range(4)))[:-1] == steps
    assert following(case, 3) is None


def test_a_stand_in_who_is_the_author_is_told_once() -> None:
    assert following(Case(ROLE, ALICE, ALICE, HERE), 1) is Step.THREAD


def test_a_step_comes_when_who_hears_it_is_at_work() -> None:
    case = Case(ROLE, LIN, ALICE, HERE)
    assert [hearer(case, step) for step in Step] == [LIN, ALICE, ALICE]


async def test_the_steps_come_one_after_the_other_and_each_once(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk, clock)
    assert await escalated(desk, clock, days=2, hours=23) == []
    assert await escalated(desk, clock, hours=1) == ["reminder:UGRACE"]
    assert await escalated(desk, clock, days=1) == []
    assert await escalated(desk, clock, days=2) == [f"late:{task.id}"]
    assert await escalated(desk, clock, days=3) == [f"late-in-thread:{task.id}"]
    assert await escalated(desk, clock, days=30) == []
    assert await history(desk, task) == [
        "hinted to Grace Hopper, who had not answered as Developer, that it can be handed over",
        "told the author that Grace Hopper had not answered as Developer",
        "said in the channel that Grace Hopper had not answered as Developer",
    ]


async def test_after_a_long_downtime_the_steps_keep_apart(desk: Desk, clock: Clock) -> None:
    await for_grace(desk, clock)
    assert await escalated(desk, clock, days=30) == ["reminder:UGRACE"]
    assert await escalated(desk, clock, hours=23) == []
    assert await escalated(desk, clock, hours=1) == ["late:1"]


async def test_the_hint_comes_within_the_period_and_counts_as_its_message(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk, clock)
    clock.forward(days=2, hours=20)
    await desk.reminders.remind(again_in_a_day, at_any_hour, DAY)
    assert await escalated(desk, clock, hours=4) == ["reminder:UGRACE"]
    await empty_outbox(desk)
    clock.forward(hours=23)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour, DAY) == 0
    stored = await desk.task(TEAM, task.id)
    assert stored and (stored.sign_offs[0].reminders_sent, stored.sign_offs[0].escalated) == (2, 1)


async def test_an_answer_ends_it(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk, clock)
    assert await escalated(desk, clock, days=3) == ["reminder:UGRACE"]
    await sign(desk, task, GRACE)
    assert await escalated(desk, clock, days=30) == []


@pytest.mark.parametrize("how", ["changes", "close", "not needed"])
async def test_so_do_requested_changes_and_the_tasks_end(desk: Desk, clock: Clock, how: str) -> None:
    task = await for_grace(desk, clock)
    role, steps = task.sign_offs[0].id, desk.steps
    moves = {
        "changes": lambda: steps.request_changes(TEAM, shown(task), GRACE, [role], "Too large"),
        "close": lambda: steps.close(TEAM, shown(task), ALICE, "Too large"),
        "not needed": lambda: steps.not_needed(TEAM, shown(task), ALICE, role, "Too small"),
    }
    await moves[how]()
    assert await escalated(desk, clock, days=30) == []


async def test_it_begins_anew_with_whoever_is_asked_instead(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk, clock)
    assert await escalated(desk, clock, days=3) == ["reminder:UGRACE"]
    await desk.steps.reassign(TEAM, shown(task), ALICE, task.sign_offs[0].id, LIN, "She is away")
    assert await escalated(desk, clock, days=2) == []
    assert await escalated(desk, clock, days=1) == ["reminder:ULIN"]


async def test_who_is_not_at_work_hears_it_when_they_are(desk: Desk, clock: Clock) -> None:
    await for_grace(desk, clock)
    await empty_outbox(desk)
    clock.forward(days=3)
    morning = clock.now + timedelta(hours=9)

    def at_work(_: PersonInfo | None, now: datetime) -> datetime:
        return max(now, morning)

    steps = desk.reminders
    assert await steps.escalate(every_three_days, again_in_a_day, at_work, DAY) == 0
    clock.forward(hours=9)
    assert await steps.escalate(every_three_days, again_in_a_day, at_work, DAY) == 1


async def test_the_author_hears_it_in_their_own_working_hours(desk: Desk, clock: Clock) -> None:
    await for_grace(desk, clock)
    assert await escalated(desk, clock, days=3) == ["reminder:UGRACE"]
    clock.forward(days=3)
    morning = clock.now + timedelta(hours=9)

    def at_work(who: PersonInfo | None, now: datetime) -> datetime:
        return max(now, morning) if who and who.id == ALICE else now

    steps = desk.reminders
    assert await steps.escalate(every_three_days, again_in_a_day, at_work, DAY) == 0
    clock.forward(hours=9)
    assert await steps.escalate(every_three_days, again_in_a_day, at_work, DAY) == 1


async def test_it_is_off_where_no_step_ever_comes(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    await desk.reminders.escalate(lambda *_: None, again_in_a_day, at_any_hour, DAY)
    stored = await desk.task(TEAM, task.id)
    assert stored and [each.escalate_at for each in stored.sign_offs] == [None, None]


async def test_what_is_put_off_is_not_escalated_before(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk, clock)
    clock.forward(days=2)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.WEEK)
    assert await escalated(desk, clock, days=4) == []
    assert await escalated(desk, clock, days=3) == ["reminder:UGRACE"]


async def test_a_stand_in_goes_on_where_the_person_was(desk: Desk, clock: Clock) -> None:
    task = await for_grace(desk, clock)
    assert await escalated(desk, clock, days=3) == ["reminder:UGRACE"]
    today = clock.now.date()
    await desk.absences.set(TEAM, GRACE, LIN, today, today + DAY * 30)
    await desk.absences.turn_over()
    assert await escalated(desk, clock, days=3) == [f"late:{task.id}"]
    assert (await history(desk, task))[-1] == "told the author that Lin Chen had not answered as Developer"


async def test_many_tasks_are_looked_at_a_few_at_a_time_and_bring_one_hint(
    desk: Desk, clock: Clock, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await copies(db, await for_grace(desk, clock), 4)
    monkeypatch.setattr(raising, "AT_ONCE", 2)
    clock.forward(days=3)
    portions = await db.read(lambda session: raising.portions(session, clock.now))
    assert [len(task_ids) for _, task_ids in portions] == [2, 2, 1]
    assert await desk.reminders.escalate(every_three_days, again_in_a_day, at_any_hour, DAY) == 5
    found = [each for _, each in await desk.waiting_for(TEAM, GRACE)]
    assert {(each.escalated, each.reminders_sent) for each in found} == {(1, 1)}
    await empty_outbox(desk)
    assert await escalated(desk, clock, days=3) == [f"late:{number}" for number in range(1, 6)]


async def test_two_sweeps_at_once_take_a_step_once(desk: Desk, clock: Clock) -> None:
    await for_grace(desk, clock)
    clock.forward(days=3)
    both = await asyncio.gather(
        *(desk.reminders.escalate(every_three_days, again_in_a_day, at_any_hour, DAY) for _ in range(4))
    )
    assert sorted(both) == [0, 0, 0, 1]
