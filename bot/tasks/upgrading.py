"""Keep a copy of a database before its schema is changed, so that nobody has to trust the change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.tasks.copies import copied, put, version
from bot.tasks.errors import DatabaseError
from bot.tasks.migrate import newest, refuse_newer
from bot.tasks.replacing import make_sure_it_is_free

STAMP = "%Y%m%dT%H%M%SZ"
"""How a time, UTC, stands in a file's name."""


class Upgraded(NamedTuple):
    """An older database that was brought up to date when it was opened."""

    version: str
    """What it had before."""
    backup: Path
    """The copy as it was then."""


def make_sure_it_may_be_changed(database: Path) -> None:
    """DatabaseError if it is another program's, or a newer version's; or an older one's that is open elsewhere:
    who has it open wouldn't know the new schema.
    """
    found = version(database)
    if found is None or found == newest():
        return
    refuse_newer(found)
    try:
        make_sure_it_is_free(database)
    except DatabaseError as reason:
        raise DatabaseError(
            f"The database is of an older version ({found}), and is brought up to date only while nobody uses it. {reason}"
        ) from None


def keep(database: Path, older: str) -> Upgraded:
    """Copy the database beside itself, named by its version and by when it was last written.

    A copy of that name is of the same state, and is not made again: so a bot that is started over and over
    fills no disk. To be called in a transaction that may write, so that nobody else does. DatabaseError.
    """
    backup = database.with_name(f"{database.stem}-{older}-{_written(database):{STAMP}}{database.suffix}")
    try:
        if not backup.exists():
            with copied(database, backup) as copy:
                put(copy.part, backup)
    except DatabaseError as reason:
        raise DatabaseError(
            f"The database is of an older version ({older}) and stays so, since it can't be backed up first. {reason}"
        ) from None
    return Upgraded(older, backup)


def _written(database: Path) -> datetime:
    """When the database was last written to: what is new stands in its journal first."""
    places = [database, database.with_name(f"{database.name}-wal")]
    seconds = max(each.stat().st_mtime for each in places if each.exists() and each.stat().st_size)
    return datetime.fromtimestamp(seconds, UTC)
