"""Who handed somebody the roles that they are asked for, and why."""

from sqlmodel import Session

from bot.tasks import store_events, store_tasks
from bot.tasks.task import SignOffState, Task

Handed = dict[str, tuple[str, str]]
"""By role: the user id of who handed it over, and the reason as typed."""


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
            reason = store_tasks.note(session, task, str(event.facts["reason"]))
            found |= {role: (str(event.who), reason)} if reason else {}
        left.discard(role)
        if not left:
            break
    return found
