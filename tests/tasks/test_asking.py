"""Who is asked to sign later, for roles that had nobody."""

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import CannotSign, NotAllowed, Stale
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.task import SignOffState, State
from tests.tasks.cast import (
    ALICE,
    BOTH,
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
from tests.tasks.taking import broken_at


async def test_a_role_that_had_nobody_is_asked_and_the_task_can_be_done(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await empty_outbox(desk)
    named = (await desk.name_signers(TEAM, task.id, ALICE, {task.sign_offs[1].id: LIN})).task
    assert named.sign_offs[1].asked_at == clock.now and named.sign_offs[1].remind_at is not None
    assert await targets(desk) == [f"asked:{task.id}:{LIN}", f"card:{task.id}"]
    await sign(desk, named, GRACE)
    assert (await sign(desk, named, LIN)).task.state is State.DONE


async def test_a_role_that_has_somebody_keeps_them_and_whoever_names_another_sees_that_first(
    desk: Desk,
) -> None:
    task = await file(desk, signers=BOTH)
    with pytest.raises(Stale, match="Tech Lead needs nobody to be named any more"):
        await desk.name_signers(TEAM, task.id, ALICE, {task.sign_offs[1].id: GRACE})
    assert (await desk.name_signers(TEAM, task.id, ALICE, {task.sign_offs[1].id: LIN})).task == task


async def test_only_the_author_and_admins_may_name_signers(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    for who in (GRACE, MALLORY):
        with pytest.raises(NotAllowed):
            await desk.name_signers(TEAM, task.id, who, {task.sign_offs[1].id: LIN})
    named = await desk.name_signers(TEAM, task.id, MALLORY, {task.sign_offs[1].id: LIN}, admin=True)
    assert named.task.sign_offs[1].state is SignOffState.ASKED


async def test_who_cannot_sign_cannot_be_named(desk: Desk) -> None:
    await desk.remember_person(person(LIN, "Lin", kind="guest"))
    task = await file(desk, signers={"Developer": GRACE})
    with pytest.raises(CannotSign):
        await desk.name_signers(TEAM, task.id, ALICE, {task.sign_offs[1].id: LIN})


async def test_naming_is_an_event_in_the_tasks_chain(desk: Desk, db: Database) -> None:

    task = await file(desk, signers={})
    await desk.name_signers(TEAM, task.id, ALICE, {each.id: LIN for each in task.sign_offs})
    events = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    assert [event.kind for event in events][-2:] == ["sign-off asked", "sign-off asked"]
    assert broken_at(events) is None
