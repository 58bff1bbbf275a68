"""Keep what is append-only from being replaced by an insert, whoever opens the file.

`INSERT OR REPLACE` deletes the row that is in its way without the DELETE trigger, unless the connection has
`recursive_triggers` on. So an insert with a key that is there is refused before it happens.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

KEYS = {
    "revisions": ("task_id", "number"),
    "signatures": ("id",),
    "events": ("team_id", "chain", "number"),
}


def upgrade() -> None:
    """Make the triggers."""
    for table, key in KEYS.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
