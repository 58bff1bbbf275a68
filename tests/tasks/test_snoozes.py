"""Putting off a reminder: whose turn it is, what is written down, and what stays as it was."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed, NotThen, UnknownTask
from bot.tasks.events import Event
from bot.tasks.snoozing import Choice, Picked
from bot.tasks.step import shown
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.task import SignOff, SignOffState, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    empty_outbox,
    file,
    person,
    sign,
    targets,
)
from tests.tasks.editors import edit

HOUR = timedelta(hours=1)


async def sign_offs(desk: Desk, task: Task) -> tuple[SignOff, ...]:
    stored = await desk.task(TEAM, task.id)
    assert stored
    return stored.sign_offs


async def happened(desk: Desk, task: Task) -> list[Event]:
    return await desk._db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))


async def until(desk: Desk, task: Task) -> list[datetime | None]:
    return [each.snoozed_until for each in await sign_offs(desk, task)]


async def test_all_that_is_their_turn_in_the_task_is_put_off_and_nothing_else(
    desk: Desk, clock: Clock
) -> None:
    one, other = await file(desk, "One"), await file(desk, "Other")
    snoozed = await desk.snoozes.snooze(TEAM, one.id, GRACE, Choice.HOUR)
    assert snoozed.until == clock.now + HOUR
    assert await until(desk, one) == [clock.now + HOUR, None]
    assert await until(desk, other) == [None, None]


async def test_the_rhythm_and_what_others_have_open_stay_as_they_were(desk: Desk) -> None:
    task = await file(desk)
    after = (await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR)).task
    assert after.version == task.version
    before, now = task.sign_offs[0], (await sign_offs(desk, task))[0]
    assert now == before.model_copy(update={"snoozed_until": now.snoozed_until})
    assert await desk.since(after, 0, LIN) == await desk.since(task, 0, LIN)


async def test_it_stands_in_the_history_with_ids_and_the_moment(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR)
    event = (await happened(desk, task))[-1]
    assert (event.kind, event.who, event.facts["sign_offs"]) == ("snoozed", GRACE, [task.sign_offs[0].id])
    assert event.facts["until"] == (clock.now + HOUR).isoformat()


async def test_a_second_time_replaces_the_first(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.TOMORROW)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR)
    assert await until(desk, task) == [clock.now + HOUR, None]


async def test_the_author_puts_off_what_is_left_to_them(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await desk.steps.request_changes(TEAM, shown(task), GRACE, [task.sign_offs[0].id], "Split it")
    await desk.snoozes.snooze(TEAM, task.id, ALICE, Choice.HOUR)
    assert await until(desk, task) == [clock.now + HOUR] * 2


async def test_it_ends_with_the_answer(desk: Desk) -> None:
    task = await file(desk)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR)
    await sign(desk, task, GRACE)
    assert await until(desk, task) == [None, None]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (ALICE, "TASK-001 isn't waiting for you just now"),
        (MALLORY, "Only who is asked to sign TASK-001, and its author, are reminded"),
    ],
)
async def test_who_isnt_reminded_of_it_is_refused(desk: Desk, who: str, sentence: str) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match=sentence):
        await desk.snoozes.snooze(TEAM, task.id, who, Choice.HOUR)
    assert await until(desk, task) == [None, None]
    event = (await happened(desk, task))[-1]
    assert (event.kind, event.who, event.facts["action"]) == ("refused", who, "snooze")


async def test_who_has_signed_a_closed_task_or_one_that_isnt_there_is_refused(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    with pytest.raises(NotAllowed, match="isn't waiting for you"):
        await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR)
    stored = await desk.task(TEAM, task.id)
    assert stored
    await desk.steps.close(TEAM, shown(stored), ALICE, "Too late")
    with pytest.raises(NotAllowed, match="is closed, so nobody is reminded of it"):
        await desk.snoozes.open(TEAM, task.id, LIN)
    with pytest.raises(UnknownTask):
        await desk.snoozes.open(TEAM, 99, LIN)


async def test_what_cant_be_is_said_and_no_event_and_the_first_snooze_stays(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR)
    with pytest.raises(NotThen):
        await desk.snoozes.snooze(TEAM, task.id, GRACE, Picked(day=date(2026, 11, 1)))
    assert await until(desk, task) == [clock.now + HOUR, None]
    assert (await happened(desk, task))[-1].kind == "snoozed"


async def test_who_signs_at_the_same_moment_is_reminded_no_more(desk: Desk) -> None:
    task = await file(desk)
    both = (desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.HOUR), sign(desk, task, GRACE))
    await asyncio.gather(*both, return_exceptions=True)
    signed, _ = await sign_offs(desk, task)
    assert (signed.state, signed.snoozed_until) == (SignOffState.SIGNED, None)


async def test_afternoon_and_morning_are_those_of_the_persons_own_zone(desk: Desk) -> None:
    await desk.remember_person(person(LIN, "Lin Chen", zone="America/Los_Angeles"))
    task = await file(desk)
    snoozed = await desk.snoozes.snooze(TEAM, task.id, LIN, Choice.AFTERNOON)
    assert snoozed.until.isoformat() == "2026-11-23T22:00:00+00:00"


async def test_menus_are_drawn_anew_where_nothing_came_of_a_choice(desk: Desk) -> None:
    task = await file(desk)
    await desk.homes.opened("E1", TEAM, GRACE, "")
    await desk.homes.published(TEAM, GRACE, "as it is", instead_of=None)
    await empty_outbox(desk)
    await desk.snoozes.open(TEAM, task.id, GRACE)
    home = await desk.homes.home(TEAM, GRACE)
    assert home and home.payload_hash == ""
    assert await targets(desk) == [f"home:{GRACE}"]


@pytest.mark.parametrize(("sign_by", "woken"), [("2026-11-25", True), ("2026-12-24", False)])
async def test_who_had_put_it_off_past_a_new_day_to_sign_by_is_woken(
    desk: Desk, clock: Clock, sign_by: str, woken: bool
) -> None:
    task = await file(desk)
    late = (await desk.snoozes.snooze(TEAM, task.id, GRACE, Choice.WEEK)).until
    clock.forward(hours=1)
    saved = (await edit(desk, task, plan={"sign_by": sign_by})).task
    assert [each.snoozed_until for each in saved.sign_offs] == [clock.now if woken else late, None]
