"""The message to somebody who had signed, or wanted changes, when the task was edited. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack import comparison, ids, shown
from bot.slack.message import (
    Message,
    actions,
    changes_button,
    message,
    open_button,
    rich,
    room_beside,
    sign_off_button,
)
from bot.slack.standing import ROLE, SIGNER, Names, called, flat, roles_of
from bot.slack.text import FALLBACK, context, joined, said
from bot.slack.views import button
from bot.tasks.again import Outdated
from bot.tasks.comparing import Comparison
from bot.tasks.task import SignOff, SignOffState, Task

TITLE = 600
ROLES = 300
MOST_EDITORS = 3
"""People whom a sentence names."""

GONE = "What it said before isn't kept any more, so it can't be shown what changed."
LOOK = "Please look whether that is what you asked for, and sign it if it is."


def edited(task: Task, user: str, taken: Outdated, found: Comparison | None, names: Names) -> Message:
    """Who changed what after this person answered, as much of it as fits, and their signing it again.

    `found` is what changed since; None where a text isn't kept any more.
    """
    head = f"{_editors(taken, user, names)} changed {_titled(task)} after you {_answered(taken)}."
    lines = [head, comparison.changed(found) if found else GONE, _now(task, taken)]
    words, blocks = [*lines], [rich(said(head, bold=True), said("\n" + "\n".join(lines[1:])))]
    if found and found.lines:
        words += comparison.first_lines(found, FALLBACK)
        room = room_beside([*lines, comparison.HOW])
        blocks += [context(comparison.HOW), *comparison.beginning(found, room)]
    first = _again(task) if taken.signed else sign_off_button(task)
    compare = [comparison.compare_button("Show what changed", task, taken.revision, task.revision)]
    row = actions(first, changes_button(task), *(compare if found else []), open_button(task))
    return message(words, [*blocks, row])


def settled(task: Task, user: str) -> Message:
    """How it stands once nothing waits for this person because of an edit: no buttons but Open."""
    line = _stands(task, user)
    return message([line], [rich(said(line)), actions(open_button(task))])


def _again(task: Task) -> dict[str, Any]:
    """One press, for exactly what the message shows."""
    return button("Still good: sign again", ids.SIGN_AGAIN, style="primary", **shown.facts(task))


def _editors(taken: Outdated, user: str, names: Names) -> str:
    people = ["You" if each == user else called(names, each) for each in taken.editors]
    more = len(people) - MOST_EDITORS
    return joined([*people[:MOST_EDITORS], *([f"{more} more"] if more > 0 else [])]) or "Somebody"


def _answered(taken: Outdated) -> str:
    """`signed it as Developer and requested changes as Tech Lead`."""
    signed = [f"signed it as {roles_of(taken.signed, ROLES)}"] if taken.signed else []
    wished = [f"requested changes as {roles_of(taken.wished, ROLES)}"] if taken.wished else []
    return " and ".join([*signed, *wished])


def _now(task: Task, taken: Outdated) -> str:
    """What became of their answers, and what they may do."""
    said = []
    if taken.signed:
        verb = "signature no longer counts" if len(taken.signed) == 1 else "signatures no longer count"
        said.append(f"Your {verb}. If it is still good as it is now, one press signs it again.")
    if taken.wished:
        said.append(f"Revision {task.revision} answers the changes that you requested. {LOOK}")
    return " ".join(said)


def _stands(task: Task, user: str) -> str:
    title, own = _titled(task), [each for each in task.sign_offs if each.asks(user)]
    if given := task.given_for(user):
        roles = flat(joined([flat(each.role, ROLE) for each in given]), ROLES)
        who = "You" if given[0].signer == user else flat(given[0].name, SIGNER)
        day = max(each.day for each in given).isoformat()
        return f"{who} signed {title} as {roles} on {day}, after its change. There is nothing more to do."
    if not task.state.live:
        return f"{title} is {task.state.value} by now. There is nothing for you to do."
    if wished := _in(own, SignOffState.CHANGES_REQUESTED):
        return f"You requested changes to {title} as {roles_of(wished, ROLES)}, after its change."
    if asked := _in(own, SignOffState.ASKED):
        return (
            f"Your signature as {roles_of(asked, ROLES)} is asked for {title}, after its change: press Open."
        )
    return f"You are no longer asked to sign {title}. There is nothing to do."


def _in(sign_offs: Sequence[SignOff], state: SignOffState) -> list[SignOff]:
    return [each for each in sign_offs if each.state is state]


def _titled(task: Task) -> str:
    return f"{task.key}: {flat(task.title, TITLE)}"
