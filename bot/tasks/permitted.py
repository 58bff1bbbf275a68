"""Whether somebody may take a step now: their right to it first, then where the task stands. Pure."""

from collections.abc import Callable

from bot.tasks.errors import NotAllowed
from bot.tasks.handing import handable, skippable
from bot.tasks.moves import missing
from bot.tasks.rights import Action, may
from bot.tasks.task import State, Task


def check(action: Action, task: Task, who: str, *, admin: bool = False) -> None:
    """NotAllowed, with one sentence that says why and what to do."""
    if not may(action, task, who, admin=admin):
        raise NotAllowed(_NO_RIGHT[action].format(key=task.key))
    if why := _IN_THE_WAY[action](task, who, admin):
        raise NotAllowed(why)


def permitted(action: Action, task: Task, who: str, *, admin: bool = False) -> bool:
    """Whether `check` passes."""
    return may(action, task, who, admin=admin) and not _IN_THE_WAY[action](task, who, admin)


def _requesting(task: Task, who: str, _admin: bool) -> str | None:
    if over := _over(task, "changes can't be requested"):
        return over
    if task.asked_of(who):
        return None
    if signed := task.signed_by(who):
        roles = " and ".join(each.role for each in signed)
        return f"You signed {task.key} as {roles}. To request changes, retract your signature first."
    return f"{task.key} no longer asks you to sign, so there is nothing for you to answer."


def _retracting(task: Task, who: str, _admin: bool) -> str | None:
    if over := _over(task, "a signature can't be retracted"):
        return over
    return None if task.signed_by(who) else f"You have no signature on {task.key} that you could retract."


def _starting(task: Task, _who: str, _admin: bool) -> str | None:
    if task.state is State.OPEN:
        return None
    return _over(task, "it can't be started") or f"{task.key} is {task.state.value} already."


def _finishing(task: Task, _who: str, _admin: bool) -> str | None:
    if task.state is State.DONE:
        return f"{task.key} is done already."
    if over := _over(task, "it can't be marked as done"):
        return over
    roles = [each.role for each in missing(task)]
    if not roles:
        return None
    return (
        f"{task.key} still needs the signature of: {', '.join(roles)}. It is done by itself with the last; "
        "a role that needs none can be marked as not needed."
    )


def _closing(task: Task, _who: str, _admin: bool) -> str | None:
    if task.state is State.CLOSED:
        return f"{task.key} is closed already."
    return _over(task, "it can't be closed")


def _reopening(task: Task, _who: str, _admin: bool) -> str | None:
    return f"{task.key} is {task.state.value}, so there is nothing to reopen." if task.state.live else None


def _reassigning(task: Task, who: str, admin: bool) -> str | None:
    if over := _over(task, "no role can be handed over"):
        return over
    return None if handable(task, who, admin=admin) else f"{task.key} has no role that you could hand over."


def _skipping(task: Task, _who: str, _admin: bool) -> str | None:
    if over := _over(task, "its roles can't be changed"):
        return over
    return None if skippable(task) else f"{task.key} waits for no signature."


def _over(task: Task, what: str) -> str | None:
    """Why something can't happen to a task that is done or closed."""
    if task.state is State.DONE:
        return f"{task.key} is done, so {what} any more. Its author can reopen it."
    if task.state is State.CLOSED:
        return f"{task.key} is closed, so {what} any more. Its author can reopen it."
    return None


_NO_RIGHT: dict[Action, str] = {
    Action.REQUEST_CHANGES: "You weren't asked to sign {key}, so you can't request changes to it. "
    "Its author can ask you to sign.",
    Action.RETRACT: "You haven't signed {key}, so there is nothing for you to retract.",
    Action.REASSIGN: "Only who is asked to sign {key}, its author or an admin can hand a role over.",
    Action.NOT_NEEDED: "Only the author of {key} or an admin can say that a signature isn't needed.",
    Action.START: "Only the author and the assignee of {key} or an admin can start it.",
    Action.FINISH: "Only the author of {key} or an admin can mark it as done.",
    Action.CLOSE: "Only the author of {key} or an admin can close it.",
    Action.REOPEN: "Only the author of {key} or an admin can reopen it.",
}

_IN_THE_WAY: dict[Action, Callable[[Task, str, bool], str | None]] = {
    Action.REQUEST_CHANGES: _requesting,
    Action.RETRACT: _retracting,
    Action.REASSIGN: _reassigning,
    Action.NOT_NEEDED: _skipping,
    Action.START: _starting,
    Action.FINISH: _finishing,
    Action.CLOSE: _closing,
    Action.REOPEN: _reopening,
}
