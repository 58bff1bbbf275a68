"""Copy the bot's database to a file, put such a file in its place, and bring it up to date."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot.tasks import migrate
from bot.tasks.copies import Contents, Progress, contents, copied, put
from bot.tasks.database import Database, checked, file_of
from bot.tasks.errors import DatabaseError
from bot.tasks.replacing import make_sure_it_is_free, replace
from bot.tasks.trouble import told
from bot.tasks.upgrading import STAMP, Upgraded


class BackedUp(NamedTuple):
    """A backup that was made."""

    database: Path
    """Of which database."""
    file: Path
    """Where it is."""
    holds: Contents
    """What is in it."""


class Restored(NamedTuple):
    """A backup that was put in the database's place."""

    file: Path
    """The backup, which stays."""
    database: Path
    """Where the bot finds it."""
    kept: Path | None
    """Where the database is now that was there; None if there was none."""
    heeded: bool
    """Whether keys and ids are given that the one that was there had not given; not if it couldn't be read."""
    holds: Contents
    """What is in it."""
    newest: str
    """The version that the bot brings it to when it starts."""


class BroughtUp(NamedTuple):
    """A database that is up to date."""

    database: Path
    """Which."""
    version: str
    """What it has now."""
    upgraded: Upgraded | None
    """What it had, and where it is as it was; None if there was nothing to do."""


def backup(url: str, file: Path, progress: Progress, *, force: bool) -> BackedUp:
    """Copy the database of this DATABASE_URL to a file, while the bot writes to it or not.

    DatabaseError, in one line, if there is no database, the file is there (`force` replaces it) or can't be
    written, or the database is damaged; then there is no file that wasn't there, and what was there stays.
    """
    database = file_of(checked(url, must_exist=True))
    _refuse_place(file, database, force=force)
    with copied(database, file, progress) as copy:
        _refuse_place(file, database, force=force)
        put(copy.part, file)
    return BackedUp(database, file, copy.holds)


def restore(url: str, file: Path, now: datetime, progress: Progress, *, force: bool) -> Restored:
    """Put a copy of a backup in the place of the database of this DATABASE_URL.

    What was there is kept beside it, named by `now` (UTC). DatabaseError, in one line, if the file is no
    backup that this program can use, a database is there (`force` replaces it), or a bot has it open.
    """
    database = file_of(checked(url)).resolve()
    _refuse_source(file, database)
    migrate.refuse_newer(contents(file).version)
    if database.exists() and not force:
        raise DatabaseError(
            f"There is a database already: {database}. Say --force to put {file} in its place; "
            "what is there is kept beside it."
        )
    make_sure_it_is_free(database)
    kept = database.with_name(f"{database.stem}-replaced-{now:{STAMP}}{database.suffix}")
    with copied(file, database, progress) as copy:
        before = replace(database, copy.part, kept)
    kept_as = kept if before.was_there else None
    return Restored(file, database, kept_as, before.heeded, copy.holds, migrate.newest())


async def upgrade(url: str) -> BroughtUp:
    """Bring the database of this DATABASE_URL up to date, and keep it as it was. DatabaseError."""
    database = await asyncio.to_thread(Database.open, url, must_exist=True)
    await database.close()
    return BroughtUp(file_of(checked(url)), migrate.newest(), database.upgraded)


def _refuse_place(file: Path, database: Path, *, force: bool) -> None:
    """The database's own files are refused always: a backup over them would destroy it."""
    own = {database.resolve(), *(Path(f"{database.resolve()}{end}") for end in ("-wal", "-shm", "-journal"))}
    with told(f"{file} can't be written"):
        if file.resolve() in own:
            raise DatabaseError(f"{file} belongs to the database itself: name another file.")
        _refuse_odd(file)
        if not file.parent.exists():
            raise DatabaseError(f"{file} can't be written: there is no folder {file.parent}; make it first.")
        if file.exists() and not force:
            raise DatabaseError(f"{file} is there already: name another file, or say --force to replace it.")


def _refuse_source(file: Path, database: Path) -> None:
    with told(f"{file} can't be read"):
        if not file.exists():
            raise DatabaseError(f"There is no file {file}.")
        _refuse_odd(file)
        if database.exists() and file.samefile(database):
            raise DatabaseError(f"{file} is the database itself: name a backup of it.")


def _refuse_odd(file: Path) -> None:
    """A device, say: a backup would take its place, and reading one may never end."""
    if file.is_dir():
        raise DatabaseError(f"{file} is a folder: name a file in it.")
    if file.exists() and not file.is_file():
        raise DatabaseError(f"{file} is no ordinary file: name another one.")
