"""An audit finds any change of what is append-only, made behind the triggers' back, and says where it is."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlmodel import Session

from bot.tasks import witness
from bot.tasks.auditing import Audit, Finding, audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.digests import Readers
from bot.tasks.errors import DatabaseError
from tests.tasks.cast import GRACE, HERE, LIN, TEAM, Clock, file, in_a_day, person, sign

KEYS = {"events": ("chain", "number"), "signatures": ("id",), "revisions": ("task_id", "number")}
UNTOLD_TICK = "Its boxes aren't ticked as event 1 left them: a tick was changed without an event."
VALUES = st.one_of(st.text(max_size=9), st.integers(-9, 99), st.none(), st.binary(max_size=3))


async def two_tasks(url: str) -> None:
    """One is done, one waits; a summary and two days' witnesses stand in the workspace's chain."""
    database, clock = Database.open(url), Clock()
    desk = Desk(database, clock, in_a_day)
    first, second = await file(desk), await file(desk, "Another")
    await sign(desk, first, GRACE, comment="Well done")
    await database.write(lambda session: witness.append_when_due(session, clock()))
    for task, who in ((first, LIN), (second, GRACE)):
        await sign(desk, task, who)
    await desk.remember_person(person(GRACE, "Grace Hopper"))
    await desk.summaries.order(TEAM, Readers(HERE), GRACE)
    clock.forward(days=1)
    await database.write(lambda session: witness.append_when_due(session, clock()))
    await database.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everything holds."""
    path = tmp_path_factory.mktemp("whole") / "countersign.db"
    asyncio.run(two_tasks(f"sqlite:///{path}"))
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path))


@contextmanager
def behind(path: Path) -> Iterator[sqlite3.Connection]:
    """The file without its triggers, for somebody who has it."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()


def change(path: Path, *statements: str) -> Audit:
    """What an audit says after these."""
    with behind(path) as connection:
        for each in statements:
            connection.execute(each)
    return audited(path)


def audited(path: Path) -> Audit:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with Session(engine) as session:
            return audit(session)
    finally:
        engine.dispose()


def only(found: Audit) -> Finding:
    (finding,) = found.findings
    return finding


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]


def test_what_nobody_touched_holds(whole: Path) -> None:
    found = audited(whole)
    assert found.findings == ()
    assert (found.chains, found.revisions, found.signatures, found.deleted) == (3, 2, 3, 0)
    assert found.events == 8 + 5 + 3 and list(found.heads) == [TEAM]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_of_a_row_is_found_and_named(whole: Path, tmp_path: Path, data: st.DataObject) -> None:
    path = Path(shutil.copy(whole, tempfile.mkdtemp(dir=tmp_path)))
    table = data.draw(st.sampled_from(sorted(KEYS)))
    with behind(path) as connection:
        # A signature's id says nothing; the order does, and has its own test.
        column = data.draw(st.sampled_from([name for name in columns(connection, table) if name != "id"]))
        keys = connection.execute(f"SELECT {', '.join(KEYS[table])} FROM {table}").fetchall()
        key = data.draw(st.sampled_from(keys))
        assume(changed(connection, table, key, column, data.draw(VALUES)))
    assert audited(path).findings
    if table == "events" and column not in ("team_id", *KEYS["events"]):
        assert key in [(finding.chain, finding.number) for finding in audited(path).findings]


def changed(
    connection: sqlite3.Connection, table: str, key: tuple[Any, ...], column: str, value: Any
) -> bool:
    """Whether the row's column holds something else now: the file takes some values as others, or not at all."""
    own = " AND ".join(f"{name} = ?" for name in KEYS[table])
    query = f"SELECT {column} FROM {table} WHERE {own}"
    before = connection.execute(query, key).fetchone()
    try:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {own}", (value, *key))
    except sqlite3.IntegrityError:
        return False
    return bool(before != connection.execute(query, key).fetchone())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_row_that_is_taken_away_is_missed(whole: Path, tmp_path: Path, data: st.DataObject) -> None:
    path = Path(shutil.copy(whole, tempfile.mkdtemp(dir=tmp_path)))
    table = data.draw(st.sampled_from(sorted(KEYS)))
    with behind(path) as connection:
        # What comes last of the workspace's own chain has nothing behind it: hence the head that is printed.
        but = " WHERE NOT (chain = 'workspace' AND number = 3)" if table == "events" else ""
        rows = connection.execute(f"SELECT rowid FROM {table}{but}").fetchall()
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", data.draw(st.sampled_from(rows)))
    assert audited(path).findings


def test_the_first_bad_event_of_a_chain_is_named_with_the_tasks_key(copy: Path) -> None:
    found = only(change(copy, "UPDATE events SET who = 'UEVE' WHERE chain = 'task:1' AND number > 3"))
    assert (found.chain, found.task, found.number) == ("task:1", "TASK-001", 4)
    assert found.said.startswith("Event 4 of the chain was changed after it was written")


def test_a_chain_whose_end_was_cut_is_told_by_the_witness(copy: Path) -> None:
    row, found = change(copy, "DELETE FROM events WHERE chain = 'task:2' AND number = 5").findings
    assert (row.said, found.chain) == ("It stands as in review, and its events say open.", "task:2")
    assert "names its event 5, and the chain ends with 4: its end was cut" in found.said


def test_a_task_that_is_gone_with_all_its_rows_is_told_by_the_witness(copy: Path) -> None:
    tables = ("sign_offs", "signatures", "notes", "revisions", "drafts")
    rows = [f"DELETE FROM {table} WHERE task_id = 2" for table in tables]
    found = change(copy, *rows, "DELETE FROM tasks WHERE id = 2", "DELETE FROM events WHERE chain = 'task:2'")
    assert only(found).said.endswith("there is no such chain any more: it is missing.")


