"""What was typed into a task that is over for long is deleted; that it happened, and what it hashes to, stays."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.tasks import store_outbox, store_texts
from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.listing import Reader
from bot.tasks.posts import PostedMessage
from bot.tasks.retention import PORTION, next_look
from bot.tasks.step import shown
from bot.tasks.task import Task
from bot.tasks.verifying import online
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    TEAM,
    TEMPLATE,
    Clock,
    draft,
    empty_outbox,
    show,
    sign,
    targets,
)
from tests.tasks.editors import edit

KEEP = timedelta(days=365)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ADMIN = Reader(TEAM, ALICE, admin=True)


async def file(desk: Desk, title: str = "Fix the login", answers: dict[str, str] | None = None) -> Task:
    """A task that Grace and Lin are asked to sign."""
    return (await desk.create(TEAM, ALICE, await draft(desk, {"title": title, **(answers or {})}))).task


async def closed(desk: Desk, **more: Any) -> Task:
    """A task that its author has closed."""
    return await desk.steps.close(TEAM, shown(await file(desk, **more)), ALICE, "Not worth it any more")


def texts_of(url: str, then: str = "") -> set[str]:
    """The texts that belong to tasks; then something is done to the file."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        found = {text for (text,) in file.execute("SELECT text FROM task_texts NATURAL JOIN texts")}
        file.executescript(then)
    return found


def stored(folder: Path) -> bytes:
    """All that the database's files hold: the database itself, and its journal."""
    return b"".join(each.read_bytes() for each in sorted(folder.glob("countersign.db*")))


async def signed(desk: Desk) -> Task:
    """A task that all have signed, and one of them with a comment."""
    task = await file(desk)
    await sign(desk, task, GRACE, comment="Looks fine")
    return (await sign(desk, task, LIN)).task


async def count(db: Database, what: str) -> int:
    return await db.read(
        lambda session: int(session.execute(sql(f"SELECT count(*) FROM {what}")).scalar_one())
    )


async def test_a_task_that_was_closed_long_ago_keeps_no_text(desk: Desk, db: Database, clock: Clock) -> None:
    await closed(desk)
    clock.forward(days=365)
    assert await desk.retention.forget_when_due(KEEP) == 1
    assert [await count(db, each) for each in ("texts WHERE team_id != ''", "notes", "drafts")] == [0, 0, 0]


async def test_a_task_that_is_done_keeps_none_either(desk: Desk, db: Database, clock: Clock) -> None:
    await signed(desk)
    clock.forward(days=365)
    assert await desk.retention.forget_when_due(KEEP) == 1
    assert [await count(db, each) for each in ("texts WHERE team_id != ''", "notes")] == [0, 0]


async def test_until_then_everything_stays(desk: Desk, db: Database, clock: Clock) -> None:
    task = await closed(desk)
    clock.forward(days=364)
    assert await desk.retention.forget_when_due(KEEP) == 0
    assert await desk.document(task)


