"""Who stands in for whom and when, whose Home tab is open, when a waiting sign-off is raised, and which texts are gone.

Columns are written in SQL: SQLite adds one in place only so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables and columns; of what is there nobody is away, and nothing was raised or forgotten."""
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("team_id", "person", "stand_in", "state")),
        *(sa.Column(name, sa.Date, nullable=False) for name in ("first", "last")),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("begins_at", "ends_at", "set_at")),
    )
    op.create_index("absences_by_person", "absences", ["team_id", "person"])
    op.create_table(
        "homes",
        sa.Column("team_id", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("places", sa.JSON, nullable=False),
        sa.Column("payload_hash", sa.String, nullable=True),
    )
    for column in ("stand_in VARCHAR", "escalate_at DATETIME", "escalated INTEGER NOT NULL DEFAULT 0"):
        op.execute(f"ALTER TABLE sign_offs ADD COLUMN {column}")
    op.execute("ALTER TABLE tasks ADD COLUMN forgotten_at DATETIME")
    op.create_index("sign_offs_by_snooze", "sign_offs", ["snoozed_until"])
    op.create_index("sign_offs_by_escalation", "sign_offs", ["escalate_at"])
    op.create_index("sign_offs_by_stand_in", "sign_offs", ["team_id", "stand_in", "state"])
