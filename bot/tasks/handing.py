"""A role is handed to somebody else, or needs no signature. Pure."""

from datetime import datetime

from bot.tasks.errors import AlreadyTheirs, NotAllowed
from bot.tasks.events import Fact
from bot.tasks.moves import fact, missing, moved, replaced
from bot.tasks.responding import headed, key_and_title
from bot.tasks.rhythm import STILL
from bot.tasks.step import Move
from bot.tasks.substance import sha256
from bot.tasks.task import SignOff, SignOffState, State, Task

WAITING = (SignOffState.ASKED, SignOffState.CHANGES_REQUESTED)


def handable(task: Task, who: str, *, admin: bool) -> tuple[SignOff, ...]:
    """The roles that somebody may hand on: their own while they are waited for; author and admins any of those,
    and the ones that were said to need nobody. None once the task is done or closed.
    """
    if not task.state.live:
        return ()
    every = admin or who == task.author
    states = (*WAITING, SignOffState.NOT_NEEDED) if every else WAITING
    return tuple(each for each in task.sign_offs if each.state in states and (every or each.person == who))


def skippable(task: Task) -> tuple[SignOff, ...]:
    """The roles that can be said to need no signature: all that have none."""
    states = (*WAITING, SignOffState.NOBODY)
    return tuple(each for each in task.sign_offs if each.state in states) if task.state.live else ()


def wished(sign_off: SignOff) -> str:
    """What has to change before the role is signed, which goes with the role's person; "" for nothing."""
    return (sign_off.reason or "") if sign_off.state is SignOffState.CHANGES_REQUESTED else ""


def chosen(task: Task, roles: tuple[SignOff, ...], sign_off_id: int) -> SignOff:
    """The one of these roles with this id. NotAllowed if it isn't among them."""
    found = next((each for each in roles if each.id == sign_off_id), None)
    if found is None:
        raise NotAllowed(
            f"That role of {task.key} was answered, or isn't yours to change, so nothing was done. "
            "Please open the task again."
        )
    return found


def check_new(old: SignOff, person: str, who: str) -> None:
    """AlreadyTheirs if the role would go to whoever hands it over, or stay where it is."""
    if person == who:
        raise AlreadyTheirs("You can't hand a role to yourself. Please choose somebody else.")
    if person == old.person:
        raise AlreadyTheirs(f"They are asked to sign as {old.role} already. Please choose somebody else.")


def reassign(
    task: Task, who: str, old: SignOff, new: SignOff, reason: str, now: datetime, names: dict[str, str]
) -> Move:
    """The role asks the person of `new` from now on. Who was asked before and the author are told why; the person
    reads it where they are asked: handed.py.

    `names` are the displayed names by user id; who isn't named there stands for themselves.
    """
    after = moved(task, now, sign_offs=replaced(task, {new.id: new}))
    wish = wished(old)
    said = {
        "role": old.role,
        "sign_off": old.id,
        "from": old.person,
        "to": new.person,
        "reason": sha256(reason),
        **({"changes": sha256(wish)} if wish else {}),
    }
    actor, asked = (names.get(each, each) for each in (who, str(new.person)))
    told = {
        each: f"{actor} handed {'your' if each == old.person else 'the'} role {old.role} of {key_and_title(task)} to "
        f"{asked}: {reason}{_taken(wish, asked)}"
        for each in {task.author, old.person or task.author} - {who, new.person}
    }
    return Move(
        task=after, facts=(fact(after, "sign-off reassigned", who, now, **said),), notes=(reason,), told=told
    )


def _taken(wish: str, asked: str) -> str:
    return f"\nChanges had been requested in this role, and {asked} decides anew: {wish}" if wish else ""


def not_needed(task: Task, who: str, old: SignOff, reason: str, now: datetime, name: str) -> Move:
    """The role needs no signature; with the last that was waited for the task is done, if anybody has signed.

    Where nobody has, its author marks it as done. Who was asked is told why. `name` is the displayed one of `who`.
    """
    nobody = {"person": None, "stand_in": None, "asked_at": None}
    free = {**STILL, **nobody, "state": SignOffState.NOT_NEEDED, "reason": reason}
    after = moved(task, now, sign_offs=replaced(task, {old.id: old.model_copy(update=free)}))
    said = {"role": old.role, "sign_off": old.id, "from": old.person, "reason": sha256(reason)}
    facts: tuple[Fact, ...] = (fact(after, "sign-off not needed", who, now, **said),)
    if after.counting() and not missing(after):
        after = after.model_copy(update={"state": State.DONE})
        facts = (*facts, fact(after, "task done", None, now))
    sentence = f"{name} says that {headed(task)} needs no signature as {old.role}\n{reason}"
    told = {old.person: sentence} if old.person and old.person != who else {}
    return Move(task=after, facts=facts, told=told)
