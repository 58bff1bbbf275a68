"""What the migrations make is what the rows say, and what is append-only stays so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from bot.tasks import migrate, tables
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from tests.tasks.cast import GRACE, file, sign

APPEND_ONLY = ("revisions", "signatures", "events")
CHANGES = (
    "UPDATE {0} SET team_id = 'T9'",
    "DELETE FROM {0}",
    "UPDATE OR REPLACE {0} SET team_id = 'T9'",
    "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT DO UPDATE SET team_id = 'T9'",
)
FOLDER = Path(migrate.__file__).with_name("migrations")
STEPS = [step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]
"""All versions of the schema, the first one first."""


def of_rows(name: str | None, kind: str, _parents: object) -> bool:
    """Whether it is compared: what tasks are found by is kept in tables that FTS5 makes for itself."""
    return kind != "table" or not str(name).startswith("task_search")


async def test_the_migrated_schema_is_the_one_of_the_rows(db: Database) -> None:
    def differences(session: object) -> list[object]:
        connection = session.connection()  # type: ignore[attr-defined]
        options = {"compare_type": True, "include_name": of_rows}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, SQLModel.metadata))

    assert await db.read(differences) == []


async def test_a_database_that_is_up_to_date_opens_again(db: Database, url: str) -> None:
    again = Database.open(url)
    assert await again.read(lambda session: session.execute(text("SELECT 1")).scalar()) == 1
    await again.close()


def test_every_row_has_its_workspace_but_events_of_slacks_that_were_seen() -> None:
    without = {name for name, each in SQLModel.metadata.tables.items() if "team_id" not in each.columns}
    assert without == {tables.SeenEventRow.__tablename__}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", CHANGES)
async def test_what_is_append_only_cannot_be_changed(
    desk: Desk, db: Database, table: str, change: str
) -> None:
    await sign(desk, await file(desk), GRACE)
    with pytest.raises(IntegrityError, match=f"{table} is append-only"):
        await db.write(lambda session: session.execute(text(change.format(table))).close())


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", CHANGES)
async def test_nor_by_another_program_that_opens_the_file(
    desk: Desk, url: str, table: str, change: str
) -> None:
    await sign(desk, await file(desk), GRACE)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file_itself:
        before = file_itself.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            file_itself.execute(change.format(table))
        assert file_itself.execute(f"SELECT * FROM {table}").fetchall() == before != []


def test_after_each_migration_every_change_of_what_is_append_only_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "steps.db"
    engine = create_engine(f"sqlite:///{path}")
    for step in STEPS:
        with engine.begin() as connection:
            migrate.upgrade(connection, step)
        with closing(sqlite3.connect(path)) as other:
            if step == STEPS[0]:
                fill(other)
            # The first version left INSERT OR REPLACE to its own connections.
            changes = CHANGES[:2] if step == STEPS[0] else CHANGES
            taken = [
                each.format(table)
                for table in APPEND_ONLY
                for each in changes
                if takes(other, each.format(table))
            ]
            assert taken == [], f"after {step}"
    engine.dispose()


def fill(connection: sqlite3.Connection) -> None:
    """A row in each of the tables that are append-only."""
    for table in APPEND_ONLY:
        columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('1' for _ in columns)})")
    connection.commit()


def takes(connection: sqlite3.Connection, change: str) -> bool:
    """Whether the change is done."""
    try:
        connection.execute(change)
    except sqlite3.IntegrityError as refused:
        return "is append-only" not in str(refused)
    return True