def test_a_task_without_events_is_told(copy: Path) -> None:
    found = change(copy, "DELETE FROM events WHERE chain != 'task:1'")
    assert next((each.task, each.said) for each in found.findings) == (
        "TASK-002",
        "The row of task 2 has no chain of events: the chain is missing.",
    )


def test_signatures_in_another_order_are_told(copy: Path) -> None:
    found = only(change(copy, "UPDATE signatures SET id = 99 WHERE id = 1"))
    assert found.said.startswith("Signature 2 (Tech Lead, ULIN) isn't what event 4 says: role, sign off id")


def test_a_signature_that_nobody_gave_is_told(copy: Path) -> None:
    names = "team_id, task_id, sign_off_id, role, statement, signer, revision, substance_hash, document_hash, name, day, at, place"
    forged = f"INSERT INTO signatures ({names}) SELECT {names} FROM signatures WHERE id = 1"
    found = only(change(copy, forged))
    assert (found.task, found.said) == (
        "TASK-001",
        "It has 3 signatures, and its events say that 2 were given.",
    )


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("key", "'TASK-9'", "Its key is TASK-9, and it was created as TASK-001."),
        ("title", "'x'", "The task's own row isn't what event 1 says: title differs."),
        ("assignee", "'UEVE'", "The task's own row isn't what event 1 says: assignee differs."),
        ("priority", "'x'", "The task's own row isn't what event 1 says: priority differs."),
        ("priority_rank", "0", "The task's own row isn't what event 1 says: priority rank differs."),
        ("sign_by", "'2026-12-24'", "The task's own row isn't what event 1 says: sign by differs."),
        ("ticks", "replace(ticks, 'false', 'true')", UNTOLD_TICK),
        ("channel", "'C9'", "Its channel is C9, and it was created for C1."),
        ("author", "'UEVE'", "Its author is UEVE, and it was created by UALICE."),
        ("revision", "7", "It stands at revision 7, and its events made 1."),
        ("substance_hash", "'x'", "The task's own row isn't what event 1 says: substance differs."),
        ("signed_document_hash", "'x'", "Its signed document isn't one that an event has sealed."),
        (
            "signed_document_hash",
            "NULL",
            "Its signed document is no longer named, though an event has sealed one.",
        ),
    ],
)
def test_a_tasks_own_row_is_held_against_its_events(copy: Path, column: str, value: str, said: str) -> None:
    assert only(change(copy, f"UPDATE tasks SET {column} = {value} WHERE id = 1")).said == said


def test_a_task_that_stands_as_done_and_never_was_is_told(copy: Path) -> None:
    found = only(change(copy, "UPDATE tasks SET state = 'done' WHERE id = 2"))
    assert found.said == "It stands as done, and its events say in review."


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("state", "'not needed'", "stands as not needed (ULIN), and its events say asked (ULIN)."),
        ("person", "'UEVE'", "stands as asked (UEVE), and its events say asked (ULIN)."),
        (
            "reason",
            "'x'",
            "stands as asked (ULIN) by the reason with the SHA-256 x, and its events say asked (ULIN).",
        ),
    ],
)
def test_a_role_is_held_against_the_events_about_it(copy: Path, column: str, value: str, said: str) -> None:
    where = "task_id = 2 AND role = 'Tech Lead'"
    found = only(change(copy, f"UPDATE sign_offs SET {column} = {value} WHERE {where}"))
    assert found.said == f"The role Tech Lead {said}"


def test_a_role_that_was_taken_away_is_missed(copy: Path) -> None:
    found = only(change(copy, "DELETE FROM sign_offs WHERE task_id = 2 AND role = 'Tech Lead'"))
    assert found.said == "The row of the role Tech Lead is gone, though its events are there."


async def test_a_signature_of_somebody_who_was_slipped_into_a_role_is_told(url: str, tmp_path: Path) -> None:
    database = Database.open(url)
    desk = Desk(database, Clock(), in_a_day)
    task = await file(desk)
    slip = "UPDATE sign_offs SET person = '{}' WHERE role = 'Developer'"
    await database.write(lambda session: session.execute(text(slip.format("UEVE"))) and None)
    await sign(desk, task, "UEVE")
    await database.write(lambda session: session.execute(text(slip.format(GRACE))) and None)
    await database.close()
    found = only(audited(tmp_path / "countersign.db"))
    assert found.said == "Event 4 is an answer of UEVE as Developer, who wasn't asked."


@pytest.mark.parametrize(("table", "what"), [("texts", "text"), ("notes", "reason or comment")])
def test_a_text_that_was_changed_is_told(copy: Path, table: str, what: str) -> None:
    found = change(copy, f"UPDATE {table} SET text = text || '.' WHERE rowid = 1")
    assert only(found).said.startswith(f"A {what} was changed after it was kept")


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("texts WHERE hash IN (SELECT substance_hash FROM revisions WHERE task_id = 1)", "1 text is gone"),
        ("texts WHERE team_id = 'T1' AND hash IN (SELECT document_hash FROM signatures)", "2 texts are gone"),
        ("notes", "1 text is gone"),
    ],
)
def test_a_text_that_somebody_took_away_is_told(copy: Path, which: str, told: str) -> None:
    found = change(copy, f"DELETE FROM {which}")
    assert found.findings[0].said.startswith(
        f"{told} that its events name, and none says that it was deleted"
    )
    assert found.deleted == 0


def test_a_file_that_cant_be_read_to_its_end_is_told_in_one_line(copy: Path) -> None:
    with pytest.raises(DatabaseError, match="can't be read to its end"):
        change(copy, "UPDATE events SET kind = CAST(x'ff' AS TEXT) WHERE chain = 'task:1' AND number = 1")
