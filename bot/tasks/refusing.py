"""Whoever may not do something is refused, and the refusal is written down. One door for all use cases."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlmodel import Session

from bot.tasks import moves, store_events, store_tasks
from bot.tasks.errors import Conflict, TaskError
from bot.tasks.events import Fact
from bot.tasks.permitted import check
from bot.tasks.rights import Action
from bot.tasks.task import Task

T = TypeVar("T")


class Write(Protocol):
    """Runs work in a transaction of its own, anew if another one came in between."""

    def __call__(self, work: Callable[[Session], T]) -> Awaitable[T]: ...


class Refusing:
    """Runs use cases; what one of them refuses is an event, and raised."""

    def __init__(self, write: Write, now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now

    async def run(self, action: Action, team: str, task_id: int, who: str, work: Callable[[Session], T]) -> T:
        """The work; a refusal of it is written down, as its transaction left nothing."""
        try:
            return await self._write(work)
        except Conflict:
            raise
        except TaskError as refused:
            why = type(refused).__name__
            await self._write(lambda session: _note(session, self._now(), team, task_id, who, action, why))
            raise


def admit(session: Session, action: Action, task: Task, who: str, *, admin: bool = False) -> None:
    """NotAllowed if somebody may not do this with the task as it stands. Each use case asks here first."""
    check(action, task, who, admin=admin)


def _note(
    session: Session, now: datetime, team: str, task_id: int, who: str, action: Action, why: str
) -> None:
    """The refusal, in the task's chain; in the workspace's, if it has no such task."""
    task = store_tasks.by_id(session, team, task_id)
    said: dict[str, Any] = {"action": action.value, "why": why}
    if task is None:
        unknown = Fact(kind="refused", who=who, at=now, facts={**said, "task": task_id})
        store_events.append(session, team, store_events.WORKSPACE, [unknown])
    else:
        chain = store_events.task_chain(task_id)
        store_events.append(session, team, chain, [moves.fact(task, "refused", who, now, **said)])
