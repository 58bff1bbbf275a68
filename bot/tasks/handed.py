"""Who handed somebody the roles that they are asked for, and why."""

from typing import NamedTuple

from sqlmodel import Session

from bot.tasks import store_events, store_tasks
from bot.tasks.task import SignOffState, Task


class HandedOver(NamedTuple):
    """How a role came to somebody."""

    who: str
    """The user id of who handed it over."""
    reason: str
    """Why, as typed."""
    wish: str = ""
    """What had to change before it would be signed, for who had the role before, as typed; "" for nothing."""


Handed = dict[str, HandedOver]
"""By role."""


def handed(session: Session, task: Task, user: str) -> Handed:
    """Of the roles that this person, and not somebody in their place, is asked for: those that were handed to them.

    Left out is a reason that isn't kept any more, and a role that was asked of them anew since.
    """
    left = {each.role for each in task.sign_offs if each.person == user and each.state is SignOffState.ASKED}
    found: Handed = {}
    chain = store_events.task_chain(task.id)
    for event in store_events.latest(session, task.team, chain, ("sign-off asked", "sign-off reassigned")):
        role = str(event.facts.get("role"))
        if role in left and event.facts.get("to") == user:
            reason, wish = (
                store_tasks.note(session, task, str(event.facts.get(each))) for each in ("reason", "changes")
            )
            found |= {role: HandedOver(str(event.who), reason, wish or "")} if reason else {}
        left.discard(role)
        if not left:
            break
    return found
