"""Whose turn it is, and that nobody is reminded of what isn't wanted of them."""

from datetime import datetime, timedelta

from bot.tasks.desk import Desk
from bot.tasks.people import PersonInfo
from bot.tasks.step import shown
from bot.tasks.task import Task
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
    sign,
)
from tests.tasks.editors import edit

WHY = "Too large"
TO_GRACE = {"Developer": GRACE}


async def filed(desk: Desk) -> Task:
    """Alice's task, which only Grace is asked to sign."""
    return await file(desk, signers=TO_GRACE, template=ONE_ROLE)


async def wished(desk: Desk) -> Task:
    """The same, once Grace wants changes."""
    task = await filed(desk)
    return await desk.steps.request_changes(TEAM, shown(task), GRACE, [task.sign_offs[0].id], WHY)


async def reminded(desk: Desk, clock: Clock, **later: float) -> list[str]:
    """Who is reminded within two days, or so much later."""
    await empty_outbox(desk)
    clock.forward(**(later or {"days": 2}))
    await desk.reminders.remind(again_in_a_day, at_any_hour)
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    for row in rows:
        await desk.outbox.finished(row)
    return sorted(str(row.ref["user"]) for row in rows if row.kind == "reminder")


async def test_the_author_is_reminded_of_a_role_that_nobody_is_asked_for(desk: Desk, clock: Clock) -> None:
    await file(desk, signers={}, template=ONE_ROLE)
    assert await reminded(desk, clock) == [ALICE]
    assert await reminded(desk, clock) == [ALICE]


async def test_who_is_named_takes_the_turn(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers={}, template=ONE_ROLE)
    await desk.name_signers(TEAM, task.id, ALICE, {task.sign_offs[0].id: GRACE})
    assert await reminded(desk, clock) == [GRACE]


async def test_a_role_that_is_not_needed_is_nobodys_turn(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers={}, template=ONE_ROLE)
    await desk.steps.not_needed(TEAM, shown(task), ALICE, task.sign_offs[0].id, WHY)
    assert await reminded(desk, clock) == []


async def test_requested_changes_are_the_authors_turn_from_the_request_on(desk: Desk, clock: Clock) -> None:
    task = await filed(desk)
    clock.forward(hours=23)
    wished = await desk.steps.request_changes(TEAM, shown(task), GRACE, [task.sign_offs[0].id], WHY)
    assert wished.sign_offs[0].remind_at == clock.now + timedelta(days=1)
    assert await reminded(desk, clock, hours=2) == []
    assert await reminded(desk, clock, hours=22) == [ALICE]


async def test_the_authors_reminders_are_counted_anew(desk: Desk, clock: Clock) -> None:
    task = await filed(desk)
    assert await reminded(desk, clock) == [GRACE]
    wished = await desk.steps.request_changes(TEAM, shown(task), GRACE, [task.sign_offs[0].id], WHY)
    assert wished.sign_offs[0].reminders_sent == 0
    assert await reminded(desk, clock) == [ALICE]
    after = await desk.task(TEAM, task.id)
    assert after and after.sign_offs[0].reminders_sent == 1


async def test_another_day_to_sign_by_leaves_the_authors_turn_as_it_was(desk: Desk, clock: Clock) -> None:
    task = await filed(desk)
    clock.forward(hours=23)
    wished = await desk.steps.request_changes(TEAM, shown(task), GRACE, [task.sign_offs[0].id], WHY)
    saved = await edit(desk, wished, plan={"sign_by": "2026-12-24"})
    assert saved.task.sign_offs[0].remind_at == clock.now + timedelta(days=1)


async def test_a_signature_after_all_ends_the_authors_turn(desk: Desk, clock: Clock) -> None:
    await sign(desk, await wished(desk), GRACE)
    assert await reminded(desk, clock) == []


async def test_an_edit_gives_the_turn_back_to_who_wanted_it(desk: Desk, clock: Clock) -> None:
    await edit(desk, await wished(desk), {"goal.objective": "Smaller"})
    assert await reminded(desk, clock) == [GRACE]


async def test_a_role_that_is_handed_over_is_its_new_persons_turn(desk: Desk, clock: Clock) -> None:
    task = await wished(desk)
    await desk.steps.reassign(TEAM, shown(task), ALICE, task.sign_offs[0].id, LIN, WHY)
    assert await reminded(desk, clock) == [LIN]


async def test_a_closed_task_is_nobodys_turn_until_it_is_reopened(desk: Desk, clock: Clock) -> None:
    closed = await desk.steps.close(TEAM, shown(await wished(desk)), ALICE, WHY)
    assert closed.sign_offs[0].remind_at is None
    assert await reminded(desk, clock) == []
    reopened = await desk.steps.reopen(TEAM, shown(closed), ALICE, WHY)
    assert reopened.sign_offs[0].remind_at == clock.now + timedelta(days=1)
    assert await reminded(desk, clock) == [ALICE]


async def test_a_reopened_task_reminds_the_author_of_the_role_without_a_person(
    desk: Desk, clock: Clock
) -> None:
    task = await file(desk, signers={}, template=ONE_ROLE)
    closed = await desk.steps.close(TEAM, shown(task), ALICE, WHY)
    await desk.steps.reopen(TEAM, shown(closed), ALICE, WHY)
    assert await reminded(desk, clock) == [ALICE]


async def test_a_retracted_signature_is_its_signers_turn_again(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    signed = (await sign(desk, task, GRACE)).task
    assert await reminded(desk, clock) == [LIN]
    await desk.steps.retract(TEAM, shown(signed), GRACE, [task.sign_offs[0].id])
    assert await reminded(desk, clock) == [GRACE, LIN]


async def test_the_working_hours_are_the_authors_when_it_is_their_turn(desk: Desk, clock: Clock) -> None:
    await wished(desk)
    await empty_outbox(desk)
    clock.forward(days=2)
    asked: list[str | None] = []

    def at_work(person: PersonInfo | None, now: datetime) -> datetime:
        asked.append(person.id if person else None)
        return now

    await desk.reminders.remind(again_in_a_day, at_work)
    assert asked == [ALICE]


async def test_what_waits_for_an_author_is_what_is_their_turn(desk: Desk) -> None:
    task = await wished(desk)
    waiting = await desk.waiting_for(TEAM, ALICE)
    assert [(each.id, sign_off.role) for each, sign_off in waiting] == [(task.id, "Developer")]
    assert await desk.waiting_for(TEAM, GRACE) == []
