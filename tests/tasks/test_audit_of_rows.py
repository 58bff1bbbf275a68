"""What a task's own row holds without a revision, "Sign by" and ticks, and what lists sort by: held against events."""

import pytest
from sqlalchemy import text as sql
from sqlalchemy import update
from sqlmodel import Session

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.events import START, Fact, link
from bot.tasks.step import shown
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.tables import events as rows
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, TEAM, file, sign
from tests.tasks.editors import answers, edit
from tests.tasks.taking import fresh

SINCE = {"priority", "priority_rank", "ticks"}
"""What no event of an earlier version names; and of "Sign by" not what it was when the task was filed."""
ROW, BOXES = (
    "The task's own row isn't what event {} says: {} differs.",
    "Its boxes aren't ticked as event {} left them: a tick was changed without an event.",
)


async def findings(db: Database) -> list[str]:
    return [each.said for each in (await db.read(audit)).findings]


async def set_behind(db: Database, column: str, value: str) -> None:
    """Somebody writes to the row of the task past the program."""
    await db.write(lambda session: session.execute(sql(f"UPDATE tasks SET {column} = {value}")).close())


@pytest.fixture
async def task(desk: Desk) -> Task:
    """Filed, made urgent (event 4), to be signed by Christmas Eve (5), its first box ticked (6)."""
    filed = (await edit(desk, await file(desk), {"priority": "P1-High"})).task
    planned = (await edit(desk, filed, plan={"sign_by": "2026-12-24"})).task
    await desk.progress.tick(TEAM, shown(planned), ALICE, {0: True})
    return await fresh(desk, planned)


async def old(db: Database, task: Task) -> None:
    """The task's chain as an earlier version wrote it: without what events name of the row since."""

    def rewrite(session: Session) -> None:
        session.execute(sql("DROP TRIGGER events_refuse_update"))
        before = START
        for each in chain_of(session, TEAM, task_chain(task.id)):
            new = SINCE | ({"sign_by"} if each.kind == "task created" else set())
            facts = {name: said for name, said in each.facts.items() if name not in new}
            fact = Fact(kind=each.kind, who=each.who, at=each.at, facts=facts)
            event = link(each.chain, each.number, before, fact)
            own = (rows.c.chain == each.chain, rows.c.number == each.number)
            told = {"facts": facts, "before": before, "hash": event.hash}
            session.execute(update(rows).where(*own).values(**told))
            before = event.hash

    await db.write(rewrite)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("priority", "'P3-Low'", ROW.format(4, "priority")),
        ("priority", "NULL", ROW.format(4, "priority")),
        ("priority_rank", "3", ROW.format(4, "priority rank")),
        ("sign_by", "'2027-12-24'", ROW.format(5, "sign by")),
        ("sign_by", "NULL", ROW.format(5, "sign by")),
        ("ticks", "replace(ticks, 'true', 'false')", BOXES.format(6)),
        ("ticks", "replace(ticks, 'false', 'true')", BOXES.format(6)),
        ("ticks", "'[]'", BOXES.format(6)),
        ("ticks", "'nonsense'", BOXES.format(6)),
        ("ticks", "'[7]'", BOXES.format(6)),
    ],
)
async def test_what_was_changed_without_an_event_is_told(
    db: Database, task: Task, column: str, value: str, said: str
) -> None:
    assert await findings(db) == []
    await set_behind(db, column, value)
    assert await findings(db) == [said]


async def test_a_box_that_an_edit_ticks_counts_from_then_on(desk: Desk, db: Database, task: Task) -> None:
    listed = (await answers(desk, task))["definition-of-done"]
    both = [{**each, "done": True} for each in listed]
    for title in (task.title, "Fix the door"):
        await edit(desk, await fresh(desk, task), {"definition-of-done": both, "title": title})
        assert await findings(db) == []
    await set_behind(db, "ticks", "replace(ticks, 'true', 'false')")
    assert await findings(db) == [BOXES.format(8)]


async def test_places_in_another_order_and_boxes_that_nobody_ticked_are_no_change(
    db: Database, task: Task
) -> None:
    await set_behind(db, "ticks", """'[["more", 0, false], ["x"]]'""")
    assert await findings(db) == [BOXES.format(6)]
    await set_behind(
        db, "ticks", """'[[["definition-of-done", 1], false], [["definition-of-done", 0], true]]'"""
    )
    assert await findings(db) == []


async def test_a_chain_of_an_earlier_version_holds_and_only_what_it_names_is_compared(
    db: Database, task: Task
) -> None:
    await old(db, task)
    for column, value in (("priority", "'x'"), ("priority_rank", "9"), ("ticks", "'[]'")):
        await set_behind(db, column, value)
    assert await findings(db) == []
    await set_behind(db, "sign_by", "NULL")
    assert await findings(db) == [ROW.format(5, "sign by")]


async def test_a_day_to_sign_by_of_before_events_named_it_holds(desk: Desk, db: Database) -> None:
    filed = await file(desk)
    await old(db, filed)
    await set_behind(db, "sign_by", "'2026-12-24'")
    assert await findings(db) == []


async def test_what_is_changed_after_an_upgrade_is_held_against_the_events_since(
    desk: Desk, db: Database, task: Task
) -> None:
    await old(db, task)
    await desk.progress.tick(TEAM, shown(task), ALICE, {1: True})
    await edit(desk, await fresh(desk, task), plan={"sign_by": "2026-12-31"})
    await sign(desk, await fresh(desk, task), "UGRACE")
    assert await findings(db) == []
    await set_behind(db, "ticks", "'[]'")
    await set_behind(db, "sign_by", "NULL")
    assert sorted(await findings(db)) == [BOXES.format(7), ROW.format(8, "sign by")]
