"""A database's file is copied while others write, put in another's place, and kept before an upgrade."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine
from sqlmodel import Session

from bot.tasks import copies, migrate
from bot.tasks.auditing import audit
from bot.tasks.copies import contents, copied, put
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError
from bot.tasks.replacing import replace
from tests.tasks.cast import GRACE, LIN, file, sign

FIRST = "0001"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where no database is yet."""
    return f"sqlite:///{tmp_path}/countersign.db"


@pytest.fixture
def path(url: str) -> Path:
    """Where the test's own database is."""
    return Path(url.removeprefix("sqlite:///"))


def copy(source: Path, target: Path) -> None:
    """A copy with its name."""
    with copied(source, target) as made:
        put(made.part, target)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def old(path: Path, version: str = FIRST) -> None:
    """A database as an earlier version made it, with a mark in it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate.upgrade(connection, version)
        connection.exec_driver_sql("CREATE TABLE marks (mark TEXT NOT NULL)")
        connection.exec_driver_sql("INSERT INTO marks VALUES ('OLD')")
    engine.dispose()


def marks(path: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT mark FROM marks ORDER BY rowid").fetchall()


async def test_a_copy_made_while_the_bot_writes_is_of_one_moment_and_passes_the_audit(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    with copied(path, tmp_path / "b.db") as made:
        await sign(desk, task, LIN)
        put(made.part, tmp_path / "b.db")
    other = Database.open(f"sqlite:///{tmp_path}/b.db")
    found = await other.read(audit)
    await other.close()
    assert (found.signatures, found.findings) == (1, ())


async def test_what_is_written_while_it_is_copied_neither_waits_nor_begins_it_anew(
    db: Database, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "STEP", 5)
    told: list[tuple[int, int]] = []

    def meanwhile(done: int, pages: int) -> None:
        told.append((done, pages))
        with closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("INSERT INTO counters (team_id, prefix, last) VALUES ('T1', ?, 1)", (str(done),))
            other.commit()

    with copied(path, tmp_path / "b.db", meanwhile) as made, closing(sqlite3.connect(made.part)) as part:
        assert part.execute("SELECT prefix FROM counters").fetchall() == []
    assert [done for done, _ in told] == [*range(5, told[-1][1], 5), told[-1][1]]


async def test_a_copy_is_one_file_that_only_its_owner_can_read(
    desk: Desk, path: Path, tmp_path: Path
) -> None:
    await file(desk)
    (tmp_path / "out").mkdir()
    copy(path, tmp_path / "out" / "b.db")
    assert contents(tmp_path / "out" / "b.db").tasks == 1
    assert names(tmp_path / "out") == ["b.db"]
    assert (tmp_path / "out" / "b.db").stat().st_mode & 0o777 == 0o600


async def test_a_copy_that_nobody_named_leaves_nothing(db: Database, path: Path, tmp_path: Path) -> None:
    before = names(tmp_path)
    with pytest.raises(KeyboardInterrupt), copied(path, tmp_path / "b.db"):
        raise KeyboardInterrupt
    assert names(tmp_path) == before


async def test_a_disk_without_room_is_told_before_it_is_filled(
    db: Database, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1_000))
    before = names(tmp_path)
    with pytest.raises(
        DatabaseError, match=r"^There is no room in .*: 0.2 MB are needed, and 0.0 MB are free"
    ):
        copy(path, tmp_path / "b.db")
    assert names(tmp_path) == before


async def test_a_disk_that_fills_up_meanwhile_is_told_and_nothing_is_left(
    db: Database, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sqlite3.connect

    def small(place: object, **how: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = whole(place, **how)  # type: ignore[call-overload]
        if str(place).endswith(".part"):
            connection.execute("PRAGMA max_page_count=3")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    before = names(tmp_path)
    with pytest.raises(DatabaseError, match=r"b\.db: the disk is full; please make room$"):
        copy(path, tmp_path / "b.db")
    assert names(tmp_path) == before


async def test_a_damaged_database_gives_no_copy(desk: Desk, db: Database, path: Path, tmp_path: Path) -> None:
    await file(desk)
    await db.close()
    with path.open("r+b") as raw:
        raw.seek(100_000)
        raw.write(b"\xff" * 20_000)
    with pytest.raises(DatabaseError, match="damaged"):
        copy(path, tmp_path / "b.db")
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"This is a letter. " * 500, "can't be read: it is not a database of Countersign"),
        (b"", "is not a database of Countersign."),
    ],
)
def test_another_file_is_no_database_of_ours(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(DatabaseError, match=f"x.db {said}"):
        contents(tmp_path / "x.db")


def test_nor_is_the_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as other:
        other.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        other.execute("INSERT INTO alembic_version VALUES ('0001')")
        other.commit()
    with pytest.raises(DatabaseError, match=r"x.db is not a database of Countersign\.$"):
        contents(tmp_path / "x.db")


async def test_what_has_the_database_open_keeps_it(db: Database, path: Path, tmp_path: Path) -> None:
    copy(path, tmp_path / "b.db")
    with pytest.raises(DatabaseError, match="is in use: please stop the bot"):
        replace(path, tmp_path / "b.db", tmp_path / "kept.db")
    assert await db.read(lambda session: isinstance(session, Session))
    assert not (tmp_path / "kept.db").exists()


def test_what_was_there_is_kept_with_all_that_stood_in_its_journal(tmp_path: Path) -> None:
    old(tmp_path / "a.db")
    old(tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        bot.execute("INSERT INTO marks VALUES ('NEW')")
        bot.commit()
        for ending in ("", "-wal"):  # As a kill leaves them.
            shutil.copy(tmp_path / f"a.db{ending}", tmp_path / f"killed.db{ending}")
    assert replace(tmp_path / "killed.db", tmp_path / "b.db", tmp_path / "kept.db")
    assert marks(tmp_path / "kept.db") == [("OLD",), ("NEW",)]
    assert marks(tmp_path / "killed.db") == [("OLD",)]


def test_a_file_that_cant_be_read_is_replaced_and_kept_with_its_journal(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"Rubbish. " * 1000)
    (tmp_path / "a.db-wal").write_bytes(b"More of it.")
    old(tmp_path / "b.db")
    assert replace(tmp_path / "a.db", tmp_path / "b.db", tmp_path / "kept.db")
    assert marks(tmp_path / "a.db") == [("OLD",)]
    assert names(tmp_path) == ["a.db", "kept.db", "kept.db-wal"]


def test_what_takes_a_databases_place_has_its_permissions(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        old(tmp_path / name)
    (tmp_path / "a.db").chmod(0o640)
    replace(tmp_path / "a.db", tmp_path / "b.db", tmp_path / "kept.db")
    assert (tmp_path / "a.db").stat().st_mode & 0o777 == 0o640


def test_a_database_of_somebody_else_is_not_taken_from_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def theirs(place: Path) -> os.stat_result:
        mode, ino, dev, links, uid, *rest = os.stat(place)  # noqa: PTH116
        return os.stat_result((mode, ino, dev, links, uid + (place.name == "a.db"), *rest))

    for name in ("a.db", "b.db"):
        old(tmp_path / name)
    monkeypatch.setattr(os, "chown", refused)
    monkeypatch.setattr(Path, "stat", theirs)
    monkeypatch.setattr(Path, "exists", lambda place: os.path.exists(place))  # noqa: PTH110
    with pytest.raises(DatabaseError, match=r"belongs to another user .* as that user, or as root"):
        replace(tmp_path / "a.db", tmp_path / "b.db", tmp_path / "kept.db")


def test_a_disk_without_second_names_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    for name in ("a.db", "b.db"):
        old(tmp_path / name)
    monkeypatch.setattr(os, "link", refused)
    replace(tmp_path / "a.db", tmp_path / "b.db", tmp_path / "kept.db")
    assert marks(tmp_path / "a.db") == marks(tmp_path / "kept.db") == [("OLD",)]


async def test_an_older_database_is_copied_before_it_is_changed(url: str, path: Path) -> None:
    old(path)
    database = Database.open(url)
    await database.close()
    assert database.upgraded is not None and database.upgraded.version == FIRST
    kept = database.upgraded.backup
    assert (contents(kept).version, marks(kept)) == (FIRST, [("OLD",)])
    assert (contents(path).version, marks(path)) == (migrate.newest(), [("OLD",)])
    assert kept.name.startswith(f"{path.stem}-{FIRST}-20") and kept.suffix == ".db"


def test_an_older_database_that_is_open_elsewhere_stays_as_it_is(url: str, path: Path) -> None:
    old(path)
    with closing(sqlite3.connect(path)) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        bot.execute("SELECT count(*) FROM tasks").fetchall()
        with pytest.raises(DatabaseError, match=r"older version \(0001\), .* stop the bot"):
            Database.open(url)
    assert (contents(path).version, names(path.parent)) == (FIRST, [path.name])


async def test_a_database_that_is_new_or_up_to_date_is_not_copied(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        database = Database.open(url)
        await database.close()
        assert database.upgraded is None
    assert names(tmp_path) == ["countersign.db"]


def test_an_upgrade_that_fails_over_and_over_is_copied_once(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(path)

    def fails(*_: object) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(command, "upgrade", fails)
    for _ in range(3):
        with pytest.raises(DatabaseError, match=r"^no$"):
            Database.open(url)
    assert len([name for name in names(path.parent) if f"-{FIRST}-" in name]) == 1
    assert contents(path).version == FIRST


def test_an_older_database_that_cant_be_copied_stays_as_it_is(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1_000))
    with pytest.raises(DatabaseError, match=r"older version \(0001\) and stays so.* There is no room in"):
        Database.open(url)
    assert (contents(path).version, names(path.parent)) == (FIRST, [path.name])
