"""Which tasks a text belongs to, so that retention takes a task's texts, and no other's.

Of what is there: what its revisions, signatures and events name. Documents that were only looked at, nobody names.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

FILL = """\
WITH named (team_id, task_id, hash) AS (
    SELECT team_id, task_id, substance_hash FROM revisions
    UNION SELECT team_id, task_id, document_hash FROM revisions
    UNION SELECT team_id, task_id, document_hash FROM signatures
    UNION SELECT team_id, CAST(substr(chain, 6) AS INTEGER), json_extract(facts, '$.document')
        FROM events WHERE chain LIKE 'task:%'
    UNION SELECT team_id, CAST(substr(chain, 6) AS INTEGER), json_extract(facts, '$.imported')
        FROM events WHERE chain LIKE 'task:%'
)
INSERT INTO task_texts (team_id, task_id, hash)
SELECT team_id, task_id, hash FROM named WHERE hash IS NOT NULL AND task_id IN (SELECT id FROM tasks)
"""


def upgrade() -> None:
    """Add the table, and fill it."""
    op.create_table(
        "task_texts",
        sa.Column("team_id", sa.String, primary_key=True),
        sa.Column("task_id", sa.Integer, sa.ForeignKey("tasks.id"), primary_key=True),
        sa.Column("hash", sa.String, primary_key=True),
    )
    op.create_index("task_texts_by_hash", "task_texts", ["team_id", "hash"])
    op.get_bind().exec_driver_sql(FILL)
