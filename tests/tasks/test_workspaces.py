"""Every statement takes the workspace: the fixture `watched` refuses others in all tests of this room."""

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlmodel import Session

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import DraftGone, NotYours
from bot.tasks.tables import drafts, seen_events, sign_offs, tasks
from tests.tasks.cast import ALICE, TEAM, draft
from tests.tasks.watching import ALLOWED, teamless

TEAM_ID = tasks.c.team_id == TEAM


@pytest.mark.parametrize(
    "statement",
    [
        select(tasks),
        select(tasks.c.team_id).where(tasks.c.id == 1),
        select(tasks).join(sign_offs, sign_offs.c.task_id == tasks.c.id).where(TEAM_ID),
        select(tasks).where(TEAM_ID, tasks.c.id.in_(select(sign_offs.c.task_id))),
        update(tasks).where(tasks.c.id == 1).values(team_id="T1"),
        delete(drafts).where(drafts.c.id == "x"),
        insert(drafts).values(id="x"),
    ],
)
def test_a_statement_that_takes_no_workspace_is_seen(statement: object) -> None:
    assert teamless(statement)


@pytest.mark.parametrize(
    "statement",
    [
        select(tasks).where(TEAM_ID),
        select(tasks).join(sign_offs, sign_offs.c.team_id == tasks.c.team_id),
        update(tasks).where(TEAM_ID).values(version=2),
        insert(drafts).values(id="x", team_id="T1"),
        select(seen_events),
    ],
)
def test_one_that_does_is_let_through(statement: object) -> None:
    assert not teamless(statement)


def test_few_are_allowed_without() -> None:
    assert {file for file, _ in ALLOWED} <= {
        "directory",
        "store_absences",
        "store_audit",
        "store_outbox",
        "store_retention",
        "store_tasks",
        "witness",
    }
    assert len(ALLOWED) <= 15


async def test_a_draft_of_another_workspace_is_neither_found_nor_saved_over(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Ours"})
    with pytest.raises(NotYours):
        await desk.save_draft("T2", ALICE, draft_id, template_hash="h", answers={}, page=0)
    with pytest.raises(DraftGone):
        await desk.create("T2", ALICE, draft_id)


async def test_with_the_workspace_a_task_is_still_found_by_its_own_rows(db: Database) -> None:
    wanted = select(sign_offs).where(sign_offs.c.team_id == TEAM, sign_offs.c.task_id.in_(range(100)))
    asked = str(wanted.compile(compile_kwargs={"literal_binds": True}))

    def plan(session: Session) -> list[str]:
        return [row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]

    assert ["team_id=? AND task_id=?" in step for step in await db.read(plan)] == [True]
