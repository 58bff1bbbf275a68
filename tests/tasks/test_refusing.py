"""What is refused is written down, once for each minute in which it is tried again, and changes nothing else."""

from collections.abc import Awaitable, Callable

import pytest

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import AlreadySigned, NotAllowed, NotAsked, NotYours, Stale, TaskError
from bot.tasks.events import Event
from bot.tasks.step import shown
from bot.tasks.store_events import WORKSPACE, chain_of
from bot.tasks.task import Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    channel,
    draft,
    file,
    person,
    show,
    sign,
    sign_shown,
)
from tests.tasks.taking import events, fresh, request

Try = Callable[[Desk, Task], Awaitable[object]]

TRIES: dict[str, tuple[Try, type[TaskError]]] = {
    "read": (lambda desk, task: desk.must_read(TEAM, task, MALLORY), NotAllowed),
    "sign": (lambda desk, task: show(desk, task, MALLORY), NotAsked),
    "name who signs": (lambda desk, task: desk.name_signers(TEAM, task.id, MALLORY, {1: LIN}), NotAllowed),
    "request changes": (lambda desk, task: request(desk, task, MALLORY, ids=[1]), NotAllowed),
    "close": (lambda desk, task: desk.steps.close(TEAM, shown(task), MALLORY, "Because"), NotAllowed),
}


async def refused(db: Database, task: Task) -> list[Event]:
    return [each for each in await events(db, task) if each.kind == "refused"]


async def in_workspace(db: Database) -> list[Event]:
    return await db.read(lambda session: chain_of(session, TEAM, WORKSPACE))


@pytest.mark.parametrize("action", TRIES)
async def test_a_refusal_is_an_event_and_nothing_else_changes(desk: Desk, db: Database, action: str) -> None:
    task = await file(desk)
    attempt, error = TRIES[action]
    with pytest.raises(error):
        await attempt(desk, task)
    (event,) = await refused(db, task)
    assert (event.who, event.facts["action"], event.facts["why"]) == (MALLORY, action, error.__name__)
    assert await fresh(desk, task) == task


async def test_signing_twice_and_signing_what_was_shown_before_are_refused_with_an_event(
    desk: Desk, db: Database
) -> None:
    task = await file(desk)
    showing = await show(desk, task, LIN)
    with pytest.raises(Stale):
        await sign_shown(desk, showing, LIN, revision=7)
    await sign(desk, task, GRACE)
    with pytest.raises(AlreadySigned):
        await show(desk, task, GRACE)
    assert [each.facts["why"] for each in await refused(db, task)] == ["Stale", "AlreadySigned"]


async def test_the_same_refusal_is_one_event_a_minute(desk: Desk, db: Database, clock: Clock) -> None:
    task = await file(desk)
    for _ in range(50):
        with pytest.raises(NotAllowed):
            await desk.must_read(TEAM, task, MALLORY)
        clock.forward(seconds=2)
    assert len(await refused(db, task)) == 2


async def test_another_person_action_or_reason_is_an_event_of_its_own(desk: Desk, db: Database) -> None:
    task = await file(desk)
    for action in ("read", "sign", "close"):
        attempt, error = TRIES[action]
        with pytest.raises(error):
            await attempt(desk, task)
    await desk.remember_person(person(LIN, "Lin", kind="guest"))
    for who in (LIN, "UEVE"):
        with pytest.raises(TaskError):
            await show(desk, task, who)
    assert len(await refused(db, task)) == 5


async def test_what_happens_to_the_task_meanwhile_makes_it_no_other_refusal(desk: Desk, db: Database) -> None:
    task = await file(desk)
    for _ in range(2):
        with pytest.raises(NotAsked):
            await show(desk, task, MALLORY)
        await sign(desk, task, GRACE) if not (await fresh(desk, task)).signatures else None
    assert len(await refused(db, task)) == 1


async def test_a_task_that_isnt_there_is_refused_in_the_workspaces_chain(desk: Desk, db: Database) -> None:
    with pytest.raises(TaskError):
        await desk.show_for_signing(TEAM, 99, MALLORY)
    (event,) = await in_workspace(db)
    assert event.facts == {"action": "sign", "why": "UnknownTask", "task": 99}


async def test_somebody_elses_draft_is_refused_in_the_workspaces_chain(desk: Desk, db: Database) -> None:
    mine = await draft(desk, {"title": "Fix the login"})
    for _ in range(2):
        with pytest.raises(NotYours):
            await desk.create(TEAM, MALLORY, mine)
    (event,) = await in_workspace(db)
    assert (event.who, event.facts["why"], event.facts["draft"]) == (MALLORY, "NotYours", mine)
    assert await desk.draft(TEAM, ALICE, mine)


async def test_chains_with_refusals_verify(desk: Desk, db: Database) -> None:
    task = await file(desk)
    for attempt, error in TRIES.values():
        with pytest.raises(error):
            await attempt(desk, task)
    assert not (await db.read(audit)).findings


async def test_who_was_seen_in_the_cards_channel_reads_if_they_are_a_full_member(desk: Desk) -> None:
    task = await file(desk)
    await desk.remember_channel(channel(HERE, private=True))
    assert not await desk.may_read(TEAM, task, MALLORY, there=True)
    await desk.remember_person(person(MALLORY, "Mallory"))
    assert await desk.may_read(TEAM, task, MALLORY, there=True)
    assert not await desk.may_read(TEAM, task, MALLORY)
    await desk.remember_person(person(MALLORY, "Mallory", kind="guest"))
    assert not await desk.may_read(TEAM, task, MALLORY, there=True)
