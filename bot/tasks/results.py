"""What the desk's use cases give back."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.tasks.task import SignOff, Task


class Created(BaseModel):
    """A draft has become a task."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """The task, as it stands now."""
    new: bool
    """False if the draft had become this task earlier."""


class Showing(BaseModel):
    """What one person may sign now, and the document as it is shown to them."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As shown; its revision and substance hash are what a signature must name."""
    sign_offs: tuple[SignOff, ...]
    """Those asked of the person; at least one."""
    document: str
    """The rendered Markdown."""
    document_hash: str
    """The SHA-256 of `document`, which is stored."""


class Signed(BaseModel):
    """A signature was given."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands now."""
    done: bool
    """Whether this was the last signature that the task needed."""


class Exported(BaseModel):
    """A task as a file."""

    model_config = ConfigDict(frozen=True)

    name: str
    """The file's name: `TASK-001.md`, or `TASK-001-signed.md`."""
    text: str
    """The whole Markdown."""


class SummaryOrdered(BaseModel):
    """A summary was rendered and waits to be posted."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Random; stands in the targets of its parts."""
    text: str
    """The whole Markdown."""
    parts: int
    """In how many messages it will be posted."""
    tasks: int
    """How many open tasks it names."""


class OutboxHealth(BaseModel):
    """How the outbox stands, for `doctor`."""

    model_config = ConfigDict(frozen=True)

    waiting: int
    """Rows that are still to be sent."""
    oldest: datetime | None
    """When the longest waiting one became due; aware, UTC."""
    dead: tuple[tuple[str, str], ...]
    """(target, error) of what can't be sent."""
