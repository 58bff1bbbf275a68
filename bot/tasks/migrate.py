"""Bring a database to the schema that this code knows."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.tasks.errors import DatabaseError


def upgrade(
    connection: Connection, to: str = "head", before: Callable[[str], object] = lambda _version: None
) -> None:
    """Run what is missing up to a version, in the connection's transaction.

    `before` is called first, with the version that the database has, unless it is new or needs nothing.
    DatabaseError if the database has a version that this code doesn't know: it was made by a newer one.
    """
    config = _config()
    present = MigrationContext.configure(connection).get_current_revision()
    if present == newest():
        return
    if present:
        refuse_newer(present)
        before(present)
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@cache
def newest() -> str:
    """The version that this code brings a database to."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def refuse_newer(version: str) -> None:
    """DatabaseError if this code doesn't know the version of a database."""
    scripts = ScriptDirectory.from_config(_config())
    if version not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseError(
            f"The database was made by a newer Countersign (its version is {version}). "
            "Please install that version, or restore the backup from before the upgrade."
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config
