"""What an old copy's reader is told of the time since."""

from datetime import UTC, datetime

import pytest

from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed, Stale
from bot.tasks.events import Event
from bot.tasks.history import Entry
from bot.tasks.rights import Action
from bot.tasks.since import since
from bot.tasks.step import check_shown, shown
from bot.tasks.task import State
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, file, sign
from tests.tasks.editors import edit
from tests.tasks.taking import fresh, request, retract


def entry(kind: str, who: str | None, name: str, **facts: object) -> Entry:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    event = Event(kind=kind, who=who, at=at, facts=facts, chain="task:1", number=1, before="", hash="")
    return Entry(team=TEAM, event=event, name=name, key="TASK-001", title="Fix the login")


async def test_what_others_did_is_told_the_latest_first(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    now = await desk.steps.close(TEAM, shown(await fresh(desk, task)), ALICE, "Not worth it")
    told = await desk.since(now, task.version, MALLORY)
    assert told == "Alice Author closed it; Grace Hopper signed as Developer"


async def test_nobody_is_told_what_they_did_themselves_nor_what_followed_from_it(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    now = (await sign(desk, task, LIN)).task
    assert await desk.since(now, task.version, LIN) == "Grace Hopper signed as Developer"
    assert await desk.since(now, task.version + 1, LIN) == ""


async def test_that_it_was_done_is_told_to_the_others(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    now = (await sign(desk, task, LIN)).task
    told = await desk.since(now, task.version + 1, GRACE)
    assert told == "Countersign marked it as done, as nothing more was needed; Lin Chen signed as Tech Lead"


async def test_nothing_is_told_of_the_present_nor_of_refusals(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed):
        await desk.steps.open(Action.CLOSE, TEAM, task.id, MALLORY)
    assert await desk.since(task, task.version, ALICE) == ""
    assert await desk.since(task, task.version - 1, ALICE) == ""


async def test_of_many_changes_the_last_are_told_and_the_others_counted(desk: Desk) -> None:
    task = await file(desk)
    for time in range(3):
        await sign(desk, await fresh(desk, task), GRACE)
        await retract(desk, task, GRACE)
        await request(desk, await fresh(desk, task), LIN, reason=f"Again, {time}")
    told = await desk.since(await fresh(desk, task), task.version, ALICE)
    assert told.startswith("Lin Chen requested changes as Tech Lead; Grace Hopper retracted the signature")
    assert told.endswith("; Grace Hopper signed as Developer; and 6 more changes")


async def test_of_an_edit_the_edit_is_told_and_not_each_signature_that_it_dismissed(desk: Desk) -> None:
    task = await file(desk)
    for who in (GRACE, LIN):
        await sign(desk, task, who)
    reopened = await desk.steps.reopen(TEAM, shown(await fresh(desk, task)), LIN, "Wait", admin=True)
    now = (await edit(desk, reopened, {"title": "Another"})).task
    told = await desk.since(now, task.version + 1, GRACE)
    assert told.startswith("Alice Author edited it: revision 2; Lin Chen reopened it; Countersign marked it")


async def test_the_same_again_and_again_is_said_once(desk: Desk) -> None:
    task = await file(desk)
    for reason in "abc":
        await request(desk, await fresh(desk, task), LIN, reason=reason)
    told = await desk.since(await fresh(desk, task), task.version, ALICE)
    assert told == "Lin Chen requested changes as Tech Lead"


async def test_events_that_name_no_version_are_only_said_to_have_been(desk: Desk) -> None:
    task = (await file(desk)).model_copy(update={"version": 4})
    old = [entry("signed", GRACE, "Grace Hopper", role="Developer")]
    assert since(old, task, 2, ALICE) == "TASK-001 has changed"
    assert since([entry("signed", GRACE, "Grace", version="x")], task, 2, ALICE) == "TASK-001 has changed"
    known = entry("task closed", LIN, "Lin Chen", version=4)
    assert since([*old, known], task, 2, ALICE) == "Lin Chen closed it; and 1 more change"


async def test_a_copy_of_another_task_is_refused(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="shown for another task"):
        check_shown(task, shown(task).model_copy(update={"key": "TASK-002"}))


async def test_a_copy_of_a_version_that_is_not_yet_is_as_stale_as_an_old_one(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(Stale, match="newer than what the bot knows"):
        check_shown(task, shown(task).model_copy(update={"version": 2}))


async def test_a_very_long_key_is_carried_as_its_hash(desk: Desk) -> None:
    task = (await file(desk)).model_copy(update={"key": "K" * 5000 + "-001"})
    assert len(shown(task).key) == 64
    check_shown(task, shown(task))
    with pytest.raises(NotAllowed):
        check_shown(task.model_copy(update={"key": "K" * 5001 + "-001"}), shown(task))


async def test_only_a_step_that_depends_on_the_state_is_stopped_by_another_state(desk: Desk) -> None:
    task = await file(desk)
    now = (await sign(desk, task, GRACE)).task
    check_shown(now, shown(task))
    with pytest.raises(Stale, match="TASK-001 is in review now, and it was open before"):
        check_shown(now, shown(task).model_copy(update={"state": State.OPEN}))
