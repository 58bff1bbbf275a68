"""Bring a database to the schema that this code knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.tasks.errors import DatabaseError


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run what is missing up to a version, in the connection's transaction.

    DatabaseError if the database has a version that this code doesn't know: it was made by a newer one.
    """
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == scripts.get_current_head():
        return
    if present and present not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseError(
            f"The database was made by a newer Countersign (its version is {present}). "
            "Please install that version, or restore the backup from before the upgrade."
        )
    command.upgrade(config, to)
