"""The rows. Every row carries its workspace, and every query takes it.

Rows hold no rules (those live in the domain models), and classes with `table=True` don't validate.
Revisions, signatures and events are append-only: triggers of the migrations refuse anything else.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.tasks.columns import json, moment


class TaskRow(SQLModel, table=True):
    """A task as it stands, in columns for lists and filters."""

    __tablename__: ClassVar[str] = "tasks"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="one_task_a_key"),
        Index("tasks_by_state", "team_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    key: str
    title: str
    version: int
    state: str
    revision: int
    author: str
    channel: str | None = None
    sign_by: date | None = None
    created_at: datetime = moment()
    updated_at: datetime = moment()
    template_hash: str
    substance_hash: str
    document_hash: str
    signed_document_hash: str | None = None
    assignee: str | None = None
    priority: str | None = None
    priority_rank: int | None = None
    source: str | None = None
    ticks: list[Any] = json()
    """For each checklist item its place and whether it is done: bot/tasks/substance.py."""
    forgotten_at: datetime | None = moment(default=None)
    """When its texts were deleted, as COUNTERSIGN_KEEP says."""


class CounterRow(SQLModel, table=True):
    """The last number given to a key, by workspace and prefix."""

    __tablename__: ClassVar[str] = "counters"

    team_id: str = Field(primary_key=True)
    prefix: str = Field(primary_key=True)
    last: int


class RevisionRow(SQLModel, table=True):
    """Append-only: what the substance of a task was, by hashes."""

    __tablename__: ClassVar[str] = "revisions"

    team_id: str
    task_id: int = Field(primary_key=True, foreign_key="tasks.id")
    number: int = Field(primary_key=True)
    author: str
    at: datetime = moment()
    template_hash: str
    substance_hash: str
    document_hash: str


class TextRow(SQLModel, table=True):
    """Content by its SHA-256: templates (team ""), substance, documents, summaries. Retention may delete it."""

    __tablename__: ClassVar[str] = "texts"

    team_id: str = Field(primary_key=True)
    hash: str = Field(primary_key=True)
    text: str


class TaskTextRow(SQLModel, table=True):
    """A text of `texts` belongs to a task; it may belong to several."""

    __tablename__: ClassVar[str] = "task_texts"
    __table_args__ = (Index("task_texts_by_hash", "team_id", "hash"),)

    team_id: str = Field(primary_key=True)
    task_id: int = Field(primary_key=True, foreign_key="tasks.id")
    hash: str = Field(primary_key=True)


class SignOffRow(SQLModel, table=True):
    """A role of a task, and whom it asks. A reason's text stands in `notes`, its hash here."""

    __tablename__: ClassVar[str] = "sign_offs"
    __table_args__ = (
        UniqueConstraint("team_id", "task_id", "role", name="one_sign_off_a_role"),
        Index("sign_offs_by_reminder", "remind_at"),
        Index("sign_offs_by_snooze", "snoozed_until"),
        Index("sign_offs_by_escalation", "escalate_at"),
        Index("sign_offs_by_person", "team_id", "person", "state"),
        Index("sign_offs_by_stand_in", "team_id", "stand_in", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    task_id: int = Field(foreign_key="tasks.id")
    position: int
    role: str
    statement: str
    person: str | None = None
    state: str
    reason: str | None = None
    asked_at: datetime | None = moment(default=None)
    remind_at: datetime | None = moment(default=None)
    reminders_sent: int = 0
    snoozed_until: datetime | None = moment(default=None)
    stand_in: str | None = None
    escalate_at: datetime | None = moment(default=None)
    escalated: int = 0


class SignatureRow(SQLModel, table=True):
    """Append-only: a signature. A comment's text stands in `notes`, its hash here."""

    __tablename__: ClassVar[str] = "signatures"
    __table_args__ = (Index("signatures_by_task", "task_id"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    task_id: int = Field(foreign_key="tasks.id")
    sign_off_id: int = Field(foreign_key="sign_offs.id")
    role: str
    statement: str
    signer: str
    signed_for: str | None = None
    revision: int
    substance_hash: str
    document_hash: str
    name: str
    day: date
    at: datetime = moment()
    place: str
    comment_hash: str | None = None


class NoteRow(SQLModel, table=True):
    """A reason or a comment, by its hash. Retention may delete it; the hash in the event stays."""

    __tablename__: ClassVar[str] = "notes"

    team_id: str
    task_id: int = Field(primary_key=True, foreign_key="tasks.id")
    hash: str = Field(primary_key=True)
    text: str


class EventRow(SQLModel, table=True):
    """Append-only: a fact in its chain."""

    __tablename__: ClassVar[str] = "events"

    team_id: str = Field(primary_key=True)
    chain: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    kind: str
    who: str | None = None
    at: datetime = moment()
    facts: dict[str, Any] = json()
    before: str
    hash: str


class DraftRow(SQLModel, table=True):
    """A form under way."""

    __tablename__: ClassVar[str] = "drafts"
    __table_args__ = (Index("drafts_by_owner", "team_id", "owner", "task_id"),)

    id: str = Field(primary_key=True)
    team_id: str
    owner: str
    kind: str
    template_hash: str
    edits: int | None = Field(default=None, foreign_key="tasks.id")
    base_revision: int | None = None
    began: dict[str, Any] | None = json(default=None, nullable=True)
    answers: dict[str, Any] = json()
    page: int
    origin_channel: str | None = None
    source: str | None = None
    plan: dict[str, Any] = json()
    task_id: int | None = Field(default=None, foreign_key="tasks.id")
    updated_at: datetime = moment()


class OutboxTable(SQLModel, table=True):
    """What must become true in Slack; one row a target."""

    __tablename__: ClassVar[str] = "outbox"
    __table_args__ = (
        UniqueConstraint("team_id", "target", name="one_row_a_target"),
        Index("outbox_by_due", "state", "priority", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    target: str
    kind: str
    priority: int
    ref: dict[str, Any] = json()
    wanted: int
    attempts: int
    unsure: bool
    delivery_key: str
    due_at: datetime = moment()
    lease_until: datetime | None = moment(default=None)
    last_error: str | None = None
    state: str
    """waiting or dead."""


class MessageRow(SQLModel, table=True):
    """What was posted for a target."""

    __tablename__: ClassVar[str] = "messages"

    team_id: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    channel: str
    ts: str | None = None
    file_id: str | None = None
    delivery_key: str
    payload_hash: str | None = None
    version: int | None = None
    posted_at: datetime = moment()


class PersonRow(SQLModel, table=True):
    """A person, as Slack last told."""

    __tablename__: ClassVar[str] = "people"

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    zone: str | None = None
    kind: str
    active: bool
    fetched_at: datetime = moment()
    dm_channel: str | None = None
    last_reminded_at: datetime | None = moment(default=None)


class ChannelRow(SQLModel, table=True):
    """A channel, as Slack last told."""

    __tablename__: ClassVar[str] = "channels"

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    private: bool
    archived: bool
    bot_is_in: bool
    shared: bool
    fetched_at: datetime = moment()


class ChannelMemberRow(SQLModel, table=True):
    """Somebody is in a channel; no row: not known to be."""

    __tablename__: ClassVar[str] = "channel_members"

    team_id: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    person: str = Field(primary_key=True)


class AbsenceRow(SQLModel, table=True):
    """Somebody is away for some days, and somebody else stands in for them."""

    __tablename__: ClassVar[str] = "absences"
    __table_args__ = (Index("absences_by_person", "team_id", "person"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    person: str
    stand_in: str
    state: str
    """planned, under way or over."""
    first: date
    last: date
    """The last day away, in the person's own zone as `first`."""
    begins_at: datetime = moment()
    ends_at: datetime = moment()
    set_at: datetime = moment()


class HomeRow(SQLModel, table=True):
    """Somebody's Home tab: when they opened it last, and what it shows."""

    __tablename__: ClassVar[str] = "homes"

    team_id: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    opened_at: datetime = moment()
    places: dict[str, Any] = json()
    """Which page of each of its lists is shown."""
    payload_hash: str | None = None


class ScheduleRow(SQLModel, table=True):
    """Something that comes again and again, and when next."""

    __tablename__: ClassVar[str] = "schedules"

    team_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    spec: str
    due_at: datetime | None = moment(default=None)


class SeenEventRow(SQLModel, table=True):
    """An event of Slack's that was taken; its id is unique over all workspaces, so there is no team here."""

    __tablename__: ClassVar[str] = "seen_events"
    __table_args__ = (Index("seen_events_by_time", "at"),)

    id: str = Field(primary_key=True)
    at: datetime = moment()


def table(row: type[SQLModel]) -> Table:
    """The table of a row's class, for statements of SQLAlchemy Core."""
    found: Table = row.__dict__["__table__"]
    return found


tasks, counters, revisions, texts = table(TaskRow), table(CounterRow), table(RevisionRow), table(TextRow)
sign_offs, signatures, notes = table(SignOffRow), table(SignatureRow), table(NoteRow)
events, drafts, schedules = table(EventRow), table(DraftRow), table(ScheduleRow)
outbox, messages, seen_events = table(OutboxTable), table(MessageRow), table(SeenEventRow)
absences, homes, task_texts = table(AbsenceRow), table(HomeRow), table(TaskTextRow)
people, channels, channel_members = table(PersonRow), table(ChannelRow), table(ChannelMemberRow)
