"""What tasks are found by, also those that are there already.

FTS5 is told that everything but a space belongs to a word: what a word is, bot/tasks/tokens.py decides. The numbers
of the rows are the tasks' ids.
"""

import json

from alembic import op
from sqlalchemy import text

from bot.tasks.tokens import searched

revision = "0004"
down_revision = "0003"

TASK = (
    "SELECT tasks.id, tasks.team_id, tasks.key, tasks.title, texts.text FROM tasks LEFT JOIN texts "
    "ON texts.team_id = tasks.team_id AND texts.hash = tasks.substance_hash WHERE tasks.id = :id"
)


def upgrade() -> None:
    """Make the table, and fill it, one task at a time: their texts together may be large."""
    op.execute(
        "CREATE VIRTUAL TABLE task_search USING fts5(team_id UNINDEXED, said, "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
    )
    connection = op.get_bind()
    for task_id in connection.execute(text("SELECT id FROM tasks ORDER BY id")).scalars().all():
        row = connection.execute(text(TASK), {"id": task_id}).one()
        answers = json.loads(row.text)["answers"] if row.text else {}
        said = " ".join(searched(row.key, row.title, answers))
        values = {"id": row.id, "team": row.team_id, "said": said}
        connection.execute(
            text("INSERT INTO task_search (rowid, team_id, said) VALUES (:id, :team, :said)"), values
        )
