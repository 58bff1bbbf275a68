"""Started, marked as done, closed, reopened."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import BadReason, NotAllowed, NotAsked
from bot.tasks.step import shown
from bot.tasks.substance import sha256
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    empty_outbox,
    file,
    show,
    sign,
    sign_shown,
    targets,
)
from tests.tasks.taking import REASON, broken_at, events, fresh, request, retract

NO_ROLES = "# TASK-XXX: [Title]\n\n**Assignee**: [Name]\n\n## Goal\n\n**Objective**: [What]\n"

Step = Callable[[Desk, Task, str], Awaitable[Task]]


async def start(desk: Desk, task: Task, who: str = ALICE) -> Task:
    return await desk.steps.start(TEAM, shown(task), who)


async def finish(desk: Desk, task: Task, who: str = ALICE) -> Task:
    return await desk.steps.finish(TEAM, shown(task), who)


async def close(desk: Desk, task: Task, who: str = ALICE, reason: str = REASON) -> Task:
    return await desk.steps.close(TEAM, shown(task), who, reason)


async def reopen(desk: Desk, task: Task, who: str = ALICE, reason: str = REASON) -> Task:
    return await desk.steps.reopen(TEAM, shown(task), who, reason)


async def done(desk: Desk) -> Task:
    """A task that both have signed."""
    task = await file(desk)
    await sign(desk, task, GRACE)
    return (await sign(desk, task, LIN)).task


async def test_a_task_is_started_once(desk: Desk) -> None:
    task = await start(desk, await file(desk))
    assert task.state is State.STARTED
    with pytest.raises(NotAllowed, match="TASK-001 is started already"):
        await start(desk, task)


async def test_a_task_in_review_is_started_no_more(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    with pytest.raises(NotAllowed, match="is in review already"):
        await start(desk, task)


async def test_a_started_task_goes_back_to_started_with_its_last_signature(desk: Desk) -> None:
    task = await start(desk, await file(desk))
    await sign(desk, task, GRACE)
    assert (await retract(desk, task, GRACE)).state is State.STARTED


async def test_a_closed_task_asks_and_reminds_nobody(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    closed = await close(desk, task)
    clock.forward(days=30)
    assert (closed.state, closed.waiting(), await desk.reminders.remind(again_in_a_day, at_any_hour)) == (
        State.CLOSED,
        (),
        0,
    )
    with pytest.raises(NotAllowed, match="TASK-001 is closed, so it can't be signed"):
        await show(desk, task, GRACE)


async def test_who_closed_it_and_why_is_known_and_the_event_names_the_hash_only(
    desk: Desk, db: Database
) -> None:
    task = await close(desk, await file(desk))
    assert await desk.closing(task) == (ALICE, REASON)
    last = (await events(db, task))[-1]
    assert (last.kind, last.who, last.facts["reason"]) == ("task closed", ALICE, sha256(REASON))


async def test_closing_wants_the_card_and_everybodys_message(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await close(desk, task)
    assert await targets(desk) == ["asked:1:UGRACE", "asked:1:ULIN", "card:1"]


async def test_an_admin_closes_and_the_author_is_told_why(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await desk.steps.close(TEAM, shown(task), LIN, REASON, admin=True)
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    [told] = [row.ref for row in rows if row.kind == "tell"]
    said = await desk.text(TEAM, told["text"])
    assert (told["user"], said) == (ALICE, f"Lin Chen closed TASK-001: Fix the login\n{REASON}")


@pytest.mark.parametrize("step", [close, reopen, finish, start])
@pytest.mark.parametrize("who", [GRACE, MALLORY])
async def test_others_may_not_and_their_try_is_an_event(
    desk: Desk, db: Database, step: Step, who: str
) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="Only the author"):
        await step(desk, task, who)
    assert await fresh(desk, task) == task
    assert ((await events(db, task))[-1].kind, (await events(db, task))[-1].who) == ("refused", who)


@pytest.mark.parametrize("step", [close, reopen])
async def test_spaces_are_no_reason(desk: Desk, step: Callable[..., Awaitable[Task]]) -> None:
    task = await file(desk)
    if step is reopen:
        task = await close(desk, task)
    with pytest.raises(BadReason):
        await step(desk, task, reason=" \n")
    assert await fresh(desk, task) == task


async def test_a_closed_task_is_reopened_where_it_was_and_asks_again(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await close(desk, task)
    clock.forward(days=3)
    again = await reopen(desk, task)
    assert (again.state, [each.role for each in again.waiting()]) == (State.IN_REVIEW, ["Tech Lead"])
    assert again.waiting()[0].remind_at == clock.now + timedelta(days=1)


@pytest.mark.parametrize("started", [False, True])
async def test_without_a_signature_it_is_open_or_started_again(desk: Desk, started: bool) -> None:
    task = await file(desk)
    if started:
        await start(desk, task)
    await close(desk, task)
    assert (await reopen(desk, task)).state is (State.STARTED if started else State.OPEN)


async def test_a_reopened_done_task_keeps_its_signatures_and_is_not_done_at_once(desk: Desk) -> None:
    task = await done(desk)
    again = await reopen(desk, task)
    assert (again.state, again.signed_document_hash) == (State.IN_REVIEW, None)
    assert again.counting() == again.signatures == task.signatures


async def test_what_is_reopened_is_retracted_and_signed_until_it_is_done_again(desk: Desk) -> None:
    task = await reopen(desk, await done(desk))
    await retract(desk, task, GRACE)
    again = await sign(desk, task, GRACE)
    assert again.done and again.task.signed_document_hash


async def test_the_author_marks_a_reopened_task_as_done_when_nothing_is_missing(
    desk: Desk, db: Database
) -> None:
    task = await finish(desk, await reopen(desk, await done(desk)))
    assert task.state is State.DONE and task.signed_document_hash
    found = await events(db, task)
    assert [each.kind for each in found[-3:]] == ["task reopened", "task done", "document sealed"]
    assert broken_at(found) is None


async def test_a_task_that_is_done_again_is_news_again(desk: Desk) -> None:
    task = await done(desk)
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    for row in rows:
        await desk.outbox.posted(row, "C1", "1.0")
        await desk.outbox.finished(row)
    await finish(desk, await reopen(desk, task))
    for target in ("done:1:1", "signed-document:1:1"):
        assert await desk.outbox.message(TEAM, target) is None
    assert {"done:1:1", "signed-document:1:1"} <= set(await targets(desk))


async def test_a_task_without_roles_is_marked_as_done_by_its_author(desk: Desk) -> None:
    task = await finish(desk, await file(desk, template=NO_ROLES, signers={}))
    assert task.state is State.DONE and task.signed_document_hash


async def test_nobody_marks_as_done_what_still_needs_a_signature(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    with pytest.raises(NotAllowed, match="TASK-001 still needs the signature of: Tech Lead"):
        await finish(desk, task)


@pytest.mark.parametrize("step", [close, start, finish])
async def test_a_done_or_closed_task_goes_no_further_before_it_is_reopened(desk: Desk, step: Step) -> None:
    for task in (await done(desk), await close(desk, await file(desk))):
        with pytest.raises(NotAllowed, match=r"is done|is closed"):
            await step(desk, task, ALICE)
        with pytest.raises(NotAllowed):
            await retract(desk, task, GRACE, ids=[task.sign_offs[0].id])
        assert await fresh(desk, task) == task


async def test_a_task_that_goes_on_cant_be_reopened(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="TASK-001 is open, so there is nothing to reopen"):
        await reopen(desk, await file(desk))


async def test_closing_first_refuses_the_signature(desk: Desk) -> None:
    task = await file(desk)
    window = await show(desk, task, GRACE)
    await close(desk, task)
    with pytest.raises(NotAllowed, match="is closed"):
        await sign_shown(desk, window, GRACE)
    assert (await fresh(desk, task)).signatures == ()


async def test_the_last_signature_first_refuses_to_close(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await sign(desk, task, LIN)
    with pytest.raises(NotAllowed, match="is done, so it can't be closed any more"):
        await close(desk, task)


async def test_a_signature_and_a_closing_at_once_end_as_one_of_the_orders_would(desk: Desk) -> None:
    task = await file(desk)
    window = await show(desk, task, GRACE)
    outcomes = await asyncio.gather(
        close(desk, task), sign_shown(desk, window, GRACE), return_exceptions=True
    )
    after = await fresh(desk, task)
    refused = isinstance(outcomes[1], NotAllowed | NotAsked)
    assert (after.state, len(after.signatures)) == (State.CLOSED, 0 if refused else 1)


async def test_a_wish_for_changes_survives_closing_and_reopening(desk: Desk) -> None:
    task = await request(desk, await file(desk), GRACE)
    await close(desk, task)
    again = (await reopen(desk, task)).sign_offs[0]
    assert (again.state, again.reason) == (SignOffState.CHANGES_REQUESTED, REASON)
