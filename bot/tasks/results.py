"""What the desk's use cases give back."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.tasks.comparing import Change, Comparison
from bot.tasks.draft import Draft
from bot.tasks.merging import Clash
from bot.tasks.task import SignOff, Task
from bot.template.answers import Answers
from bot.template.form import Form


class Created(BaseModel):
    """A draft has become a task."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """The task, as it stands now."""
    new: bool
    """False if the draft had become this task earlier."""
    away: tuple[str, ...] = ()
    """A sentence for each person who was chosen to sign and is away: until when, and who stands in."""


class Asked(BaseModel):
    """Somebody was asked to sign."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """The task, as it stands now."""
    away: tuple[str, ...] = ()
    """A sentence for each of them who is away: until when, and who stands in."""


class Begun(BaseModel):
    """What somebody who may edit a task begins with; nothing is written yet."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    task: Task
    """As it stands now; its revision is what the edit is based on."""
    form: Form
    """That of the task's own template."""
    answers: Answers
    """The present ones, ticks included."""
    draft: Draft | None
    """The person's latest edit of this task that isn't saved yet."""


class Look(BaseModel):
    """What saving an edit would do now."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands now."""
    base: int
    """The number of the revision that the edit is based on."""
    clashes: tuple[Clash, ...]
    """What was changed on both sides; it has to be settled first."""
    changes: tuple[Change, ...]
    """What differs from the task as it stands, a clash left as it stands."""
    comparison: Comparison
    """The same, as lines."""
    dismissed: tuple[SignOff, ...]
    """The signed roles whose signatures would count no more."""
    sign_by_was: str | None
    """The task's "Sign by" where the edit chose another, else when it began: YYYY-MM-DD."""


class Saved(BaseModel):
    """An edit was saved."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands now."""
    new: bool
    """False if it had been saved earlier: then nothing below is said."""
    revision: bool = False
    """Whether it made a revision: it did if any answer changed."""
    changes: tuple[Change, ...] = ()
    """What it changed."""
    dismissed: tuple[SignOff, ...] = ()
    """The signed roles as they were, whose signatures count no more."""
    settled: tuple[SignOff, ...] = ()
    """The roles for which it chose somebody who isn't asked: by now they have somebody else, or need nobody."""
    away: tuple[str, ...] = ()
    """A sentence for each person whom it asks and who is away: until when, and who stands in."""


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
    """The file's name: `TASK-001.md`, `TASK-001-signed.md`, or `TASK-001-done.md` where nobody signed."""
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
    """How many open tasks it counts."""


class OutboxHealth(BaseModel):
    """How the outbox stands, for `doctor`."""

    model_config = ConfigDict(frozen=True)

    waiting: int
    """Rows that are still to be sent."""
    oldest: datetime | None
    """When the longest waiting one became due; aware, UTC."""
    dead: tuple[tuple[str, str], ...]
    """(target, error) of what can't be sent."""
