"""The first tables, and the triggers that keep what is append-only from being changed.

The columns are written out here, not taken from tables.py: a migration must stay as it was.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = ("revisions", "signatures", "events")


def upgrade() -> None:
    """Make everything."""
    _tasks()
    _sign_offs()
    _signatures()
    _posts()
    _people()
    _clocks()
    for table in APPEND_ONLY:
        _refuse(table, "UPDATE")
        _refuse(table, "DELETE")


def _tasks() -> None:
    op.create_table(
        "tasks",
        _number("id"),
        _text("team_id"),
        _text("key"),
        _text("title"),
        _number("version"),
        _text("state"),
        _number("revision"),
        _text("author"),
        _text("channel", nullable=True),
        _day("sign_by", nullable=True),
        _moment("created_at"),
        _moment("updated_at"),
        _text("template_hash"),
        _text("substance_hash"),
        _text("document_hash"),
        _text("signed_document_hash", nullable=True),
        _text("assignee", nullable=True),
        _text("priority", nullable=True),
        _number("priority_rank", nullable=True),
        _text("source", nullable=True),
        _json("ticks"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "key", name="one_task_a_key"),
    )
    op.create_index("tasks_by_state", "tasks", ["team_id", "state"])
    op.create_table(
        "counters",
        _text("team_id"),
        _text("prefix"),
        _number("last"),
        sa.PrimaryKeyConstraint("team_id", "prefix"),
    )
    op.create_table(
        "texts", _text("team_id"), _text("hash"), _text("text"), sa.PrimaryKeyConstraint("team_id", "hash")
    )
    op.create_table(
        "drafts",
        _text("id"),
        _text("team_id"),
        _text("owner"),
        _text("kind"),
        _text("template_hash"),
        _number("base_revision", nullable=True),
        _json("answers"),
        _number("page"),
        _text("origin_channel", nullable=True),
        _text("source", nullable=True),
        _json("plan"),
        _link("task_id", "tasks.id", nullable=True),
        _moment("updated_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("drafts_by_owner", "drafts", ["team_id", "owner", "task_id"])


def _sign_offs() -> None:
    op.create_table(
        "revisions",
        _text("team_id"),
        _link("task_id", "tasks.id"),
        _number("number"),
        _text("author"),
        _moment("at"),
        _text("template_hash"),
        _text("substance_hash"),
        _text("document_hash"),
        sa.PrimaryKeyConstraint("task_id", "number"),
    )
    op.create_table(
        "sign_offs",
        _number("id"),
        _text("team_id"),
        _link("task_id", "tasks.id"),
        _number("position"),
        _text("role"),
        _text("statement"),
        _text("person", nullable=True),
        _text("state"),
        _text("reason", nullable=True),
        _moment("asked_at", nullable=True),
        _moment("remind_at", nullable=True),
        _number("reminders_sent"),
        _moment("snoozed_until", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "task_id", "role", name="one_sign_off_a_role"),
    )
    op.create_index("sign_offs_by_person", "sign_offs", ["team_id", "person", "state"])
    op.create_index("sign_offs_by_reminder", "sign_offs", ["remind_at"])


def _signatures() -> None:
    op.create_table(
        "signatures",
        _number("id"),
        _text("team_id"),
        _link("task_id", "tasks.id"),
        _link("sign_off_id", "sign_offs.id"),
        _text("role"),
        _text("statement"),
        _text("signer"),
        _text("signed_for", nullable=True),
        _number("revision"),
        _text("substance_hash"),
        _text("document_hash"),
        _text("name"),
        _day("day"),
        _moment("at"),
        _text("place"),
        _text("comment_hash", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signatures_by_task", "signatures", ["task_id"])
    op.create_table(
        "notes",
        _text("team_id"),
        _link("task_id", "tasks.id"),
        _text("hash"),
        _text("text"),
        sa.PrimaryKeyConstraint("task_id", "hash"),
    )
    op.create_table(
        "events",
        _text("team_id"),
        _text("chain"),
        _number("number"),
        _text("kind"),
        _text("who", nullable=True),
        _moment("at"),
        _json("facts"),
        _text("before"),
        _text("hash"),
        sa.PrimaryKeyConstraint("team_id", "chain", "number"),
    )


def _posts() -> None:
    op.create_table(
        "outbox",
        _number("id"),
        _text("team_id"),
        _text("target"),
        _text("kind"),
        _number("priority"),
        _json("ref"),
        _number("wanted"),
        _number("attempts"),
        _flag("unsure"),
        _text("delivery_key"),
        _moment("due_at"),
        _moment("lease_until", nullable=True),
        _text("last_error", nullable=True),
        _text("state"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team_id", "target", name="one_row_a_target"),
    )
    op.create_index("outbox_by_due", "outbox", ["state", "priority", "due_at"])
    op.create_table(
        "messages",
        _text("team_id"),
        _text("target"),
        _text("channel"),
        _text("ts", nullable=True),
        _text("file_id", nullable=True),
        _text("delivery_key"),
        _text("payload_hash", nullable=True),
        _number("version", nullable=True),
        _moment("posted_at"),
        sa.PrimaryKeyConstraint("team_id", "target"),
    )


def _people() -> None:
    op.create_table(
        "people",
        _text("team_id"),
        _text("id"),
        _text("name"),
        _text("zone", nullable=True),
        _text("kind"),
        _flag("active"),
        _moment("fetched_at"),
        _text("dm_channel", nullable=True),
        _moment("last_reminded_at", nullable=True),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "channels",
        _text("team_id"),
        _text("id"),
        _text("name"),
        _flag("private"),
        _flag("archived"),
        _flag("bot_is_in"),
        _flag("shared"),
        _moment("fetched_at"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_table(
        "channel_members",
        _text("team_id"),
        _text("channel"),
        _text("person"),
        sa.PrimaryKeyConstraint("team_id", "channel", "person"),
    )


def _clocks() -> None:
    op.create_table(
        "schedules",
        _text("team_id"),
        _text("name"),
        _text("spec"),
        _moment("due_at", nullable=True),
        sa.PrimaryKeyConstraint("team_id", "name"),
    )
    op.create_table("seen_events", _text("id"), _moment("at"), sa.PrimaryKeyConstraint("id"))
    op.create_index("seen_events_by_time", "seen_events", ["at"])


def _refuse(table: str, change: str) -> None:
    """SQLite: with `recursive_triggers` on, a replacing insert meets the DELETE trigger too."""
    op.execute(
        f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _link(name: str, target: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=nullable)
