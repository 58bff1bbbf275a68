"""What a database driver raises, said in one line. The only place that reads SQLite's messages."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.tasks.errors import DatabaseError

_SENTENCES = {
    "is locked": "The database is in use by another program that holds its lock. Please end it, or try again.",
    "readonly": "The database can't be written: the file or its folder is read-only. Please check the permissions.",
    "is full": "The database can't be written: the disk is full. Please make room.",
    "unable to open": "The database file can't be opened. Please check that its folder is there, and the permissions of both.",
    "not a database": "DATABASE_URL: {file} is not a database of Countersign",
    "malformed": "The database file is damaged. Please restore the latest backup.",
    "could not decode": "The database file is damaged. Please restore the latest backup.",
    "disk i/o": "The disk that holds the database reports errors, or is full. Please check it, then try again.",
}

_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full; please make room",
    sqlite3.SQLITE_IOERR: "the disk reports errors, or is full; please check it",
    sqlite3.SQLITE_BUSY: "another program holds its lock; please try again",
    sqlite3.SQLITE_NOTADB: "it is not a database of Countersign",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; please check that it exists, and the permissions",
    sqlite3.SQLITE_READONLY: "it is read-only; please check the permissions",
}
"""Why something can't be done with a file, by SQLite's own codes."""


UNREADABLE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""SQLite's codes for a file that it can't make sense of."""


def file_may_be_good(error: DatabaseError) -> bool:
    """Whether only a lock, a right or the disk stood in the way of reading it."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF not in UNREADABLE
    return isinstance(cause, OSError)


def is_locked(error: DBAPIError) -> bool:
    """Whether another program holds the lock."""
    return "is locked" in str(error.orig).lower()


def translated(error: BaseException, file: str = "the file") -> BaseException:
    """A DatabaseError for what the database itself couldn't do; any other error (a mistake of ours) as it is.

    `file` is what the database's file is called.
    """
    if not isinstance(error, SQLAlchemyError) or isinstance(error, IntegrityError):
        return error
    said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for mark, sentence in _SENTENCES.items():
        if mark in said:
            return DatabaseError(sentence.format(file=file))
    return error


def unusable(error: Exception, file: str) -> DatabaseError:
    """Why the database in this file can't be opened, in one line, whatever it was."""
    known = translated(error, file)
    if isinstance(known, DatabaseError):
        return known
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip() or type(error).__name__
    return DatabaseError(
        f"DATABASE_URL: this database can't be used ({said.splitlines()[0]}). Please check the address and its "
        "options, or name a new file. Example: sqlite:///countersign.db"
    )


def why(error: sqlite3.Error | OSError) -> str:
    """Why something can't be done with a database's file, to go on from "it can't be read: "."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # The rest of the code says which kind of this error.
    return _REASONS.get(code, str(error))


@contextmanager
def told(what: str) -> Iterator[None]:
    """What goes wrong in it with a file is a DatabaseError: `what` couldn't be done, and why."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{what}: {why(error)}") from error
