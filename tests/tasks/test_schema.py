"""What the migrations make is what the rows say, and what is append-only stays so."""

import sqlite3
from contextlib import closing
from itertools import pairwise
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


async def test_the_migrated_schema_is_the_one_of_the_rows(db: Database) -> None:
    def differences(session: object) -> list[object]:
        connection = session.connection()  # type: ignore[attr-defined]
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {0} SET team_id = 'T9'",
        "DELETE FROM {0}",
        "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    ],
)
async def test_what_is_append_only_cannot_be_changed(
    desk: Desk, db: Database, table: str, change: str
) -> None:
    await sign(desk, await file(desk), GRACE)
    with pytest.raises(IntegrityError, match=f"{table} is append-only"):
        await db.write(lambda session: session.execute(text(change.format(table))).close())


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["INSERT OR REPLACE INTO {0} SELECT * FROM {0}", "DELETE FROM {0}"])
async def test_nor_by_another_program_that_opens_the_file(
    desk: Desk, url: str, table: str, change: str
) -> None:
    await sign(desk, await file(desk), GRACE)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file_itself:
        before = file_itself.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
            file_itself.execute(change.format(table))
        assert file_itself.execute(f"SELECT * FROM {table}").fetchall() == before != []


def test_no_migration_takes_away_a_trigger(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/steps.db")
    folder = Path(migrate.__file__).with_name("migrations")
    steps = [step.revision for step in ScriptDirectory(str(folder)).walk_revisions()]
    found: list[set[str]] = []
    for step in reversed(steps):
        with engine.begin() as connection:
            migrate.upgrade(connection, step)
            rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            found.append(set(rows.scalars()))
    engine.dispose()
    assert all(earlier <= later for earlier, later in pairwise(found)) and len(found[-1]) == 9
