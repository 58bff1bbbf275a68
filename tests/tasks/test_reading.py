"""Tasks, found and read; people, channels and events, remembered."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, update
from sqlmodel import Session

from bot.tasks import store_tasks
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import Conflict, UnknownTask
from bot.tasks.tables import sign_offs, tasks
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, HERE, LIN, MALLORY, TEAM, Clock, channel, file, live, person, sign


async def test_a_key_is_found_in_any_case(desk: Desk) -> None:
    task = await file(desk)
    assert await desk.task_by_key(TEAM, " task-001 ") == task


@pytest.mark.parametrize("typed", ["task-1", "TASK-01", "Task-0001"])
async def test_a_key_is_found_with_fewer_or_more_zeros(desk: Desk, typed: str) -> None:
    task = await file(desk)
    assert await desk.task_by_key(TEAM, typed) == task


@pytest.mark.parametrize("typed", ["1", "#1", "001"])
async def test_a_number_alone_is_enough_where_one_task_has_it(desk: Desk, typed: str) -> None:
    task = await file(desk)
    assert await desk.task_by_key(TEAM, typed) == task


@pytest.mark.parametrize("typed", ["2", "TASC-1", "1O", "l", "１", "#"])
async def test_what_isnt_its_number_alone_opens_no_other_task(desk: Desk, typed: str) -> None:
    await file(desk)
    with pytest.raises(UnknownTask):
        await desk.task_by_key(TEAM, typed)


async def test_an_unknown_key_names_the_nearest(desk: Desk) -> None:
    await file(desk)
    with pytest.raises(UnknownTask, match=r"There is no task TASK-0O1 here. Did you mean TASK-001\?"):
        await desk.task_by_key(TEAM, "TASK-0O1")


async def test_where_no_key_is_near_the_list_is_named(desk: Desk) -> None:
    with pytest.raises(UnknownTask, match="/task list shows what is yours, and /task search finds"):
        await desk.task_by_key(TEAM, "TASK-001")


async def test_another_number_is_another_task_and_is_not_guessed(desk: Desk) -> None:
    await file(desk)
    with pytest.raises(UnknownTask) as unknown:
        await desk.task_by_key(TEAM, "TASK-999")
    assert unknown.value.nearest is None


async def test_a_key_that_is_a_novel_is_not_said_back_whole(desk: Desk) -> None:
    with pytest.raises(UnknownTask) as unknown:
        await desk.task_by_key(TEAM, "x" * 10_000)
    assert len(str(unknown.value)) < 150


async def test_a_key_of_another_workspace_is_unknown(desk: Desk) -> None:
    await file(desk)
    with pytest.raises(UnknownTask) as unknown:
        await desk.task_by_key("T2", "TASK-001")
    assert unknown.value.nearest is None


async def test_the_longest_waiting_comes_first_and_only_my_own(desk: Desk, clock: Clock) -> None:
    for title in ("Old", "New"):
        await file(desk, title)
        clock.forward(hours=1)
    waiting = await desk.waiting_for(TEAM, GRACE)
    assert [(task.title, sign_off.role) for task, sign_off in waiting] == [
        ("Old", "Developer"),
        ("New", "Developer"),
    ]
    assert await desk.waiting_for(TEAM, MALLORY) == []


async def test_nothing_waits_for_who_has_signed(desk: Desk) -> None:
    await sign(desk, await file(desk), GRACE)
    assert await desk.waiting_for(TEAM, GRACE) == []
    assert len(await desk.waiting_for(TEAM, LIN)) == 1


def whole(session: Session, table: Table) -> list[dict[str, Any]]:
    """All rows, with all their columns."""
    return [dict(row) for row in session.execute(select(table)).mappings()]


async def test_more_tasks_than_a_query_takes_values_are_read(desk: Desk, db: Database) -> None:
    await file(desk)

    def copy(session: Session) -> None:
        (task,), roles = whole(session, tasks), whole(session, sign_offs)
        ids = range(2, 1200)
        copies = [{**task, "id": each, "key": f"TASK-{each:03}"} for each in ids]
        asked = [{**role, "id": None, "task_id": each} for each in ids for role in roles]
        session.execute(insert(tasks), copies)
        session.execute(insert(sign_offs), asked)

    await db.write(copy)
    found = await db.read(live)
    assert (len(found), found[-1].sign_offs[1].person) == (1199, LIN)


def somebody_else_was_faster(session: Session, task: Task) -> None:
    session.execute(update(tasks).where(tasks.c.id == task.id).values(version=tasks.c.version + 1))


async def test_a_change_of_what_has_changed_meanwhile_is_a_conflict(desk: Desk, db: Database) -> None:
    task = await file(desk)

    def change(session: Session) -> None:
        somebody_else_was_faster(session, task)
        store_tasks.save(session, task, task.model_copy(update={"title": "Lost"}))

    with pytest.raises(Conflict):
        await db.write(change)
    assert await desk.task(TEAM, task.id) == task


async def test_a_conflict_is_tried_again_before_anybody_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await file(desk)
    save, tries = store_tasks.save, []

    def contested(session: Session, before: Task, after: Task) -> None:
        tries.append(before.version)
        if len(tries) < 3:
            somebody_else_was_faster(session, before)
        save(session, before, after)

    monkeypatch.setattr(store_tasks, "save", contested)
    assert (await sign(desk, task, GRACE)).task.signatures
    assert len(tries) == 3


async def test_somebody_named_may_read_and_a_stranger_only_in_public(desk: Desk) -> None:
    task = await file(desk)
    await desk.remember_person(person(MALLORY, "Mallory"))
    assert await desk.may_read(TEAM, task, ALICE)
    assert not await desk.may_read(TEAM, task, MALLORY)
    await desk.remember_channel(channel(HERE))
    assert await desk.may_read(TEAM, task, MALLORY)


async def test_an_admin_reads_everything(desk: Desk) -> None:
    assert await desk.may_read(TEAM, await file(desk), "UADMIN", admins=["UADMIN"])


async def test_people_are_remembered_as_last_told(desk: Desk) -> None:
    await desk.remember_person(person(GRACE, "Grace", dm_channel="D1"))
    await desk.remember_person(person(GRACE, "Grace H.", kind="guest"))
    assert await desk.people(TEAM, [GRACE, "UNKNOWN"]) == {
        GRACE: person(GRACE, "Grace H.", kind="guest", dm_channel="D1")
    }


async def test_channels_are_remembered_as_last_told(desk: Desk) -> None:
    await desk.remember_channel(channel("C9"))
    await desk.remember_channel(channel("C9", private=True))
    assert await desk.channel(TEAM, "C9") == channel("C9", private=True)
    assert await desk.channel(TEAM, "C8") is None


async def test_an_event_is_new_once(desk: Desk, clock: Clock) -> None:
    assert await desk.remember_event("Ev1")
    assert not await desk.remember_event("Ev1")
    clock.forward(days=1, seconds=1)
    assert await desk.remember_event("Ev1")


async def test_a_private_sentence_waits_as_a_hash(desk: Desk) -> None:
    await desk.tell(TEAM, GRACE, "The channel #x is archived.")
    (row,) = await desk.outbox.claim(1, timedelta(minutes=1))
    assert (row.kind, row.ref["user"]) == ("tell", GRACE)
    assert await desk.text(TEAM, row.ref["text"]) == "The channel #x is archived."
