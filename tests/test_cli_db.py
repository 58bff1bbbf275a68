"""`countersign db`: backup, restore and upgrade, as an operator types them."""

import asyncio
import errno
import json
import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.keeping import shown
from bot.tasks import migrate
from bot.tasks.copies import Progress
from bot.tasks.database import Database
from tests.test_cli_export import at_desk

DB = Path("countersign.db")
NEWEST = migrate.newest()


def db(*words: str) -> Result:
    return CliRunner().invoke(app, ["db", *words])


def names() -> list[str]:
    return sorted(each.name for each in Path().iterdir())


def titles(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [title for (title,) in connection.execute("SELECT title FROM tasks")]


def call(file: Path, version: str) -> None:
    """Let a database say that it is of another version."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.commit()


def first_version() -> None:
    """A database as the first version made it."""
    engine = create_engine(f"sqlite:///{DB}")
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
    engine.dispose()


@contextmanager
def opened() -> Iterator[Database]:
    """The database, as a bot has it open."""
    database = Database.open(f"sqlite:///{DB}")
    try:
        yield database
    finally:
        asyncio.run(database.close())


@pytest.fixture
def task() -> str:
    """The title of the one task of the database that is here."""
    return asyncio.run(at_desk())[0].title


def test_a_backup_is_made_while_the_bot_runs_and_says_what_it_holds(task: str) -> None:
    with opened():
        result = db("backup", "b.db")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Backed up countersign.db to b.db: 1 task, 0.")
    assert titles(Path("b.db")) == [task]


def test_a_program_gets_the_same(task: str) -> None:
    found = json.loads(db("backup", "b.db", "--json").stdout)
    assert found.pop("bytes") == Path("b.db").stat().st_size
    assert found == {"database": "countersign.db", "file": "b.db", "version": NEWEST, "tasks": 1}


def test_a_file_that_is_there_is_replaced_only_if_told(task: str) -> None:
    Path("b.db").write_text("A letter.")
    result = db("backup", "b.db")
    assert (result.exit_code, Path("b.db").read_text()) == (1, "A letter.")
    assert result.stderr.startswith("countersign: b.db is there already: name another file, or say --force")
    assert (db("backup", "b.db", "--force").exit_code, titles(Path("b.db"))) == (0, [task])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("countersign.db", "--force"), "countersign.db belongs to the database itself: name another file."),
        (("countersign.db-wal", "--force"), "countersign.db-wal belongs to the database itself"),
        (("folder", "--force"), "folder is a folder: name a file in it."),
        (("pipe", "--force"), "pipe is no ordinary file: name another one."),
        (("x" * 300,), f"{'x' * 300} can't be written: File name too long"),
        (("none/b.db",), "none/b.db can't be written: there is no folder none; make it first."),
    ],
)
def test_where_no_backup_can_be_is_told_in_one_line(task: str, words: tuple[str, ...], said: str) -> None:
    Path("folder").mkdir()
    os.mkfifo("pipe")
    before = names()
    result = db("backup", *words)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"countersign: {said}")
    assert (names(), titles(DB)) == (before, [task])


def test_a_backup_that_is_stopped_leaves_nothing(task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def stopped(*, quiet: bool) -> Iterator[Progress]:
        yield lambda _done, _all: os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(shown, "progress", stopped)
    before = signal.getsignal(signal.SIGTERM)
    assert db("backup", "b.db").exit_code != 0
    assert (names(), signal.getsignal(signal.SIGTERM)) == (["countersign.db"], before)


@pytest.mark.parametrize("words", [("backup", "b.db"), ("upgrade",)])
def test_no_database_is_made_by_asking(words: tuple[str, ...]) -> None:
    result = db(*words)
    assert (result.exit_code, names()) == (1, [])
    assert result.stderr.startswith("countersign: There is no database countersign.db.")


@pytest.mark.parametrize("words", [(), ("backup", "-"), ("restore", "-"), ("restore",)])
def test_wrong_use_ends_with_exit_code_2(words: tuple[str, ...]) -> None:
    assert db(*words).exit_code == 2


def test_a_backup_is_restored_where_no_database_is(task: str) -> None:
    db("backup", "b.db")
    DB.unlink()
    result = db("restore", "b.db")
    assert (result.exit_code, titles(DB), names()) == (0, [task], ["b.db", "countersign.db"])
    assert result.stdout.startswith(f"Restored b.db to {DB.absolute()}: 1 task, ")


def test_a_database_that_is_there_is_replaced_only_if_told_and_kept(task: str) -> None:
    db("backup", "b.db")
    with closing(sqlite3.connect(DB)) as connection:
        connection.execute("UPDATE tasks SET title = 'Later'")
        connection.commit()
    refused = db("restore", "b.db")
    assert (refused.exit_code, titles(DB)) == (1, ["Later"])
    assert "There is a database already" in refused.stderr and "--force" in refused.stderr
    found = json.loads(db("restore", "b.db", "--force", "--json").stdout)
    assert (titles(DB), titles(Path(found["kept"]))) == ([task], ["Later"])


def test_what_the_replaced_database_gave_no_task_of_the_restored_one_gets_again(task: str) -> None:
    db("backup", "b.db")
    asyncio.run(at_desk())
    for _ in range(2):  # The second time the database knows of it only by what the first restore wrote down.
        assert db("restore", "b.db", "--force").exit_code == 0
        for kept in Path().glob("*-replaced-*"):
            kept.unlink()
    third, _ = asyncio.run(at_desk())
    assert (third.id, third.key) == (3, "TASK-003")


def test_a_database_that_the_bot_has_open_is_not_replaced(task: str) -> None:
    db("backup", "b.db")
    with opened():
        result = db("restore", "b.db", "--force")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "countersign.db is in use: please stop the bot" in result.stderr
    assert names() == ["b.db", "countersign.db"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"This is a letter. " * 500, "x.db can't be read: it is not a database of Countersign"),
        (b"", "x.db is not a database of Countersign."),
        (None, "There is no file x.db."),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_changes(
    task: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        Path("x.db").write_bytes(content)
    result = db("restore", "x.db", "--force")
    assert (result.exit_code, result.stderr) == (1, f"countersign: {said}\n")
    assert titles(DB) == [task]


def test_the_database_is_no_backup_of_itself(task: str) -> None:
    result = db("restore", "countersign.db", "--force")
    assert result.stderr == "countersign: countersign.db is the database itself: name a backup of it.\n"


def test_a_database_that_cant_be_read_any_more_is_replaced(task: str) -> None:
    db("backup", "b.db")
    DB.write_bytes(b"Rubbish. " * 5000)
    result = db("restore", "b.db", "--force")
    assert (result.exit_code, titles(DB)) == (0, [task])
    assert "It can't be read, so nobody knows which keys it gave: they may be given again" in result.stdout


def test_a_newer_backup_is_refused(task: str) -> None:
    db("backup", "b.db")
    call(Path("b.db"), "9999")
    result = db("restore", "b.db", "--force")
    assert (result.exit_code, titles(DB)) == (1, [task])
    assert result.stderr.startswith("countersign: The database was made by a newer Countersign")


def test_a_damaged_backup_is_refused(task: str) -> None:
    db("backup", "b.db")
    with Path("b.db").open("r+b") as raw:
        raw.seek(100_000)
        raw.write(b"\xff" * 20_000)
    result = db("restore", "b.db", "--force")
    assert (result.exit_code, titles(DB), names()) == (1, [task], ["b.db", "countersign.db"])
    assert "damaged" in result.stderr


def test_an_older_backup_is_restored_and_says_what_the_bot_will_do() -> None:
    first_version()
    DB.rename("b.db")
    result = db("restore", "b.db")
    assert f"It is of version 0001: it is brought to {NEWEST} when the bot starts" in result.stdout


def test_an_upgrade_says_what_it_did_and_where_the_old_one_is() -> None:
    first_version()
    found = json.loads(db("upgrade", "--json").stdout)
    assert (found["from"], found["version"]) == ("0001", NEWEST)
    assert Path(found["backup"]).exists()
    assert db("upgrade").stdout == f"countersign.db is up to date: version {NEWEST}.\n"


def test_a_newer_database_is_not_upgraded(task: str) -> None:
    call(DB, "9999")
    result = db("upgrade")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("countersign: The database was made by a newer Countersign")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file can grow above so many bytes: as on a disk that fills up under a backup."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("words", [("backup", "b.db"), ("restore", "a.db", "--force")])
def test_a_disk_that_is_full_before_the_end_leaves_all_as_it_was(task: str, words: tuple[str, ...]) -> None:
    db("backup", "a.db")
    with files_of_at_most(DB.stat().st_size // 2):
        result = db(*words)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "or is full; please check it" in result.stderr
    assert (names(), titles(DB), titles(Path("a.db"))) == (["a.db", "countersign.db"], [task], [task])


def test_an_upgrade_on_a_disk_that_is_full_leaves_the_older_one() -> None:
    first_version()
    with files_of_at_most(DB.stat().st_size // 2):
        result = db("upgrade")
    assert (result.exit_code, names()) == (1, ["countersign.db"])
    assert "(0001) and stays so, since it can't be backed up first" in result.stderr


def test_what_only_begins_like_one_is_refused_where_no_database_is_too() -> None:
    Path("x.db").write_bytes(b"SQLite format 3\x00" + b"\x00" * 500)
    result = db("restore", "x.db")
    assert (result.exit_code, names()) == (1, ["x.db"])
    assert result.stderr == "countersign: x.db can't be read: it is not a database of Countersign\n"


def test_a_backup_that_was_cut_off_is_refused(task: str) -> None:
    db("backup", "b.db")
    os.truncate("b.db", Path("b.db").stat().st_size // 2)
    result = db("restore", "b.db", "--force")
    assert (result.exit_code, titles(DB), names()) == (1, [task], ["b.db", "countersign.db"])
    assert "it is damaged" in result.stderr


def test_a_pipe_is_no_backup_and_nobody_waits_for_it(task: str) -> None:
    os.mkfifo("pipe")
    result = db("restore", "pipe", "--force")
    assert (result.exit_code, result.stderr) == (
        1,
        "countersign: pipe is no ordinary file: name another one.\n",
    )


def test_a_backup_that_may_not_be_read_is_no_wrong_use(task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    db("backup", "b.db")
    monkeypatch.setattr(os, "access", lambda *_place, **_more: False)
    Path("b.db").write_bytes(b"")  # What a look at it says, as of every other file, and not a page of help.
    result = db("restore", "b.db", "--force")
    assert (result.exit_code, result.stderr) == (
        1,
        "countersign: b.db is not a database of Countersign.\n",
    )


@pytest.mark.parametrize("words", [("backup", "there/b.db"), ("restore", "there/b.db")])
def test_a_folder_that_may_not_be_looked_into_is_told(
    task: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = Path.stat

    def refused(path: Path, **more: bool) -> os.stat_result:
        if path.parent.name == "there":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return stat(path, **more)

    monkeypatch.setattr(Path, "stat", refused)
    result = db(*words)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.endswith("Permission denied\n")


@pytest.mark.parametrize(
    "words", [("db", "backup", "b.db"), ("db", "upgrade"), ("audit", "verify"), ("export", "--audit")]
)
def test_of_an_empty_file_no_database_is_made_by_asking(words: tuple[str, ...]) -> None:
    DB.touch()
    result = CliRunner().invoke(app, [*words])
    assert (result.exit_code, result.stdout, DB.stat().st_size) == (1, "", 0)
    assert result.stderr == (
        "countersign: countersign.db is empty, and no database. Please set DATABASE_URL to the bot's own, "
        "or start the bot once: it makes one.\n"
    )
