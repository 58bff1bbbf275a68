"""The account of one task for whoever may read it: who did what when and why, and whether that can be believed."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import history, store_audit, store_tasks, verifying
from bot.tasks.absence import in_place_of
from bot.tasks.chains import NOTES, Chain, follow
from bot.tasks.history import Entry
from bot.tasks.store_events import task_chain
from bot.tasks.substance import sha256
from bot.tasks.task import Task


class Line(BaseModel):
    """One thing that happened."""

    model_config = ConfigDict(frozen=True)

    number: int
    """The event's number in the task's history, from 1."""
    at: datetime
    """When; aware, UTC."""
    name: str
    """Who did it, by the name that is known now."""
    signed_as: str | None = None
    """The name that a signature froze, where it is another one."""
    said: str
    """What they did, in words that follow the name."""
    revision: int | None = None
    """The revision at which the task stood."""
    reason: str | None = None
    """The reason or comment, as typed; None if there is none."""
    lost: bool = False
    """Whether there is one whose text isn't kept any more."""


class Account(BaseModel):
    """All that happened to a task."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[Line, ...]
    """The latest first; what can't be read is left out, and told in `wrong`."""
    events: int
    """How many of its events hold, from the first on."""
    head: str
    """The SHA-256 (hex) of the last of these; "" for none."""
    wrong: tuple[str, ...] = ()
    """What doesn't hold, in sentences; nothing if all does."""


def account(session: Session, task: Task, zone: tzinfo | None = None) -> Account:
    """The account of the task, checked: its chain of events, and what its rows say against that.

    Moments in its sentences are in `zone`, which is then its reader's to know; else in UTC.
    """
    name = task_chain(task.id)
    chain = follow(task.team, name, store_audit.chain(session, task.team, name))
    lines = [_line(session, task, each, zone) for each in history.of_task(session, task)]
    return Account(
        lines=tuple(reversed(lines)),
        events=chain.length,
        head=chain.head,
        wrong=tuple(_wrong(session, task, chain)),
    )


def _wrong(session: Session, task: Task, chain: Chain) -> list[str]:
    """Rows are compared only with a chain that holds: one that doesn't would blame them all."""
    if chain.broken:
        return [f"Event {chain.length + 1} {chain.broken}."]
    return list(verifying.disagreements_of(session, task, chain))


def _line(session: Session, task: Task, entry: Entry, zone: tzinfo | None) -> Line:
    event, facts = entry.event, entry.event.facts
    named = [str(facts[each]) for each in NOTES if facts.get(each)]
    reason = store_tasks.note(session, task, named[0]) if named else None
    return Line(
        number=event.number,
        at=event.at,
        name=entry.name,
        signed_as=_frozen(task, _known(entry), facts),
        said=history.words(entry, zone),
        revision=facts.get("revision"),
        reason=reason,
        lost=bool(named) and reason is None,
    )


def _known(entry: Entry) -> str:
    """The name that is known now of who did it, as a signature would freeze it."""
    person = entry.event.facts.get("for")
    return in_place_of(entry.name, entry.called.get(str(person), str(person))) if person else entry.name


def _frozen(task: Task, name: str, facts: Mapping[str, object]) -> str | None:
    """The name in the signature that this event gave, if it isn't the one that is known now: the event has its
    hash only.
    """
    frozen = {sha256(each.name): each.name for each in task.signatures}.get(str(facts.get("name")))
    return frozen if frozen != name else None
