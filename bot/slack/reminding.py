"""A reminder: all that waits on one person, in one message. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.slack.message import MOST_BLOCKS, Message, heading, message, sign_off_button
from bot.slack.standing import Names, called, flat, roles_of, since
from bot.slack.text import Block, context, plain
from bot.tasks.task import SignOff, Task

Waiting = Sequence[tuple[Task, SignOff]]
"""What one person is asked to sign, the longest waiting first."""

MOST_LINES = MOST_BLOCKS - 2
"""A headline above, and a line below that counts what did not fit."""
ROOM = 8000
"""Characters for all lines together: with headline, buttons and last line, Slack takes the message."""
LONGEST = 600


def reminder(waiting: Waiting, names: Names, now: datetime, today: date) -> Message | None:
    """One line and one button for each task, the longest waiting first; None when nothing waits.

    `now` is aware, `today` the reader's own day. What does not fit in a message is counted in the last line.
    """
    tasks = _by_task(waiting)
    if not tasks:
        return None
    shown = tasks[:MOST_LINES]
    room = min(LONGEST, ROOM // len(shown))
    lines = [_line(task, sign_offs, names, now, today, room) for task, sign_offs in shown]
    head = _headline(len(tasks))
    rest = _rest(len(tasks) - len(shown))
    rows = [_row(line, task) for line, (task, _) in zip(lines, shown, strict=True)]
    return message([head, *lines, rest], [heading(head), *rows, *([context(rest)] if rest else [])])


def _by_task(waiting: Waiting) -> list[tuple[Task, list[SignOff]]]:
    """Somebody may be asked for several roles of a task: one line and one button for all of them."""
    tasks: dict[int, tuple[Task, list[SignOff]]] = {}
    for task, sign_off in waiting:
        tasks.setdefault(task.id, (task, []))[1].append(sign_off)
    return list(tasks.values())


def _headline(count: int) -> str:
    return (
        "A task is waiting for your sign-off"
        if count == 1
        else f"{count} tasks are waiting for your sign-off"
    )


def _rest(count: int) -> str:
    return (
        f"…and {count} more. The next reminder shows them as soon as some of these are signed."
        if count
        else ""
    )


def _line(task: Task, sign_offs: list[SignOff], names: Names, now: datetime, today: date, room: int) -> str:
    """`TASK-012: Fix the login`, and below it as what, for whom, since when and until when."""
    by = ""
    if task.sign_by:
        by = f"{'was due' if task.sign_by < today else 'sign by'} {task.sign_by.isoformat()}"
    asked = since(sign_offs[0].asked_at, now)
    author = f"from {called(names, task.author)}"
    details = [f"as {roles_of(sign_offs, room // 3)}", asked, by, author]
    title = flat(f"{task.key}: {task.title}", room // 2)
    return f"{title}\n{flat(' · '.join(filter(None, details)), room // 2 - 1)}"


def _row(line: str, task: Task) -> Block:
    return {"type": "section", "text": plain(line), "accessory": sign_off_button(task)}
