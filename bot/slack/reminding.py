"""A reminder: all that waits on one person, in one message. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.slack.message import (
    MOST_BLOCKS,
    Message,
    actions,
    heading,
    message,
    naming_button,
    open_button,
    sign_off_button,
)
from bot.slack.standing import Names, called, flat, roles_of, since
from bot.slack.text import Block, context, plain
from bot.tasks.task import SignOff, SignOffState, Task

Waiting = Sequence[tuple[Task, SignOff]]
"""What is one person's turn, the longest waiting first: what they are asked to sign; of tasks of theirs, the
changes that are requested, and the roles that nobody is asked for."""

Entry = tuple[Task, list[SignOff]]
"""A task, and its sign-offs of which the same is wanted: they are in one state."""

MOST_ROWS = MOST_BLOCKS - 2
"""A headline above, and a line below that counts what did not fit."""
ROOM = 8000
"""Characters for all lines together: with headline, buttons and last line, Slack takes the message."""
LONGEST = 600


def reminder(waiting: Waiting, names: Names, now: datetime, today: date) -> Message | None:
    """One line for each task and what is wanted of it, with the buttons for that, the longest waiting first; None when
    nothing waits.

    `now` is aware, `today` the reader's own day. What does not fit in a message is counted in the last line.
    """
    entries = _entries(waiting)
    if not entries:
        return None
    shown = _first(entries)
    room = min(LONGEST, ROOM // len(shown))
    lines = [_line(task, sign_offs, names, now, today, room) for task, sign_offs in shown]
    head, rest = _headline(entries), _rest(len(entries) - len(shown))
    rows = [row for line, entry in zip(lines, shown, strict=True) for row in _rows(line, entry)]
    return message([head, *lines, rest], [heading(head), *rows, *([context(rest)] if rest else [])])


def _entries(waiting: Waiting) -> list[Entry]:
    """Somebody may be asked for several roles of a task: one line and one button for all of them."""
    found: dict[tuple[int, SignOffState], Entry] = {}
    for task, sign_off in waiting:
        found.setdefault((task.id, sign_off.state), (task, []))[1].append(sign_off)
    return list(found.values())


def _first(entries: list[Entry]) -> list[Entry]:
    """Those that a message has the blocks for."""
    rows = 0
    for count, entry in enumerate(entries):
        rows += len(_rows("", entry))
        if rows > MOST_ROWS:
            return entries[:count]
    return entries


def _headline(entries: list[Entry]) -> str:
    what = "you" if any(_state(each) is not SignOffState.ASKED for each in entries) else "your sign-off"
    count = len({task.id for task, _ in entries})
    return f"A task is waiting for {what}" if count == 1 else f"{count} tasks are waiting for {what}"


def _rest(count: int) -> str:
    return (
        f"…and {count} more. The next reminder shows them as soon as some of these are dealt with."
        if count
        else ""
    )


def _state(entry: Entry) -> SignOffState:
    return entry[1][0].state


def _line(task: Task, sign_offs: list[SignOff], names: Names, now: datetime, today: date, room: int) -> str:
    """`TASK-012: Fix the login`, and below it what is wanted."""
    title = flat(f"{task.key}: {task.title}", room // 2)
    match sign_offs[0].state:
        case SignOffState.CHANGES_REQUESTED:
            wanted = "; ".join(_wish(each, names) for each in sign_offs)
        case SignOffState.NOBODY:
            wanted = f"nobody is asked yet to sign as {roles_of(sign_offs, room // 3)}"
        case _:
            wanted = _asked(task, sign_offs, names, now, today, room)
    return f"{title}\n{flat(wanted, room // 2 - 1)}"


def _wish(sign_off: SignOff, names: Names) -> str:
    reason = sign_off.reason or "the reason is no longer kept"
    return f"{called(names, str(sign_off.person))} requests changes as {roles_of([sign_off], 60)}: {reason}"


def _asked(task: Task, sign_offs: list[SignOff], names: Names, now: datetime, today: date, room: int) -> str:
    """As what, for whom, since when and until when."""
    by = ""
    if task.sign_by:
        by = f"{'was due' if task.sign_by < today else 'sign by'} {task.sign_by.isoformat()}"
    asked = since(sign_offs[0].asked_at, now)
    details = [f"as {roles_of(sign_offs, room // 3)}", asked, by, f"from {called(names, task.author)}"]
    return " · ".join(filter(None, details))


def _rows(line: str, entry: Entry) -> list[Block]:
    """The line, with what answers it."""
    task, state = entry[0], _state(entry)
    said: dict[str, Any] = {"type": "section", "text": plain(line)}
    if state is SignOffState.NOBODY:
        return [said, actions(naming_button(task), open_button(task))]
    answer = sign_off_button(task) if state is SignOffState.ASKED else open_button(task)
    return [{**said, "accessory": answer}]
