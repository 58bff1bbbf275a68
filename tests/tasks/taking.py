"""Steps, taken as they are shown now, and what they leave behind."""

from collections.abc import Iterable

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.events import START, Event, fault
from bot.tasks.step import shown
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.task import Task
from tests.tasks.cast import TEAM

REASON = "Too large: split it, please"


async def request(
    desk: Desk, task: Task, who: str, *, ids: Iterable[int] | None = None, reason: str = REASON
) -> Task:
    """Somebody requests changes for the roles they are asked for."""
    roles = [each.id for each in task.asked_of(who)] if ids is None else ids
    return await desk.steps.request_changes(TEAM, shown(task), who, roles, reason)


async def events(db: Database, task: Task) -> list[Event]:
    """The task's chain."""
    return await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))


def broken_at(events: Iterable[Event]) -> int | None:
    """The number of the first event that doesn't follow from those before it; None if the chain holds."""
    before = START
    for number, event in enumerate(events, start=1):
        if fault(event, number, before):
            return number
        before = event.hash
    return None


async def fresh(desk: Desk, task: Task) -> Task:
    """The task as it stands now."""
    found = await desk.task(TEAM, task.id)
    assert found
    return found


async def retract(desk: Desk, task: Task, who: str, *, ids: Iterable[int] | None = None) -> Task:
    """Somebody retracts their signatures, as the task stands now."""
    present = await fresh(desk, task)
    roles = [each.id for each in present.signed_by(who)] if ids is None else ids
    return await desk.steps.retract(TEAM, shown(present), who, roles)
