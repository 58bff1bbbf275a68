"""How putting off a reminder looks: the menu on a line, the page for a day of one's own choice, the answer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.slack import ids, shown
from bot.slack.standing import flat
from bot.slack.text import context, plain
from bot.slack.views import ModalView
from bot.tasks.snoozes import Snoozed, Turn
from bot.tasks.snoozing import DAY, Choice, Own, leaves_days, offered
from bot.tasks.step import in_short
from bot.tasks.task import Task

OWN_CHOICE = "date"
"""What stands in an option's value for a day of one's own choice."""
LABELS = {
    Choice.HOUR: "1 hour",
    Choice.AFTERNOON: "This afternoon",
    Choice.TOMORROW: "Tomorrow morning",
    Choice.WEEK: "Next week",
}
MOST_KEYS = 5
"""Snoozed tasks that are named; of the others, how many there are."""
KEY = 40
"""Characters of a key in that line."""
NOTE = "You are reminded of it once at that moment, and then as before. Without a time it is in the morning."


def menu(task: Task, now: datetime, own: Own) -> dict[str, Any] | None:
    """What can be chosen now, in the person's own time; None where "Sign by" leaves nothing."""
    options = [_option(task, each.value, LABELS[each]) for each in offered(task, now, own)]
    if leaves_days(task, now, own):
        options.append(_option(task, OWN_CHOICE, "A date…"))
    if not options:
        return None
    return {
        "type": "static_select",
        "action_id": ids.SNOOZE,
        "placeholder": plain("Snooze", 150),
        "options": options,
    }


def picking(turn: Turn) -> ModalView:
    """Which day, and perhaps at what time."""
    own = turn.own
    today = own.day(turn.now)
    first = own.day(own.morning(today + DAY)) if leaves_days(turn.task, turn.now, own) else today
    day = {"type": "datepicker", "action_id": ids.DAY, "initial_date": first.isoformat()}
    clock = {"type": "timepicker", "action_id": ids.CLOCK, "placeholder": plain("Morning", 150)}
    by = f" It is to be signed by {turn.task.sign_by.isoformat()}." if turn.task.sign_by else ""
    blocks = [
        context(f"{NOTE} Days and times are those of {own.zone.key}.{by}"),
        {"type": "input", "block_id": ids.DAY, "label": plain("Remind me on", 75), "element": day},
        {
            "type": "input",
            "block_id": ids.CLOCK,
            "label": plain("At", 75),
            "element": clock,
            "optional": True,
        },
    ]
    return shown.modal(turn.task, ids.SNOOZING, "Snooze", "Snooze", blocks)


def said(done: Snoozed) -> str:
    """When the person hears of the task again."""
    when = moment(done.until, done.now, done.own)
    return (
        f"{flat(done.task.key, KEY)} is put off until {when} ({done.own.zone.key}). "
        "You are reminded of it then, and after that as before."
    )


def put_off(snoozed: Sequence[tuple[Task, datetime]], now: datetime, own: Own) -> str:
    """One quiet line for what is not listed; "" for nothing. The pairs are tasks, and until when."""
    first = sorted(snoozed, key=lambda pair: pair[1])[:MOST_KEYS]
    named = [f"{flat(task.key, KEY)} until {moment(until, now, own)}" for task, until in first]
    more = [f"and {len(snoozed) - len(first)} more"] if len(snoozed) > len(first) else []
    return f"Snoozed: {'; '.join([*named, *more])}." if named else ""


def moment(at: datetime, now: datetime, own: Own) -> str:
    """A moment that is to come, on the person's own calendar and clock: `tomorrow, 2026-11-24, at 09:00`."""
    local, today = at.astimezone(own.zone), own.day(now)
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"today at {clock}"
    day = "tomorrow" if local.date() == today + timedelta(days=1) else f"{local:%A}"
    return f"{day}, {local.date().isoformat()}, at {clock}"


def _option(task: Task, chosen: str, label: str) -> dict[str, Any]:
    """An option's value has little room: the task's key is carried in short."""
    value = ids.pack(**{**shown.brief(task), "k": in_short(task), "c": chosen})
    return {"text": plain(label, 75), "value": value}
