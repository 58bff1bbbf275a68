"""What the migrations make is what the rows say, and what is append-only stays so."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from bot.tasks import tables
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
