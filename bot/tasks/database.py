"""The database: one writer that commits in groups, a few readers.

SQLite today. What is special to it stands here, in writer.py and in trouble.py.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot.tasks.errors import DatabaseError
from bot.tasks.migrate import upgrade
from bot.tasks.trouble import is_locked, told, translated, unusable
from bot.tasks.upgrading import Upgraded, keep, make_sure_it_may_be_changed
from bot.tasks.writer import Writer

T = TypeVar("T")

READERS = 4
"""Threads that read; in WAL mode they neither wait for the writer nor hold it up."""


class Found(NamedTuple):
    """How a database was found when it was opened."""

    upgraded: Upgraded | None
    """What was done to bring it up to date."""
    shared: bool
    """Whether another program had it open, as far as that was looked at."""


class Database:
    """Transactions, off the event loop. Made by `Database.open`."""

    def __init__(self, writing: Engine, reading: Engine, found: Found) -> None:
        self.upgraded = found.upgraded
        """What was done to bring it up to date; None where it was, or is new."""
        self.shared = found.shared
        """Whether another program had it open, where that was looked at: where there was work for `when_alone`."""
        self._engines = (writing, reading)
        self._reading = reading
        self._writer = Writer(writing)
        self._readers = ThreadPoolExecutor(READERS, "countersign-reader")

    @classmethod
    def open(
        cls,
        url: str,
        *,
        busy: timedelta = timedelta(seconds=1),
        when_alone: Callable[[Session], object] | None = None,
        must_exist: bool = False,
    ) -> Database:
        """Open the database and bring it up to date; an older one is copied beside itself before.

        `busy` is how long to wait for another program's lock; a press may wait twice as long, first behind
        what is being tried already, and is to be answered within three seconds. `when_alone` is done first, if no other
        program has the database open: what a killed one had under way is nobody's then. `must_exist`: make
        no new one. DatabaseError, in
        one line, if the database can't be used: not SQLite, no folder, locked, read-only, full, damaged, another
        program's, made by a newer version, or of an older one and open elsewhere.
        """
        where = checked(url, must_exist=must_exist)
        try:
            writing, found = _prepared(where, busy, when_alone)
        except (SQLAlchemyError, DatabaseError, ValueError, TypeError, OverflowError) as error:
            # The last three: what Python's own driver makes of options in the address.
            raise unusable(error, str(where.database)) from error
        return cls(writing, _engine(where, "BEGIN", busy, query_only=True), found)

    async def write(self, work: Callable[[Session], T]) -> T:
        """The work in a transaction of its own, returned once it is on disk.

        What it raises undoes it and reaches only its caller. It may be run twice (see writer.py), so it has
        no effects but those in the database, and hands out no rows, only values. DatabaseError.
        """
        result: T = await asyncio.wrap_future(self._writer.submit(work))
        return result

    async def read(self, work: Callable[[Session], T]) -> T:
        """The work on one snapshot of what is on disk; it can't write. DatabaseError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def wipe(self) -> bool:
        """Take out of the journal what was deleted: in the file itself it is overwritten at once.

        False if somebody read just then, so that it has to be tried again. DatabaseError.
        """
        return await asyncio.to_thread(self._wipe)

    async def close(self) -> None:
        """Finish what is queued, then close. A second call does nothing."""
        await asyncio.to_thread(self._writer.close)
        await asyncio.to_thread(self._readers.shutdown)
        for engine in self._engines:
            engine.dispose()

    def _read(self, work: Callable[[Session], T]) -> T:
        try:
            with Session(self._reading) as session:
                return work(session)
        except SQLAlchemyError as error:
            raise translated(error) from error

    def _wipe(self) -> bool:
        """SQLite: a journal (WAL) that is all in the file, and read by nobody, is cut to nothing."""
        try:
            with told("What was deleted can't be overwritten"), self._reading.connect() as connection:
                driver: Any = connection.connection.dbapi_connection
                busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except SQLAlchemyError as error:
            raise translated(error) from error
        return not busy


