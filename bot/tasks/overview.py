"""What a summary says: chosen by store_overview.py, written down by summary.py."""

from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from bot.tasks.task import SignOff, State, Task
from bot.tasks.timing import RoleTime

T = TypeVar("T")

ORDER = (State.IN_REVIEW, State.STARTED, State.OPEN)
"""What is nearest to being done comes first."""
MOST = 50
"""Lines under one heading: a summary is read, and a list has pages."""
WEEK = timedelta(days=7)
"""What was done since then is told: of a Monday morning's week since Monday, there would be nothing to tell."""
MONTH = timedelta(days=30)
"""Signatures since then are measured."""


class Some(NamedTuple, Generic[T]):
    """The first ones of several."""

    shown: tuple[T, ...]
    """`MOST` at the most."""
    total: int
    """How many there are."""


class Wait(NamedTuple):
    """Roles of a task that wait for the same person in the same way."""

    task: Task
    """Theirs."""
    sign_offs: tuple[SignOff, ...]
    """One at least; all in the same state and of the same person."""
    since: datetime | None
    """When the person was asked, of several times the first; aware, UTC. None where it is the author's turn."""


class Overview(NamedTuple):
    """All that a summary says."""

    open: tuple[tuple[State, Some[Task]], ...]
    """The states that any open task is in, with those to be signed soonest first."""
    waiting: Some[Wait]
    """Who is waited for, the longest first; then what waits for an author."""
    done: Some[Task]
    """What was done in the last `WEEK`, the latest first."""
    times: Some[RoleTime]
    """How long the signatures of the last `MONTH` took."""

    @property
    def live(self) -> int:
        """How many tasks are open."""
        return sum(own.total for _, own in self.open)

    @property
    def worth_telling(self) -> bool:
        """Whether anything is open, or was done: figures alone are none."""
        return bool(self.open or self.done.total)

    def tasks(self) -> dict[int, Task]:
        """The tasks that are shown, by id."""
        listed = [each for _, own in self.open for each in own.shown]
        return {
            each.id: each for each in [*listed, *self.done.shown, *(one.task for one in self.waiting.shown)]
        }
