"""Drafts that change a task: which one, and how it stood when the draft began.

The columns are written in SQL: SQLite takes a reference with a new column only so.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; the drafts that are there change no task."""
    op.execute("ALTER TABLE drafts ADD COLUMN edits INTEGER REFERENCES tasks (id)")
    op.execute("ALTER TABLE drafts ADD COLUMN began JSON")
