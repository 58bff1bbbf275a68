"""What others are told of roles that somebody was asked for and has not answered. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot.slack.cards import ROLES, titled
from bot.slack.message import Message, actions, fitting, hand_over_button, message, open_button, rich
from bot.slack.standing import Names, roles_of, standing, waited_for
from bot.slack.text import said
from bot.tasks.alike import alike
from bot.tasks.task import SignOff, Task

SETTLED = 2000
"""Characters of what became of roles."""
OF_ONE = 300
"""Characters of the roles of one person."""

Day = Callable[[datetime], date]
"""A moment -> the reader's own day then."""


def for_author(
    task: Task, roles: Sequence[SignOff], names: Names, day: Day, settled: Sequence[SignOff] = ()
) -> Message:
    """In a direct message: who has not answered since when, and what can be done about it; and what became of the
    roles that are `settled`, or asked of somebody else.
    """
    lines = _lines(
        roles, names, day, "{who} has been asked since {day} to sign as {roles}, and has not answered."
    )
    lines += ["If somebody else should sign, hand it over."] if roles else []
    lines += _settled(task, settled, names)
    body = rich(said(titled(task), bold=True), said("\n" + "\n".join(lines)))
    buttons = [hand_over_button(task)] if roles else []
    return message([titled(task), *lines], [body, actions(*buttons, open_button(task))])


def in_thread(
    task: Task, roles: Sequence[SignOff], names: Names, day: Day, settled: Sequence[SignOff] = ()
) -> Message:
    """In the card's thread: a line for each person; and the same of what is `settled`."""
    lines = _lines(roles, names, day, "{roles}: waiting for {who}, asked on {day}")
    lines += _settled(task, settled, names)
    return message(lines, [rich(said("\n".join(lines)))])


def _lines(roles: Sequence[SignOff], names: Names, day: Day, line: str) -> list[str]:
    """The line for each person and day."""

    def since(each: SignOff) -> str:
        return day(each.asked_at).isoformat() if each.asked_at else "its creation"

    lines = [
        line.format(who=waited_for(names, own[0]), day=since(own[0]), roles=roles_of(own, OF_ONE))
        for own in alike(roles, lambda each: (each.people, since(each)))
    ]
    return fitting(lines, ROLES, lambda rest: f"and {rest} more")


def _settled(task: Task, roles: Sequence[SignOff], names: Names) -> list[str]:
    """How the roles stand that don't wait any more as it was told; a task that is over stands as it is."""
    if not roles:
        return []
    now = "has moved on" if task.state.live else f"the task is {task.state.value} now"
    lines = [standing(task, each, names) for each in roles]
    return [f"This waited too long, and {now}:", *fitting(lines, SETTLED, lambda rest: f"and {rest} more")]
