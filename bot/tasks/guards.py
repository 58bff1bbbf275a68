"""The triggers that keep what was signed and what happened from being changed or deleted."""

from functools import cache

from sqlalchemy import Connection, create_engine, text
from sqlmodel import Session

from bot.tasks import migrate

_TRIGGERS = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('events', 'revisions', 'signatures')"
)


def unguarded(session: Session) -> tuple[str, ...]:
    """The names of those that this database lacks, or has otherwise than the migrations make them.

    For a database of this version. No chain shows it: without them rows can be changed, and the chains with them.
    """
    there = _triggers(session.connection())
    return tuple(name for name, made in _made().items() if there.get(name) != made)


@cache
def _made() -> dict[str, str]:
    """They, as a new database has them."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrate.upgrade(connection)
            return _triggers(connection)
    finally:
        engine.dispose()


def _triggers(connection: Connection) -> dict[str, str]:
    return {row.name: row.sql for row in connection.execute(_TRIGGERS)}
