"""Whether somebody may take a step now: their right to it first, then where the task stands. Pure."""

from collections.abc import Callable

from bot.tasks.errors import NotAllowed, NotNow, TaskError
from bot.tasks.handing import handable, skippable
from bot.tasks.moves import missing, refusal, way_back
from bot.tasks.rights import KINDS, Action, Relation, against, granted, may, relations
from bot.tasks.task import State, Task


def check(action: Action, task: Task, who: str, known: frozenset[Relation]) -> None:
    """NotAllowed, or NotNow (of signing: NotAsked, AlreadySigned), with one sentence: why, and what to do.

    `known` is all that they are to the task.
    """
    entitle(action, task, who, known)
    if why := _in_the_way(action, task, who, known):
        raise NotNow(why)


def entitle(action: Action, task: Task, who: str, known: frozenset[Relation]) -> None:
    """The same, but for where the task stands: whether they have the right at all."""
    if not may(action, known):
        raise _refused(action, task, who, known)


def permitted(action: Action, task: Task, who: str, *, admin: bool = False) -> bool:
    """Whether `check` passes, as far as the task itself tells: what sort of account it is, the desk looks up."""
    known = relations(task, who, admin=admin)
    return may(action, known) and not _in_the_way(action, task, who, known)


def _refused(action: Action, task: Task, who: str, known: frozenset[Relation]) -> TaskError:
    """The right is missing, or something is against it."""
    barred = against(action, known) if granted(action, known) else None
    if barred and action in (Action.SIGN, Action.REQUEST_CHANGES):
        why = _AGAINST[barred]
        return NotAllowed(f"You can't sign {task.key}: {why}. Its author can ask somebody else.")
    if barred:
        return NotAllowed(f"Nothing was done with {task.key}: {_AGAINST[barred]}.")
    if action is Action.SIGN:
        return refusal(task, who)
    if action is Action.READ:
        return NotAllowed(_unread(task, known))
    return NotAllowed(_NO_RIGHT[action].format(key=task.key))


def _unread(task: Task, known: frozenset[Relation]) -> str:
    """Why somebody can't read it, and what to do; of a stranger it may only be that Slack was slow."""
    if Relation.FULL in known:
        return f"You can't read {task.key}: ask its author to name you in it, or to add you to its channel."
    if known & frozenset(KINDS.values()):
        return f"You can't read {task.key}: guests read what names them. Ask its author to name you in it."
    return f"Slack could not say just now who you are, so {task.key} stays closed. Please try again."


def _in_the_way(action: Action, task: Task, who: str, known: frozenset[Relation]) -> str | None:
    look = _IN_THE_WAY.get(action)
    return look(task, who, Relation.ADMIN in known) if look else None


def _editing(task: Task, _who: str, _admin: bool) -> str | None:
    return _over(task, "it can't be edited")


def _ticking(task: Task, _who: str, _admin: bool) -> str | None:
    return _over(task, "its boxes can't be ticked")


def _naming(task: Task, _who: str, _admin: bool) -> str | None:
    return _over(task, "nobody can be asked to sign it")


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
    if task.state.live:
        return f"{task.key} is {task.state.value}, so there is nothing to reopen."
    if task.forgotten_at:
        return f"What {task.key} said isn't kept any more, so it can't be reopened. Please make a new task."
    return None


def _reassigning(task: Task, who: str, admin: bool) -> str | None:
    if over := _over(task, "no role can be handed over"):
        return over
    return None if handable(task, who, admin=admin) else f"{task.key} has no role that you could hand over."


def _snoozing(task: Task, who: str, _admin: bool) -> str | None:
    if over := _over(task, "nobody is reminded of it"):
        return over
    if any(task.turn_of(each) == who for each in task.sign_offs):
        return None
    return f"{task.key} isn't waiting for you just now, so there is no reminder to put off."


def _skipping(task: Task, _who: str, _admin: bool) -> str | None:
    if over := _over(task, "its roles can't be changed"):
        return over
    return None if skippable(task) else f"{task.key} waits for no signature."


def _over(task: Task, what: str) -> str | None:
    """Why something can't happen to a task that is done or closed."""
    return (
        None if task.state.live else f"{task.key} is {task.state.value}, so {what} any more. {way_back(task)}"
    )


_AGAINST: dict[Relation, str] = {
    Relation.GUEST: "guests can read a task but not sign it",
    Relation.OTHER_WORKSPACE: "the account belongs to another workspace",
    Relation.DEACTIVATED: "the account is deactivated",
    Relation.BOT: "a bot takes no part in tasks",
}

_NO_RIGHT: dict[Action, str] = {
    Action.EDIT: "Only the author and the assignee of {key} or an admin can edit it.",
    Action.TICK: "Only the author, the assignee and the signers of {key} or an admin can tick its boxes.",
    Action.NAME: "Only the author of {key} or an admin can name who signs it.",
    Action.REQUEST_CHANGES: "You weren't asked to sign {key}, so you can't request changes to it. "
    "Its author can ask you to sign.",
    Action.RETRACT: "You haven't signed {key}, so there is nothing for you to retract.",
    Action.REASSIGN: "Only who is asked to sign {key}, its author or an admin can hand a role over.",
    Action.NOT_NEEDED: "Only the author of {key} or an admin can say that a signature isn't needed.",
    Action.SNOOZE: "Only who is asked to sign {key}, and its author, are reminded of it, so there is nothing for "
    "you to put off.",
    Action.START: "Only the author and the assignee of {key} or an admin can start it.",
    Action.FINISH: "Only the author of {key} or an admin can mark it as done.",
    Action.CLOSE: "Only the author of {key} or an admin can close it.",
    Action.REOPEN: "Only the author of {key} or an admin can reopen it.",
}

_IN_THE_WAY: dict[Action, Callable[[Task, str, bool], str | None]] = {
    Action.EDIT: _editing,
    Action.TICK: _ticking,
    Action.NAME: _naming,
    Action.REQUEST_CHANGES: _requesting,
    Action.RETRACT: _retracting,
    Action.REASSIGN: _reassigning,
    Action.NOT_NEEDED: _skipping,
    Action.SNOOZE: _snoozing,
    Action.START: _starting,
    Action.FINISH: _finishing,
    Action.CLOSE: _closing,
    Action.REOPEN: _reopening,
}
"""Nothing is in the way of reading; what of signing is, moves.py knows."""
