"""What was told of roles that somebody had not answered, and that it stays true."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.tasks import posts, store_events, store_outbox
from bot.tasks.escalating import Step
from bot.tasks.events import Event
from bot.tasks.posts import Wanted
from bot.tasks.task import SignOff, Task

ESCALATED = "escalated"
"""The kind of the event: a step was taken of a role."""

Meant = Mapping[int, datetime | None]
"""By the ids of sign-offs since when each was asked when it was told that they wait: at the latest, if an event of an
earlier version doesn't say it."""


def as_meant(sign_off: SignOff, meant: Meant) -> bool:
    """Whether the role was not asked anew since it was told that it waits."""
    if sign_off.id not in meant:
        return False
    then, now = meant[sign_off.id], sign_off.asked_at
    return now is None or (then is not None and now <= then)


def meant(session: Session, team: str, task_id: int, step: Step, at: datetime) -> Meant:
    """The roles of which this step was taken then."""
    own = (each for each in _escalated(session, team, task_id) if each.at == at)
    return {int(each.facts["sign_off"]): _asked(each) for each in own if _step(each) is step}


def _asked(event: Event) -> datetime | None:
    said = event.facts.get("asked", event.at.isoformat())
    return datetime.fromisoformat(said) if said else None


def told(task_id: int, author: str, step: Step, at: datetime) -> list[Wanted]:
    """What the step that was taken then wants: of a signer nothing, whose reminder says it."""
    match step:
        case Step.AUTHOR:
            return [posts.late(task_id, author, at)]
        case Step.THREAD:
            return [posts.late_in_thread(task_id, at)]
    return []


def redrawn(session: Session, before: Task, after: Task) -> list[Wanted]:
    """The messages that tell of a role which has changed; all of them, where what is said of the task itself has."""
    pairs = zip(before.sign_offs, after.sign_offs, strict=True)
    changed = {new.id for old, new in pairs if old != new}
    every = (before.state, before.title) != (after.state, after.title)
    found = {
        each.target: each
        for event in _escalated(session, after.team, after.id)
        if every or event.facts["sign_off"] in changed
        for each in told(after.id, after.author, _step(event), event.at)
    }
    return [each for each in found.values() if store_outbox.under_way(session, after.team, each.target)]


def _escalated(session: Session, team: str, task_id: int) -> list[Event]:
    return list(store_events.latest(session, team, store_events.task_chain(task_id), (ESCALATED,)))


def _step(event: Event) -> Step:
    return Step(int(event.facts["step"]))
