"""Whoever may not do something is refused, and the refusal is written down. One door for all use cases."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlmodel import Session

from bot.tasks import moves, store_events, store_tasks
from bot.tasks.errors import BadReason, Conflict, NotAllowed, NotThen, NotYours, TaskError, TitleMissing
from bot.tasks.events import Fact
from bot.tasks.permitted import check, entitle
from bot.tasks.rights import Action
from bot.tasks.standing import standing
from bot.tasks.task import Task

REFUSED = "refused"
"""The kind of the event."""
AGAIN = timedelta(minutes=1)
"""How long the same refusal is one event: however often somebody presses, the chain must not grow without end."""

SLIPS = (BadReason, NotThen, TitleMissing)
"""What somebody who may do it typed or chose wrongly, and mends at once: it is said to them, and no event."""

GO_ON = "go on with a draft"

T = TypeVar("T")


class Write(Protocol):
    """Runs work in a transaction of its own, anew if another one came in between."""

    def __call__(self, work: Callable[[Session], T]) -> Awaitable[T]: ...


class Refusing:
    """Runs use cases; what one of them refuses is an event, and raised. A slip is only raised."""

    def __init__(self, write: Write, now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now

    async def run(
        self,
        action: Action,
        team: str,
        task_id: int,
        who: str,
        work: Callable[[Session], T],
        *,
        within: Write | None = None,
    ) -> T:
        """The work; a refusal of it is written down, as its transaction left nothing.

        `within` is what runs it, if it isn't to write: a look at a task takes no turn of those who write.
        """
        try:
            return await (within or self._write)(work)
        except (Conflict, *SLIPS):
            raise
        except TaskError as refused:
            why = type(refused).__name__
            await self._write(lambda session: _note(session, self._now(), team, task_id, who, action, why))
            raise

    async def with_draft(self, team: str, draft_id: str, who: str, work: Callable[[Session], T]) -> T:
        """The work on a draft; that it is somebody else's is written down in the workspace's chain."""
        try:
            return await self._write(work)
        except NotYours:
            await self.foreign(team, draft_id, who)
            raise

    async def without_task(
        self, action: str, team: str, who: str, work: Callable[[Session], T], **said: Any
    ) -> T:
        """Work that is about no single task; that it isn't allowed is written down in the workspace's chain."""
        try:
            return await self._write(work)
        except NotAllowed:
            await self.note(team, who, action=action, why="NotAllowed", **said)
            raise

    async def foreign(self, team: str, draft_id: str, who: str) -> None:
        """Write down that somebody wanted another's draft."""
        await self.note(team, who, action=GO_ON, why="NotYours", draft=draft_id)

    async def exchanged(self, team: str, draft_id: str, who: str) -> None:
        """Write down that a form said that its draft was an edit of another task than it is."""
        await self.note(team, who, action=GO_ON, why="ShownForAnother", draft=draft_id)

    async def note(self, team: str, who: str, **said: Any) -> None:
        """A refusal that is about no task of the workspace: `action` and `why`, and ids."""
        await self._write(
            lambda session: _append(session, self._now(), team, _unknown(who, self._now(), said))
        )


def admit(
    session: Session,
    action: Action,
    task: Task,
    who: str,
    *,
    admin: bool = False,
    there: bool = False,
    anytime: bool = False,
) -> None:
    """NotAllowed if somebody may not do this with the task as it stands. Each use case asks here first.

    `there`: they were seen to be in the card's channel just now. To sign: NotAsked, AlreadySigned too.
    `anytime`: wherever the task stands, for what changes nothing of it yet.
    """
    ask = entitle if anytime else check
    ask(action, task, who, standing(session, task, who, admin=admin, there=there))


def _note(
    session: Session, now: datetime, team: str, task_id: int, who: str, action: Action, why: str
) -> None:
    """The refusal, in the task's chain; in the workspace's, if it has no such task."""
    task = store_tasks.by_id(session, team, task_id)
    said: dict[str, Any] = {"action": action.value, "why": why}
    if task is None:
        _append(session, now, team, _unknown(who, now, {**said, "task": task_id}))
    else:
        fact = moves.fact(task, REFUSED, who, now, **said)
        _append(session, now, team, fact, store_events.task_chain(task_id))


def _unknown(who: str, now: datetime, said: Mapping[str, Any]) -> Fact:
    return Fact(kind=REFUSED, who=who, at=now, facts=dict(said))


def _append(
    session: Session, now: datetime, team: str, fact: Fact, chain: str = store_events.WORKSPACE
) -> None:
    """Unless the same was refused to the same person a moment ago."""
    lately = store_events.since(session, team, chain, now - AGAIN)
    if not any(_same(each.kind, each.who, each.facts, fact) for each in lately):
        store_events.append(session, team, chain, [fact])


def _same(kind: str, who: str | None, facts: Mapping[str, Any], fact: Fact) -> bool:
    """Whether an event says the same as the fact; where the task stood by then doesn't matter."""
    stood = ("revision", "version")
    own, other = ({k: v for k, v in each.items() if k not in stood} for each in (facts, fact.facts))
    return (kind, who, own) == (fact.kind, fact.who, other)
