"""What a signer may answer besides signing. Pure: (task, who, what they say, now) -> Move or a TaskError."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.tasks.errors import NotAllowed, NotNow
from bot.tasks.events import Fact
from bot.tasks.moves import fact, instead_of, moved, replaced
from bot.tasks.step import Move
from bot.tasks.substance import sha256
from bot.tasks.task import SignOff, SignOffState, State, Task

TITLE = 300
"""Characters of a title in a sentence."""


def request_changes(
    task: Task,
    who: str,
    sign_off_ids: Iterable[int],
    reason: str,
    now: datetime,
    name: str,
    left: Mapping[int, SignOff],
) -> Move:
    """The person wants changes before they sign these roles. Others sign as before.

    They are reminded no more: now it's the author's turn, who is reminded as `left` says, the person's sign-offs
    by their ids. Author and assignee are told who (`name`) wants changes, and why: once, however often it is
    sent. NotAllowed if any of the roles isn't theirs to answer, NotNow if that is what they have answered.
    """
    chosen = _chosen(task, task.asked_of(who), sign_off_ids)
    if all(each.state is SignOffState.CHANGES_REQUESTED and each.reason == reason for each in chosen):
        raise NotNow(f"You requested just these changes to {task.key} already: nothing more to do.")
    wished = {each.id: _wished(left[each.id], who, reason) for each in chosen}
    after = moved(task, now, sign_offs=replaced(task, wished))
    facts = [_wish(after, each, who, now, reason) for each in chosen]
    roles = " and ".join(each.role for each in chosen)
    told = f"{name} requests changes to {headed(task)}\nAs {roles}: {reason}"
    return Move(task=after, facts=tuple(facts), told=dict.fromkeys(concerned(task) - {who}, told))


def _wished(sign_off: SignOff, who: str, reason: str) -> SignOff:
    """A stand-in who wants changes stays the one who may say that they are content."""
    stand_in = who if instead_of(sign_off, who) else None
    return sign_off.model_copy(
        update={"state": SignOffState.CHANGES_REQUESTED, "reason": reason, "stand_in": stand_in}
    )


def _wish(task: Task, sign_off: SignOff, who: str, now: datetime, reason: str) -> Fact:
    person = instead_of(sign_off, who)
    said = {"role": sign_off.role, "sign_off": sign_off.id, "reason": sha256(reason)}
    return fact(task, "changes requested", who, now, **said, **({"for": person} if person else {}))


def retract(
    task: Task, who: str, asked_again: Mapping[int, SignOff], now: datetime, *, started: bool
) -> Move:
    """The person's signatures of these roles count no more, and the roles are asked again, as given by their ids.

    The signatures themselves stay, as everything that was signed does; the event names each. NotAllowed if
    any of the roles isn't signed by them. `started`: whether the work was ever said to have started.
    """
    chosen = _chosen(task, task.signed_by(who), asked_again)
    after = moved(task, now, sign_offs=replaced(task, asked_again))
    after = after.model_copy(update={"state": resting(after, started=started)})
    facts = [
        fact(
            after,
            "signature retracted",
            who,
            now,
            role=each.role,
            sign_off=each.id,
            signed=which_signed(task, each),
        )
        for each in chosen
    ]
    return Move(task=after, facts=tuple(facts))


def resting(task: Task, *, started: bool) -> State:
    """Where a task stands by its signatures alone: never done, which takes a signature or its author."""
    if task.counting():
        return State.IN_REVIEW
    return State.STARTED if started else State.OPEN


def which_signed(task: Task, sign_off: SignOff) -> str:
    """When, and what: the moment tells which of a role's signatures it was."""
    signature = task.signature_of(sign_off)
    return f"{signature.at.isoformat()} {signature.substance_hash}" if signature else ""


def concerned(task: Task) -> set[str]:
    """Author and assignee."""
    return {each for each in (task.author, task.assignee) if each}


def _chosen(task: Task, theirs: tuple[SignOff, ...], ids: Iterable[int]) -> list[SignOff]:
    """Those of the person's sign-offs that they chose; any other one refuses all."""
    wanted = set(ids)
    chosen = [each for each in theirs if each.id in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise NotAllowed(
            f"That isn't yours to answer in {task.key}, so nothing was done. Please open it again."
        )
    return chosen


def headed(task: Task) -> str:
    """`TASK-012: Fix the login`, a long title shortened."""
    return f"{task.key}: {_title(task)}"


def key_and_title(task: Task) -> str:
    """`TASK-012 (Fix the login)`: the same in the midst of a sentence."""
    return f"{task.key} ({_title(task)})"


def _title(task: Task) -> str:
    return task.title if len(task.title) <= TITLE else task.title[: TITLE - 1] + "…"
