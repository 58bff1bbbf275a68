"""The signed document of a task with much behind it verifies; and whatever is changed of what is behind it is named."""

import asyncio
import shutil
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlmodel import Session

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.step import shown
from bot.tasks.store_events import task_chain
from bot.tasks.task import State, Task
from bot.tasks.verifying import offline, online
from tests.databases import new_database
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, Clock, file, in_a_day, sign
from tests.tasks.editors import edit
from tests.tasks.instant import DEVOPS, THREE
from tests.tasks.taking import REASON, events, fresh, request, retract

TABLES = ("events", "revisions", "signatures")
OF_TASK = f"chain = '{task_chain(1)}'"


async def lived(url: str) -> None:
    """Three revisions, signatures that were dismissed, renewed, retracted and given again, a role that isn't needed;
    done, reopened, edited once more, and done.
    """
    db = Database.open(url)
    desk = Desk(db, Clock(), in_a_day)
    task = await file(desk, template=THREE)
    await sign(desk, task, GRACE)
    await request(desk, task, LIN)
    await edit(desk, task, {"goal.objective": "Sign in with a key"})
    await sign(desk, task, GRACE, comment="Still good")
    await retract(desk, task, GRACE)
    await sign(desk, task, GRACE)
    seen, devops = shown(await fresh(desk, task)), task.sign_offs[DEVOPS].id
    await desk.steps.not_needed(TEAM, seen, ALICE, devops, REASON)
    task = (await sign(desk, task, LIN)).task
    await desk.steps.reopen(TEAM, shown(task), ALICE, REASON)
    await edit(desk, task, {"priority": "P1-High"})
    await sign(desk, task, LIN)
    await sign(desk, task, GRACE)
    await db.close()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database in which all that has happened."""
    path = tmp_path_factory.mktemp("life") / "countersign.db"
    asyncio.run(lived(new_database(path)))
    return path


@pytest.fixture
def url(life: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(life, tmp_path)}"


@pytest.fixture
async def done(desk: Desk) -> Task:
    return await desk.task_by_key(TEAM, "TASK-001")


async def document(desk: Desk, task: Task) -> str:
    return (await desk.exported(task)).text


async def wrong(db: Database, document: str) -> list[str]:
    checks = await db.read(lambda session: online(session, document))
    return [each.said for each in checks if not each.holds]


async def found(db: Database) -> list[str]:
    return [each.said for each in (await db.read(audit)).findings]


async def behind(db: Database, *changes: str) -> None:
    """What somebody does who has the file, and takes the triggers away."""
    drops = [
        f"DROP TRIGGER {table}_refuse_{how}" for table in TABLES for how in ("update", "delete", "replace")
    ]
    for each in (*drops, *changes):
        await db.write(partial(_do, each))


def _do(change: str, session: Session) -> None:
    session.execute(sql(change)).close()


async def test_it_verifies_with_the_database_and_without(desk: Desk, db: Database, done: Task) -> None:
    whole = await document(desk, done)
    assert (done.state, done.revision, len(done.signatures), len(done.counting())) == (State.DONE, 3, 6, 2)
    assert await wrong(db, whole) == [] == [each for each in offline(whole) if not each.holds]
    assert await found(db) == []


async def test_the_document_of_the_first_time_it_was_done_verifies_still(
    desk: Desk, db: Database, done: Task
) -> None:
    sealed = [each.facts for each in await events(db, done) if each.kind == "document sealed"]
    assert [each["revision"] for each in sealed] == [2, 3]
    assert await wrong(db, await desk.text(TEAM, sealed[0]["document"])) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "UPDATE signatures SET revision = 3, substance_hash = (SELECT substance_hash FROM tasks) WHERE id = 1",
            "Signature 1 (Developer, UGRACE) isn't what event 4 says: revision, substance differs.",
        ),
        (
            "UPDATE revisions SET author = 'UEVE' WHERE number = 2",
            "The row of revision 2 isn't what event 7 says: author differs.",
        ),
        (
            "UPDATE revisions SET substance_hash = (SELECT substance_hash FROM tasks) WHERE number = 2",
            "The row of revision 2 isn't what event 7 says: substance differs.",
        ),
        (
            "UPDATE revisions SET at = '2020-01-01 00:00:00.000000' WHERE number = 3",
            "says: time differs.",
        ),
        ("DELETE FROM revisions WHERE number = 2", "The row of revision 2 is gone, though event 7 made it."),
        (
            "UPDATE tasks SET revision = 2, substance_hash = (SELECT substance_hash FROM revisions WHERE number = 2)",
            "It stands at revision 2, and its events made 3.",
        ),
        (
            f"DELETE FROM events WHERE {OF_TASK} AND number = 8",
            "is missing: the next one that is there has number 9",
        ),
        (
            f"UPDATE events SET kind = 'signed' WHERE {OF_TASK} AND number = 8",
            "event 8 was changed after it was written",
        ),
    ],
)
async def test_a_change_behind_it_is_named(
    desk: Desk, db: Database, done: Task, change: str, said: str
) -> None:
    whole = await document(desk, done)
    await behind(db, change)
    [told] = [each for each in await wrong(db, whole) if "history" in each]
    assert said in told
    assert await found(db) != []


async def test_a_signature_of_an_older_revision_counts_for_nothing_when_its_role_is_set_back(
    desk: Desk, db: Database, done: Task
) -> None:
    await desk.steps.reopen(TEAM, shown(done), ALICE, REASON)
    task = (await edit(desk, done, {"priority": "P0-Critical"})).task
    await behind(db, "UPDATE sign_offs SET state = 'signed'", "UPDATE tasks SET state = 'done'")
    assert (await fresh(desk, task)).counting() == ()


async def test_a_cut_tail_is_told_by_a_document_that_names_what_was_cut(
    desk: Desk, db: Database, done: Task
) -> None:
    whole = await document(desk, done)
    cut = (await events(db, done))[-2].number
    await behind(db, f"DELETE FROM events WHERE {OF_TASK} AND number >= {cut}")
    assert any("has no event with the hash that the footer names" in each for each in await wrong(db, whole))


async def test_a_line_of_an_older_signature_in_the_footer_is_told(
    desk: Desk, db: Database, done: Task
) -> None:
    whole = await document(desk, done)
    old = whole.replace("2026-11-23, revision 3", "2026-11-23, revision 2", 1)
    assert old != whole
    assert any("That signature is of another text than this one." in each for each in await wrong(db, old))
