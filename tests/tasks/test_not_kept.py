"""Texts that retention took: whoever wants them is told so, and nothing is done."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text as sql

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NotKept
from bot.tasks.step import shown
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, file, sign
from tests.tasks.editors import begin, edit

WANTED: dict[str, Callable[[Desk, Task], Awaitable[object]]] = {
    "read": lambda desk, task: desk.document(task),
    "the boxes beside it": lambda desk, task: desk.progress.look(task),
    "a file": lambda desk, task: desk.exported(task),
    "a file in Slack": lambda desk, task: desk.order_export(TEAM, task, ALICE),
    "signing": lambda desk, task: desk.show_for_signing(TEAM, task.id, GRACE),
    "boxes": lambda desk, task: desk.progress.open(TEAM, task.id, ALICE),
    "ticking": lambda desk, task: desk.progress.tick(TEAM, shown(task), ALICE, {0: True}),
    "an edit": lambda desk, task: desk.edits.begin(TEAM, task.id, ALICE),
    "an edit's draft": lambda desk, task: begin(desk, task),
    "an edit that is saved": lambda desk, task: edit(desk, task),
    "the last word": lambda desk, task: desk.steps.finish(TEAM, shown(task), ALICE),
}
"""What needs the task's text."""


async def forget(db: Database) -> None:
    # Templates belong to no workspace, and stay.
    await db.write(lambda session: session.execute(sql("DELETE FROM texts WHERE team_id != ''")) and None)


async def signed(desk: Desk) -> Task:
    """A task that all have signed."""
    task = await file(desk)
    await sign(desk, task, GRACE)
    return (await sign(desk, task, LIN)).task


@pytest.mark.parametrize("what", [each for each in WANTED if each != "the last word"])
async def test_whoever_wants_a_text_that_is_gone_is_told_so(desk: Desk, db: Database, what: str) -> None:
    task = await file(desk)
    await forget(db)
    with pytest.raises(NotKept, match="What TASK-001 said in revision 1 isn't kept any more"):
        await WANTED[what](desk, task)
    now = await desk.task(TEAM, task.id)
    assert now == task


async def test_a_task_is_not_done_without_the_document_that_would_be_sealed(desk: Desk, db: Database) -> None:
    await desk.steps.reopen(TEAM, shown(await signed(desk)), ALICE, "One more thing")
    await forget(db)
    task = await desk.task_by_key(TEAM, "TASK-001")
    with pytest.raises(NotKept):
        await WANTED["the last word"](desk, task)
    assert await desk.task(TEAM, task.id) == task


async def test_a_signed_document_that_is_gone_is_no_file(desk: Desk, db: Database) -> None:
    task = await signed(desk)
    await forget(db)
    with pytest.raises(NotKept):
        await desk.exported(task)
