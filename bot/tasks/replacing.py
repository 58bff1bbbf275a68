"""Put a copy in a database's place, and keep what was there. For a database that nobody has open."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.tasks import numbers
from bot.tasks.copies import address, sync
from bot.tasks.errors import DatabaseError
from bot.tasks.trouble import UNREADABLE, told


def make_sure_it_is_free(database: Path) -> None:
    """DatabaseError if another program has the database open."""
    if database.exists():
        with told(f"{database} can't be replaced"), _alone(database):
            pass


class Replaced(NamedTuple):
    """What became of the database that was there."""

    was_there: bool
    """Whether there was one."""
    heeded: bool
    """Whether the new one gives no key and no id that it had given; not if it couldn't be read."""


def replace(database: Path, new: Path, kept: Path) -> Replaced:
    """Put the new file in the database's place. If there was one, it is called `kept` from then on.

    At each moment there is a whole database under the database's name, if there was one before. DatabaseError
    if another program has it open, or if the folder can't be written; then it stays as it is.
    """
    with told(f"{database} can't be replaced"):
        if not database.exists():
            _take_over(database, new, kept)
            return Replaced(was_there=False, heeded=False)
        with _alone(database) as connection:
            given = numbers.given(connection)
            if given is not None:
                numbers.go_on_after(new, given)
            _look_like(database, new)
            _name_too(database, kept)
            _take_over(database, new, kept)
        return Replaced(was_there=True, heeded=given is not None)


@contextmanager
def _alone(database: Path) -> Iterator[sqlite3.Connection]:
    """Nobody else has it open, and nobody can meanwhile; all that it holds is in its one file.

    SQLite leaves WAL mode only for whoever is alone. A file that it can't read, it can't hold for anybody.
    """
    with closing(sqlite3.connect(address(database), uri=True, isolation_level=None, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise DatabaseError(
                    f"{database} is in use: please stop the bot, and whatever else has it open, then try again. "
                    "Nothing was changed."
                ) from None
            if error.sqlite_errorcode & 0xFF not in UNREADABLE:
                raise
        yield connection


def _look_like(database: Path, new: Path) -> None:
    """The bot may run as somebody else than who restores, and must be able to open it."""
    shutil.copymode(database, new)
    owner = database.stat()
    if (owner.st_uid, owner.st_gid) == (new.stat().st_uid, new.stat().st_gid):
        return
    try:
        os.chown(new, owner.st_uid, owner.st_gid)
    except PermissionError:
        raise DatabaseError(
            f"{database} belongs to another user (number {owner.st_uid}), who could not open what you put in its "
            "place. Please do this as that user, or as root. Nothing was changed."
        ) from None


def _name_too(database: Path, kept: Path) -> None:
    """A second name for the same file, so that the first is never without one; a move where a disk has no such."""
    try:
        os.link(database, kept)
    except FileExistsError:
        raise
    except OSError:
        database.rename(kept)


def _take_over(database: Path, new: Path, kept: Path) -> None:
    """What is left of an old journal goes along with the old file: beside the new one it would spoil it."""
    for ending in ("-wal", "-journal"):
        journal = Path(f"{database}{ending}")
        if journal.exists():
            journal.rename(f"{kept}{ending}")
    Path(f"{database}-shm").unlink(missing_ok=True)
    new.replace(database)
    sync(database.parent)