def checked(url: str, *, must_exist: bool = False) -> URL:
    """The URL, if it names a SQLite file in a folder that exists, or a file that does. Else DatabaseError."""
    try:
        where = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError(
            "DATABASE_URL: not a database address. Example: sqlite:///countersign.db"
        ) from None
    if where.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise DatabaseError(
            f"DATABASE_URL names {where.drivername}, and only SQLite is supported so far. "
            "Example: sqlite:///countersign.db"
        )
    if where.database in (None, "", ":memory:", "file::memory:") or where.query.get("mode") == "memory":
        raise DatabaseError(
            "DATABASE_URL must name a file, so that nothing is lost. Example: sqlite:///countersign.db"
        )
    file = file_of(where)
    with told(f"DATABASE_URL: {file} can't be looked at"):
        _check_place(file, must_exist=must_exist)
    return where


SET = "Please set DATABASE_URL to the bot's own, or start the bot once: it makes one."
"""What to do where there is none."""


def _check_place(file: Path, *, must_exist: bool) -> None:
    if file.exists() and not file.is_file():
        raise DatabaseError(f"DATABASE_URL: {file} is no ordinary file; name one, which may be new")
    if must_exist and not file.exists():
        raise DatabaseError(f"There is no database {file}. {SET}")
    if must_exist and file.stat().st_size == 0:  # The bot would make one of it; who only reads must not.
        raise DatabaseError(f"{file} is empty, and no database. {SET}")
    if not file.parent.is_dir():
        raise DatabaseError(
            f"DATABASE_URL: the folder {file.parent} doesn't exist; make it, then start again"
        )


def file_of(where: URL) -> Path:
    """The file that a URL as from `checked` names."""
    return Path(str(where.database).removeprefix("file:"))


def _prepared(
    where: URL, busy: timedelta, when_alone: Callable[[Session], object] | None
) -> tuple[Engine, Found]:
    """The writer's engine, on a database that is up to date, and how it was found."""
    make_sure_it_may_be_changed(file_of(where))
    _begin_private(where)
    engine, upgraded = _engine(where, "BEGIN IMMEDIATE", busy, query_only=False), list[Upgraded]()
    shared = False
    try:
        with engine.begin() as connection:
            upgrade(connection, before=lambda version: upgraded.append(keep(file_of(where), version)))
        if when_alone:
            engine.dispose()
            shared = not _if_alone(where, when_alone)
    except BaseException:
        engine.dispose()
        raise
    return engine, Found(next(iter(upgraded), None), shared)


def _begin_private(where: URL) -> None:
    """A new file is its owner's alone, whatever the umask, and so are its journals: SQLite gives them the file's
    rights. Where it can't be made, SQLite says why in a moment; with a `mode`, the address says whether to make it.
    """
    if "mode" not in where.query:
        with suppress(OSError):
            os.close(os.open(file_of(where), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _if_alone(where: URL, work: Callable[[Session], object]) -> bool:
    """Do the work in one transaction, or leave it where another program has the database open; whether it was done.

    SQLite: a connection in exclusive locking mode can only begin where no other is open, and keeps others
    out until it is closed.
    """
    engine = _engine(where, "BEGIN IMMEDIATE", timedelta(0), query_only=False, locking="EXCLUSIVE")
    try:
        with Session(engine) as session:
            work(session)
            session.commit()
    except OperationalError as error:
        if not is_locked(error):
            raise
        return False
    finally:
        engine.dispose()
    return True


def _engine(url: URL, begin: str, busy: timedelta, *, query_only: bool, locking: str = "NORMAL") -> Engine:
    """An engine that begins its transactions itself.

    The driver's own BEGIN takes the lock at the first write, too late: with it, concurrent updates were lost
    in silence. BEGIN IMMEDIATE takes it at once. Parameters are hidden in errors: they hold what people typed.
    """
    engine = create_engine(url, hide_parameters=True)

    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"locking_mode={locking}",  # The first: how the file is first touched decides.
            f"busy_timeout={int(busy.total_seconds() * 1000)}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # What was deleted is overwritten: retention means it.
            "recursive_triggers=ON",
            f"query_only={int(query_only)}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", start)
    return engine
