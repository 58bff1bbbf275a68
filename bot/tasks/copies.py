"""Whole copies of a database's file, made while others write to it. SQLite's own; no rows are touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple
from urllib.parse import quote

from bot.tasks.errors import DatabaseError
from bot.tasks.trouble import told

STEP = 1000
"""Pages that are copied at a time, 4 MB of most files; then the progress is told."""
PATIENCE = 5.0
"""Seconds to wait for another program's lock."""
OWN = {"alembic_version", "tasks", "events", "signatures"}
"""Tables that every database of Countersign has."""

Progress = Callable[[int, int], object]
"""Told how many pages are copied, and of how many."""


class Contents(NamedTuple):
    """What a database's file holds."""

    version: str
    """Of its schema, as in bot/tasks/migrations: 0002."""
    tasks: int
    """How many."""
    size: int
    """Bytes of the file, with all that was written so far."""


class Copy(NamedTuple):
    """A copy that has no name yet."""

    part: Path
    """Where it is."""
    holds: Contents
    """What is in it."""


def contents(file: Path) -> Contents:
    """What is in a file. DatabaseError if it is no database of Countersign, or can't be read."""
    with _snapshot(file) as connection:
        return _contents(connection, file)


def version(file: Path) -> str | None:
    """Of which version a database's file is; None if it is new, or if that can't be told just now.

    DatabaseError if it is another program's: nothing is to be made in that.
    """
    if not file.exists():
        return None
    try:
        with closing(sqlite3.connect(address(file), uri=True, timeout=0)) as connection:
            tables = _tables(connection)
            found = _one(connection, "SELECT version_num FROM alembic_version") if tables >= OWN else None
    except sqlite3.Error:
        return None
    if tables and not tables >= OWN:
        raise DatabaseError(
            f"DATABASE_URL: {file} is another program's database; name a file for Countersign's own, which may be new"
        )
    return None if found is None else str(found)


def damage(file: Path) -> str | None:
    """What is wrong with a database's file, in SQLite's words; None if it is whole. DatabaseError.

    All of it is read: seconds for each gigabyte.
    """
    with _snapshot(file) as connection, told(f"{file} can't be read"):
        return _damage(connection)


@contextmanager
def copied(source: Path, target: Path, progress: Progress = lambda _done, _all: None) -> Iterator[Copy]:
    """A copy of the source for the target's place, under a name that nobody looks for.

    It holds one moment's state, however much is written meanwhile, in one file; it has been checked
    (`integrity_check`) and is on disk. Whoever has it renames it: what isn't renamed goes. Readable by its
    owner alone, since it holds what people typed. DatabaseError, in one line, if there is no room, or the
    source is damaged or no database of Countersign; then nothing is left behind.
    """
    with _snapshot(source) as connection:
        found = _contents(connection, source)
        with _part(target) as part:
            with told(f"{source} can't be copied to {target}"):
                _make_sure_of_room(part, found.size)
                _copy(connection, part, progress)
                _make_one_file(part, source)
                sync(part)
            yield Copy(part, found)


def put(part: Path, target: Path) -> None:
    """Give the copy its name, over what has it, whose journals it mustn't be taken for. DatabaseError."""
    with told(f"{target} can't be written"):
        _remove_journals(target)
        part.replace(target)
        sync(target.parent)


def sync(place: Path) -> None:
    """Wait until a file, or a folder's list of names, is on disk. OSError."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def address(file: Path) -> str:
    """The URI of a file that is there, to read and write it: none is made."""
    return f"file:{quote(os.fsencode(file.absolute()))}?mode=rw"


@contextmanager
def _snapshot(file: Path) -> Iterator[sqlite3.Connection]:
    """One moment's state. In WAL mode it holds up nobody, and whoever writes doesn't make the copy begin anew."""
    with told(f"{file} can't be read"):
        connection = sqlite3.connect(address(file), uri=True, isolation_level=None, timeout=PATIENCE)
    with closing(connection):
        with told(f"{file} can't be read"):
            connection.execute("PRAGMA query_only=1")
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master")
        yield connection


def _contents(connection: sqlite3.Connection, file: Path) -> Contents:
    with told(f"{file} can't be read"):
        ours = _tables(connection) >= OWN
        version = _one(connection, "SELECT version_num FROM alembic_version") if ours else None
        if version is None:
            raise DatabaseError(f"{file} is not a database of Countersign.")
        tasks = _one(connection, "SELECT count(*) FROM tasks")
        pages, bytes_ = (_one(connection, f"PRAGMA page_{what}") for what in ("count", "size"))
        return Contents(str(version), int(str(tasks)), int(str(pages)) * int(str(bytes_)))


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _one(connection: sqlite3.Connection, query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    with told(f"{target} can't be written"):
        handle, name = mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
        os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
        _remove_journals(Path(name))


def _remove_journals(file: Path) -> None:
    for ending in ("-journal", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _make_sure_of_room(part: Path, size: int) -> None:
    """Asked before, since a disk that is filled to the brim would stop the bot too."""
    free = shutil.disk_usage(part.parent).free
    if free < size:
        raise DatabaseError(
            f"There is no room in {part.parent}: {_megabytes(size)} are needed, and {_megabytes(free)} are free. "
            "Please make room there."
        )


def _copy(connection: sqlite3.Connection, part: Path, progress: Progress) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode=OFF")  # A part that broke is thrown away.
        target.execute("PRAGMA synchronous=OFF")
        connection.backup(target, pages=STEP, progress=lambda _, left, all_: progress(all_ - left, all_))


def _make_one_file(part: Path, source: Path) -> None:
    """A database in WAL mode is up to three files, and a copy is to be one; then see that all of it is good."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        if found := _damage(copy):
            raise DatabaseError(f"{source} is damaged ({found}), so no copy of it was kept.")


def _damage(connection: sqlite3.Connection) -> str | None:
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
    return None if found == ["ok"] else " ".join(" ".join(found).split()) or "it can't be checked"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
