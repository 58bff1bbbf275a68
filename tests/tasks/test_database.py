"""Transactions: what one unit does, what a group of them does, and what can't be done."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from bot.tasks.database import Database
from bot.tasks.errors import DatabaseError
from bot.tasks.tables import counters

AT_ONCE = timedelta(0)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where no database is yet."""
    return f"sqlite:///{tmp_path}/countersign.db"


def count(name: str) -> Callable[[Session], str]:
    """Work that leaves a row."""

    def work(session: Session) -> str:
        session.execute(insert(counters).values(team_id="T", prefix=name, last=1))
        return name

    return work


def then_fail(name: str) -> Callable[[Session], str]:
    """Work that leaves a row and then raises."""

    def work(session: Session) -> str:
        count(name)(session)
        raise ValueError(name)

    return work


async def names(db: Database) -> list[str]:
    query = select(counters.c.prefix).order_by(counters.c.prefix)
    return await db.read(lambda session: list(session.execute(query).scalars()))


async def grouped(db: Database, *works: Callable[[Session], str]) -> list[str | BaseException]:
    """All works in one group: they are queued while the writer is held up."""
    held, free = threading.Event(), threading.Event()

    def hold(_session: Session) -> None:
        held.set()
        free.wait(10)

    holding = asyncio.create_task(db.write(hold))
    await asyncio.to_thread(held.wait, 10)
    waiting = [asyncio.create_task(db.write(work)) for work in works]
    await asyncio.sleep(0)
    free.set()
    await holding
    return await asyncio.gather(*waiting, return_exceptions=True)


def failing_commits(db: Database, *which: int) -> list[int]:
    """Make these commits of the writer fail, counted from 1; the list grows with each that is tried."""
    tried: list[int] = []

    def fail(_connection: object) -> None:
        tried.append(len(tried) + 1)
        if len(tried) in which:
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    event.listen(db._engines[0], "commit", fail)
    return tried


async def test_work_is_done_once_it_is_returned(db: Database) -> None:
    assert await db.write(count("a")) == "a"
    assert await names(db) == ["a"]


async def test_what_a_unit_raises_undoes_it_and_reaches_its_caller(db: Database) -> None:
    with pytest.raises(ValueError, match="a"):
        await db.write(then_fail("a"))
    assert await names(db) == []


async def test_a_failing_unit_leaves_its_neighbours_alone(db: Database) -> None:
    outcomes = await grouped(db, count("a"), then_fail("b"), count("c"))
    assert [str(each) for each in outcomes] == ["a", "b", "c"]
    assert await names(db) == ["a", "c"]


async def test_a_violated_constraint_leaves_its_neighbours_alone(db: Database) -> None:
    outcomes = await grouped(db, count("a"), count("a"), count("c"))
    assert isinstance(outcomes[1], IntegrityError)
    assert await names(db) == ["a", "c"]


async def test_an_error_does_not_tell_what_people_typed(db: Database) -> None:
    await db.write(count("secret"))
    with pytest.raises(IntegrityError) as violated:
        await db.write(count("secret"))
    assert "secret" not in str(violated.value)


async def test_a_group_has_one_commit(db: Database) -> None:
    tried = failing_commits(db)
    await grouped(db, *(count(str(number)) for number in range(20)))
    assert tried == [1, 2], "one for the work that held up the writer, one for the group"


async def test_when_a_groups_commit_fails_each_unit_is_run_again_alone(db: Database) -> None:
    tried = failing_commits(db, 2)
    assert await grouped(db, count("a"), count("b")) == ["a", "b"]
    assert await names(db) == ["a", "b"]
    assert tried == [1, 2, 3, 4]


async def test_a_commit_that_fails_again_reaches_only_its_own_caller(db: Database) -> None:
    failing_commits(db, 2, 3)
    outcomes = await grouped(db, count("a"), count("b"))
    full = "The database can't be written: the disk is full. Please make room."
    assert [str(each) for each in outcomes] == [full, "b"]
    assert await names(db) == ["b"]


async def test_reading_cannot_write(db: Database) -> None:
    with pytest.raises(DatabaseError, match="read-only"):
        await db.read(count("a"))


async def test_closing_finishes_what_is_queued(url: str) -> None:
    db = Database.open(url)
    waiting = [asyncio.create_task(db.write(count(str(number)))) for number in range(10)]
    await asyncio.sleep(0)
    await db.close()
    assert len(await asyncio.gather(*waiting)) == 10


async def test_a_closed_database_says_so(url: str) -> None:
    db = Database.open(url)
    await db.close()
    with pytest.raises(DatabaseError, match="closed"):
        await db.write(count("a"))


