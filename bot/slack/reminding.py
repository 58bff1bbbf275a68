"""A reminder: all that waits on one person, in one message. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.slack import ids
from bot.slack.message import (
    BESIDE,
    MOST_BLOCKS,
    MOST_TEXT,
    Message,
    actions,
    hand_over_button,
    heading,
    message,
    naming_button,
    open_button,
    sign_off_button,
)
from bot.slack.snooze_views import menu, put_off
from bot.slack.standing import ROLE, Names, called, flat, roles_of, since, waited_for
from bot.slack.text import Block, context, joined, plain
from bot.tasks.alike import alike
from bot.tasks.deadline import sign_by
from bot.tasks.handing import handable
from bot.tasks.snoozing import Own
from bot.tasks.task import SignOff, SignOffState, Task

Waiting = Sequence[tuple[Task, SignOff]]
"""What is one person's turn, the longest waiting first: what they are asked to sign; of tasks of theirs, the
changes that are requested, and the roles that nobody is asked for."""

Entry = tuple[Task, list[SignOff]]
"""A task, and its sign-offs of which the same is wanted: they are in one state."""

MOST_LINES = (MOST_BLOCKS - 2) // 2
"""A headline above, a last line below for the rest; each line has its text and its buttons."""
BUTTONS = 100
"""Characters of the buttons and the menu of one line."""
LONGEST = 600
"""Characters of one line."""
FOOT = 400
"""Characters of the last line."""


def reminder(waiting: Waiting, names: Names, now: datetime, own: Own) -> Message | None:
    """One line for each task and what is wanted of it, with what can be done about it, the longest waiting first; None
    when nothing waits but what the person put off.

    `now` is aware, `own` the reader's time. What does not fit in a message is counted in the last line, and so is
    what was put off.
    """
    return reminded(waiting, names, now, own) if _entries(waiting, now) else None


def reminded(waiting: Waiting, names: Names, now: datetime, own: Own) -> Message:
    """What a reminder that was posted says now: the same, or that nothing waits any more."""
    entries = _entries(waiting, now)
    listed = entries[:MOST_LINES]
    room = min(LONGEST, (MOST_TEXT - BESIDE - FOOT) // max(1, len(listed)) - BUTTONS)
    lines = [_line(task, sign_offs, names, now, own, room) for task, sign_offs in listed]
    head, foot = _headline(entries), _foot(len(entries) - len(listed), waiting, now, own)
    rows = [
        row
        for line, entry in zip(lines, listed, strict=True)
        for row in ({"type": "section", "text": plain(line)}, _buttons(entry, now, own))
    ]
    return message([head, *lines, foot], [heading(head), *rows, *([context(foot)] if foot else [])])


def _entries(waiting: Waiting, now: datetime) -> list[Entry]:
    """Somebody may be asked for several roles of a task: one line and one button for all of them that aren't put off."""
    awake = (each for each in waiting if not _asleep(each[1], now))
    same = alike(awake, lambda each: (each[0].id, each[1].state))
    return [(own[0][0], [sign_off for _, sign_off in own]) for own in same]


def _asleep(sign_off: SignOff, now: datetime) -> bool:
    return sign_off.snoozed_until is not None and sign_off.snoozed_until > now


def _headline(entries: list[Entry]) -> str:
    if not entries:
        return "Nothing waits for you just now"
    what = "you" if any(_state(each) is not SignOffState.ASKED for each in entries) else "your sign-off"
    count = len({task.id for task, _ in entries})
    return f"A task is waiting for {what}" if count == 1 else f"{count} tasks are waiting for {what}"


def _foot(left: int, waiting: Waiting, now: datetime, own: Own) -> str:
    """What isn't listed: since it did not fit, and since it was put off."""
    rest = f"…and {left} more. Type /task list waiting to see them all." if left else ""
    asleep = {
        task.id: (task, each.snoozed_until)
        for task, each in waiting
        if each.snoozed_until and _asleep(each, now)
    }
    return flat(" ".join(filter(None, [rest, put_off(list(asleep.values()), now, own)])), FOOT)


def _state(entry: Entry) -> SignOffState:
    return entry[1][0].state


def _line(task: Task, sign_offs: list[SignOff], names: Names, now: datetime, own: Own, room: int) -> str:
    """`TASK-012: Fix the login`, and below it what is wanted."""
    hint = _hint(task, sign_offs, names, own)
    room -= len(hint) + 2
    title = flat(f"{task.key}: {task.title}", room // 2)
    match sign_offs[0].state:
        case SignOffState.CHANGES_REQUESTED:
            wanted = "; ".join(_wish(each, names) for each in sign_offs)
        case SignOffState.NOBODY:
            wanted = f"nobody is asked yet to sign as {roles_of(sign_offs, room // 3)}"
        case _:
            wanted = _asked(task, sign_offs, names, now, own, room)
    return "\n".join(filter(None, [title, flat(wanted, room // 2), hint]))


def _wish(sign_off: SignOff, names: Names) -> str:
    reason = sign_off.reason or "the reason is no longer kept"
    return f"{waited_for(names, sign_off)} requests changes as {roles_of([sign_off], 60)}: {reason}"


def _asked(task: Task, sign_offs: list[SignOff], names: Names, now: datetime, own: Own, room: int) -> str:
    """As what, for whom, since when and until when."""
    asked = since(sign_offs[0].asked_at, now)
    details = [
        f"as {_roles(sign_offs, names, room // 3)}",
        asked,
        sign_by(task, own.day(now)),
        f"from {called(names, task.author)}",
    ]
    return " · ".join(filter(None, details))


def _roles(sign_offs: list[SignOff], names: Names, limit: int) -> str:
    """`Developer and Tech Lead`; where the reader stands in, for whom: `Developer (for Grace Hopper) and Tech Lead`."""
    absent = {each.id: f" (for {called(names, str(each.person))})" for each in sign_offs if each.stand_in}
    return flat(joined([flat(each.role, ROLE) + absent.get(each.id, "") for each in sign_offs]), limit)


def _hint(task: Task, sign_offs: list[SignOff], names: Names, own: Own) -> str:
    """Where it has waited so long that others are told: that it can be handed over; by whom, where a stand-in
    can't.
    """
    late = [each.asked_at for each in sign_offs if each.escalated and each.asked_at]
    if not late:
        return ""
    ask = "" if _handing(task, sign_offs) else f"ask {called(names, task.author)} to "
    return f"Waiting since {own.day(min(late)).isoformat()}. If somebody else should sign, {ask}hand it over."


def _buttons(entry: Entry, now: datetime, own: Own) -> Block:
    """What answers a line, what hands it on, and what puts it off."""
    task, sign_offs = entry
    answers: list[dict[str, Any]] = {
        SignOffState.ASKED: [sign_off_button(task, **{ids.GOES: 1})],
        SignOffState.NOBODY: [naming_button(task), open_button(task)],
    }.get(_state(entry), [open_button(task)])
    snooze = menu(task, now, own)
    return actions(*answers, *_handing(task, sign_offs), *([snooze] if snooze else []))


def _handing(task: Task, sign_offs: list[SignOff]) -> list[dict[str, Any]]:
    """Where the reader is asked for a role that they may hand on; where it is left to them, the task is opened first."""
    asked = sign_offs[0].state is SignOffState.ASKED
    theirs = handable(task, str(task.turn_of(sign_offs[0])), admin=False)
    return [hand_over_button(task)] if asked and any(each in theirs for each in sign_offs) else []
