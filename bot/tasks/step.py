"""A step: something that happens to a filed task besides signing. What all steps share. Pure."""

from pydantic import BaseModel, ConfigDict

from bot.tasks.errors import BadReason, NotSoFar, ShownForAnother, Stale
from bot.tasks.events import Fact
from bot.tasks.substance import sha256
from bot.tasks.task import State, Task

MOST_REASON = 3000
"""Characters of a reason. Slack: a text input holds at most 3,000."""


MOST_KEY = 200
"""Characters of a key that a copy carries as it is. Slack: a button's value holds at most 2,000."""
SHORT_KEY = 16
"""The same where there is little room. Slack: the value of a menu's option holds at most 75, by one of its sources."""


class Shown(BaseModel):
    """The task as it was shown to somebody who decides."""

    model_config = ConfigDict(frozen=True)

    task_id: int
    """The task's id."""
    key: str
    """Its key, as `carried` gives it: an id that was exchanged for another task's doesn't fit it."""
    revision: int
    """The number of the revision that was shown."""
    substance_hash: str
    """The SHA-256 of its substance."""
    version: int = 0
    """Its version; 0 if the copy doesn't say."""
    state: State | None = None
    """Where it stood, for a step that means something else in another state."""


class Move(BaseModel):
    """What was decided about a task, before any of it is stored."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands afterwards."""
    facts: tuple[Fact, ...]
    """What happened, in order."""
    notes: tuple[str, ...] = ()
    """Reasons whose hashes stand in the facts, and nowhere in the task."""
    told: dict[str, str] = {}
    """What is said privately, by user id."""


def carried(task: Task) -> str:
    """What stands for the task's key in its copies: the key itself, or the SHA-256 of one that is very long."""
    return task.key if len(task.key) <= MOST_KEY else sha256(task.key)


def in_short(task: Task) -> str:
    """The same for a copy that has little room: the key itself, or the beginning of its SHA-256."""
    return task.key if task.key.isascii() and len(task.key) <= SHORT_KEY else sha256(task.key)[:SHORT_KEY]


def stands_for(key: str, task: Task) -> bool:
    """Whether a copy that carries this was drawn for the task."""
    return key in (task.key, carried(task), in_short(task))


def shown(task: Task) -> Shown:
    """The task as it is shown now."""
    return Shown(
        task_id=task.id,
        key=carried(task),
        revision=task.revision,
        substance_hash=task.substance_hash,
        version=task.version,
    )


def check_copy(task: Task, key: str, version: int) -> None:
    """ShownForAnother if its key is another's; NotSoFar, which is Stale too, if the task isn't in that version yet."""
    if not stands_for(key, task):
        raise ShownForAnother
    if version > task.version:
        raise NotSoFar(task.key, task.state.value)


def check_shown(task: Task, seen: Shown) -> None:
    """ShownForAnother if it was, Stale if what the task says has changed since; or where it stands, if the step
    depends on that. Other changes, such as another's signature, stop nothing.
    """
    check_copy(task, seen.key, seen.version)
    if seen.state and seen.state is not task.state:
        raise Stale(task.key, f"it was {seen.state.value} before", task.state.value, "how it stands")
    if (seen.revision, seen.substance_hash) != (task.revision, task.substance_hash):
        what = (
            f"what it says has changed: you were shown revision {seen.revision}, and it is at {task.revision}"
        )
        raise Stale(task.key, what, task.state.value, "how it stands")


def reason_of(typed: str) -> str:
    """The reason, without the space around it. BadReason if nothing of it can be seen, or it is too long."""
    reason = typed.strip()
    if not any(each.isprintable() and not each.isspace() for each in reason):
        raise BadReason("Please write the reason in a few words: the others will read it.")
    if len(reason) > MOST_REASON:
        raise BadReason(f"The reason may have {MOST_REASON:,} characters, and this one has {len(reason):,}.")
    return reason