async def test_another_programs_lock_is_said_in_one_line(url: str, tmp_path: Path) -> None:
    db = Database.open(url, busy=AT_ONCE)
    with closing(sqlite3.connect(tmp_path / "countersign.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="in use by another program"):
            await db.write(count("a"))
        other.execute("ROLLBACK")
    assert await db.write(count("a")) == "a"
    await db.close()


async def test_a_full_database_is_said_in_one_line_and_loses_nothing_else(db: Database) -> None:
    await db.write(count("a"))
    pages = await db.write(lambda session: session.execute(text("PRAGMA page_count")).scalar())
    await db.write(lambda session: session.execute(text(f"PRAGMA max_page_count={pages}")).scalar())
    with pytest.raises(DatabaseError, match="full"):
        await db.write(count("x" * 1_000_000))
    assert await names(db) == ["a"]


async def test_a_full_database_spares_the_neighbours_in_the_group(db: Database) -> None:
    pages = await db.write(lambda session: session.execute(text("PRAGMA page_count")).scalar())
    await db.write(lambda session: session.execute(text(f"PRAGMA max_page_count={pages}")).scalar())
    outcomes = await grouped(db, count("a"), count("x" * 1_000_000), count("c"))
    assert isinstance(outcomes[1], DatabaseError)
    assert await names(db) == ["a", "c"]


def rights(folder: Path) -> dict[str, int]:
    """Of each file in it."""
    return {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}


async def test_a_new_database_is_its_owners_alone(url: str, tmp_path: Path) -> None:
    db = Database.open(url)
    await db.write(count("A"))
    found = rights(tmp_path)
    await db.close()
    assert found == dict.fromkeys(("countersign.db", "countersign.db-shm", "countersign.db-wal"), 0o600)


def test_a_locked_database_is_not_opened(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "countersign.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match="in use by another program"):
            Database.open(url, busy=AT_ONCE)


def test_a_read_only_database_is_not_opened(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").close()
    (tmp_path / "x.db").touch()
    with pytest.raises(DatabaseError, match="read-only"):
        Database.open(f"sqlite:///file:{tmp_path}/x.db?mode=ro&uri=true")


async def test_a_newer_database_is_not_opened(url: str, tmp_path: Path) -> None:
    await Database.open(url).close()
    with closing(sqlite3.connect(tmp_path / "countersign.db")) as made:
        made.execute("UPDATE alembic_version SET version_num = '9999'")
        made.commit()
    with pytest.raises(DatabaseError, match="made by a newer Countersign"):
        Database.open(url)


@pytest.mark.parametrize("table", ["songs", "tasks", "alembic_version"])
def test_the_database_of_another_program_is_left_as_it_is(url: str, tmp_path: Path, table: str) -> None:
    file = tmp_path / "countersign.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute(f"CREATE TABLE {table} (version_num TEXT)")
        made.commit()
    before = file.read_bytes()
    with pytest.raises(DatabaseError, match=rf"^DATABASE_URL: {file} is another program's database; "):
        Database.open(url)
    assert file.read_bytes() == before


async def test_the_driver_may_be_named(tmp_path: Path) -> None:
    await Database.open(f"sqlite+pysqlite:///{tmp_path}/x.db").close()
    assert (tmp_path / "x.db").exists()


def test_a_file_that_is_no_database_is_not_opened(url: str, tmp_path: Path) -> None:
    (tmp_path / "countersign.db").write_text("This is a letter, and not a database at all. " * 50)
    with pytest.raises(
        DatabaseError, match=rf"^DATABASE_URL: {tmp_path}/countersign.db is not a database of Countersign$"
    ):
        Database.open(url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://localhost/x", "only SQLite is supported so far"),
        ("sqlite+aiosqlite:///x.db", "sqlite.aiosqlite.*only SQLite is supported so far"),
        ("sqlite+foo:///x.db", "sqlite.foo.*only SQLite is supported so far"),
        ("sqlite:///file:x.db?mode=memory&uri=true", "must name a file"),
        ("sqlite:///file::memory:?uri=true", "must name a file"),
        ("sqlite:///x.db?timeout=abc", "^DATABASE_URL: .*abc"),
        ("sqlite:///x.db?cached_statements=100000000000", "^DATABASE_URL: "),
        ("sqlite:///file:x.db?uri=true&mode=zz", "^DATABASE_URL: .*no such access mode: zz"),
        ("sqlite:///x\0y.db", "^DATABASE_URL: "),
        ("nonsense", "not a database address"),
        ("sqlite://host:port/x.db", "not a database address"),
        ("sqlite://", "must name a file"),
        (f"sqlite:///{'x' * 300}", "^DATABASE_URL: x+ can't be looked at: File name too long$"),
        ("sqlite:////dev", "^DATABASE_URL: /dev is no ordinary file; name one, which may be new$"),
        (
            "sqlite:////no/such/folder/x.db",
            "^DATABASE_URL: the folder /no/such/folder doesn't exist; make it, then start again$",
        ),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_one_line(
    url: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseError, match=sentence) as refused:
        Database.open(url)
    assert "\n" not in str(refused.value)