async def test_a_task_that_is_under_way_keeps_its_texts(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    clock.forward(days=3650)
    assert await desk.retention.forget_when_due(KEEP) == 0
    assert await desk.document(task)


async def test_reopening_stops_it_and_the_time_begins_anew(desk: Desk, clock: Clock) -> None:
    task = await closed(desk)
    clock.forward(days=300)
    task = await desk.steps.reopen(TEAM, shown(task), ALICE, "One more thing")
    clock.forward(days=300)
    task = await desk.steps.close(TEAM, shown(task), ALICE, "Enough")
    clock.forward(days=364)
    assert await desk.retention.forget_when_due(KEEP) == 0
    clock.forward(days=1)
    assert await desk.retention.forget_when_due(KEEP) == 1


@pytest.mark.parametrize("first", ["reopened", "forgotten"])
async def test_who_reopens_it_at_the_same_moment_gets_all_of_it_or_a_sentence(
    desk: Desk, clock: Clock, first: str
) -> None:
    task = await closed(desk)
    clock.forward(days=365)
    reopened = desk.steps.reopen(TEAM, shown(task), ALICE, "One more thing")
    forgotten = desk.retention.forget_when_due(KEEP)
    both = (reopened, forgotten) if first == "reopened" else (forgotten, reopened)
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    now = await desk.task_by_key(TEAM, task.key)
    if now.forgotten_at:
        assert "it can't be reopened. Please make a new task." in "".join(map(str, outcomes))
    else:
        assert "Fix the login" in await desk.document(now)


async def test_what_another_task_says_too_stays_for_it(desk: Desk, clock: Clock) -> None:
    live, over = await file(desk), await closed(desk)
    assert live.substance_hash == over.substance_hash
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    assert "Fix the login" in await desk.document(live)


async def test_a_document_that_a_draft_was_imported_from_too_stays_for_it(
    desk: Desk, db: Database, clock: Clock
) -> None:
    digest = await db.write(lambda session: store_texts.keep(session, TEAM, "# A document"))
    plan, template = {"imported": {"hash": digest, "name": None}}, await desk.save_template(TEMPLATE)
    for draft_id in ("first", "second"):
        values = {"template_hash": template, "answers": {"title": "Read in"}, "page": 0, "plan": plan}
        await desk.save_draft(TEAM, ALICE, draft_id, **values)  # type: ignore[arg-type]
    await desk.steps.close(TEAM, shown((await desk.create(TEAM, ALICE, "first")).task), ALICE, "Read twice")
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    await desk.create(TEAM, ALICE, "second")
    assert (await db.read(audit)).findings == ()


async def test_what_was_only_looked_at_and_all_revisions_go_too(
    desk: Desk, db: Database, clock: Clock
) -> None:
    task = await file(desk)
    await show(desk, task, GRACE)
    task = (await edit(desk, task)).task
    await desk.steps.close(TEAM, shown(task), ALICE, "Not worth it")
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    assert await count(db, "texts WHERE team_id != ''") == 0


async def test_the_history_says_so_once(desk: Desk, db: Database, clock: Clock) -> None:
    task = await closed(desk)
    for _ in range(3):
        clock.forward(days=365)
        await desk.retention.forget_when_due(KEEP)
    assert await count(db, "events WHERE kind = 'texts forgotten'") == 1
    now = await desk.task_by_key(TEAM, task.key)
    assert (now.title, now.updated_at, now.version) == (task.title, task.updated_at, task.version + 1)


async def test_search_finds_it_by_its_title_still_and_by_its_text_no_more(desk: Desk, clock: Clock) -> None:
    await closed(desk, answers={"goal.objective": "Zanzibar"})
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    found = [await desk.lookups.found(ADMIN, words) for words in ("login", "Zanzibar")]
    assert [page.total for page in found] == [1, 0]


async def test_not_a_byte_of_it_is_left_in_the_files(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    task = await file(desk, answers={"goal.objective": "Zanzibar " * 2000})
    await sign(desk, task, GRACE, comment="Timbuktu")
    await edit(desk, task, {"goal.objective": "Zanzibar once more"})
    await desk.steps.close(TEAM, shown(await desk.task_by_key(TEAM, task.key)), ALICE, "Samarkand")
    words = (b"Zanzibar", b"zanzibar", b"Timbuktu", b"Samarkand")
    assert [word for word in words if word in stored(tmp_path)] == [*words]
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    assert [word for word in words if word in stored(tmp_path)] == []


async def test_what_somebody_s_reading_holds_up_is_overwritten_at_the_next_look(
    desk: Desk, url: str, tmp_path: Path, clock: Clock
) -> None:
    await closed(desk, answers={"goal.objective": "Zanzibar"})
    clock.forward(days=365)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM tasks").fetchone()
        assert await desk.retention.forget_when_due(KEEP) == 1
        assert b"Zanzibar" in stored(tmp_path)
    assert await desk.retention.forget_when_due(KEEP) == 0
    assert b"Zanzibar" not in stored(tmp_path)


async def test_only_a_few_go_at_one_look_and_the_next_look_goes_on(desk: Desk, clock: Clock) -> None:
    for _ in range(PORTION + 2):
        await closed(desk)
    clock.forward(days=365)
    assert [await desk.retention.forget_when_due(KEEP) for _ in range(3)] == [PORTION, 2, 0]


async def test_a_card_is_redrawn_where_there_is_one(desk: Desk, db: Database, clock: Clock) -> None:
    with_card, without = await closed(desk), await closed(desk)
    await empty_outbox(desk)
    message = PostedMessage(target=f"card:{with_card.id}", channel="C1", ts="1.0", delivery_key="k")
    await db.write(lambda session: store_outbox.remember(session, TEAM, message, clock()))
    clock.forward(days=365)
    assert await desk.retention.forget_when_due(KEEP) == 2
    assert await targets(desk) == [f"card:{with_card.id}"] != [f"card:{without.id}"]


async def test_another_time_in_the_setting_counts_at_once(desk: Desk, clock: Clock) -> None:
    await desk.retention.forget_when_due(KEEP)
    await closed(desk)
    clock.forward(days=31)
    assert await desk.retention.forget_when_due(KEEP) == 0
    assert await desk.retention.forget_when_due(timedelta(days=30)) == 1


@pytest.mark.parametrize(
    ("first_over", "expected"),
    [
        (None, NOW + KEEP),
        (NOW - timedelta(days=364), NOW + timedelta(days=1)),
        (NOW - timedelta(days=365), NOW + timedelta(hours=1)),
    ],
)
def test_the_next_look_is_when_the_next_is_due_and_not_each_minute(
    first_over: datetime | None, expected: datetime
) -> None:
    assert next_look(NOW, KEEP, first_over) == expected


async def forgotten(desk: Desk, clock: Clock) -> None:
    """A task whose texts were deleted, and one whose texts are kept."""
    await signed(desk)
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    await file(desk, title="Another")


async def test_an_audit_holds_and_counts_what_is_gone(desk: Desk, db: Database, clock: Clock) -> None:
    await forgotten(desk, clock)
    found = await db.read(audit)
    assert (found.findings, found.forgotten, found.forgotten_since) == ((), 1, NOW + KEEP)
    # The answers, a comment; the document as filed and first signed, as signed then, and as sealed.
    assert found.deleted == 5


async def test_a_signed_document_in_somebodys_hands_still_holds(
    desk: Desk, db: Database, clock: Clock
) -> None:
    text = (await desk.exported(await signed(desk))).text
    clock.forward(days=365)
    await desk.retention.forget_when_due(KEEP)
    assert all(check.holds for check in await db.read(lambda session: online(session, text)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE tasks SET forgotten_at = NULL WHERE id = 1",
            "Event 9 says that its texts were deleted, and",
        ),
        ("UPDATE tasks SET forgotten_at = created_at WHERE id = 1", "deleted at another time than event 9"),
        ("UPDATE tasks SET forgotten_at = created_at WHERE id = 2", "deleted, and none of its events does"),
        ("UPDATE tasks SET forgotten_at = 'never' WHERE id = 1", "deleted at another time than event 9"),
        ("DELETE FROM texts WHERE team_id != ''", "2 texts are gone that its events name"),
    ],
)
async def test_what_somebody_makes_look_like_it_is_told(
    desk: Desk, db: Database, clock: Clock, change: str, told: str
) -> None:
    await forgotten(desk, clock)
    await db.write(lambda session: session.execute(sql(change)) and None)
    assert [told in finding.said for finding in (await db.read(audit)).findings] == [True]


async def test_of_an_older_database_it_is_known_whose_its_texts_are(
    desk: Desk, db: Database, url: str
) -> None:
    await signed(desk)
    await db.close()
    known = texts_of(url, then="DROP TABLE task_texts; UPDATE alembic_version SET version_num = '0005'")
    await Database.open(url).close()
    assert known - texts_of(url) == {"TASK-001 is done: everybody has signed."}
    assert len(known) == 5
