"""When somebody is reminded, and that it begins anew or ends: nothing of what was due before may stay. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bot.tasks.people import PersonInfo
from bot.tasks.task import SignOff

NextReminder = Callable[[SignOff, PersonInfo | None, date | None, datetime], datetime | None]
"""(sign-off that is reminded of now, the person if known, "Sign by", now) -> when to remind next; None for never."""

AtWork = Callable[[PersonInfo | None, datetime], datetime]
"""(the person if known, now) -> now, if they may be reminded at this hour, else the next moment when they may."""


class Pace(NamedTuple):
    """How the installation reminds: decided elsewhere, and handed in."""

    next_reminder: NextReminder
    """When to remind next."""
    at_work: AtWork
    """When somebody may be reminded."""
    every: timedelta
    """How long after a message the next one may come to the same person."""


STILL: Mapping[str, Any] = {
    "remind_at": None,
    "reminders_sent": 0,
    "snoozed_until": None,
    "escalate_at": None,
    "escalated": 0,
}
"""The fields of a sign-off of which nobody is reminded, for `model_copy(update={**STILL, …})`."""


def awake(sign_off: SignOff, now: datetime) -> bool:
    """Whether its reminders aren't put off beyond now."""
    return sign_off.snoozed_until is None or sign_off.snoozed_until <= now


def may_come(last: datetime | None, person: PersonInfo | None, now: datetime, pace: Pace) -> datetime:
    """When a message may come to somebody whom the last one reached then: now, or when next."""
    free = now if last is None else max(now, last + pace.every)
    return pace.at_work(person, free)


def counted(
    sign_off: SignOff, person: PersonInfo | None, sign_by: date | None, now: datetime, pace: Pace
) -> Mapping[str, Any]:
    """What changes of a sign-off that stands in a message which comes now."""
    return {
        "remind_at": pace.next_reminder(sign_off, person, sign_by, now),
        "reminders_sent": sign_off.reminders_sent + 1,
    }


def woken(
    sign_off: SignOff, person: PersonInfo | None, sign_by: date | None, now: datetime, pace: Pace
) -> Mapping[str, Any]:
    """What changes of one that was put off until now: a moment of its rhythm that has passed meanwhile, or that
    would come soon after this message, comes a wait later, and is not used up.
    """
    if sign_off.remind_at is None or sign_off.remind_at > now + soon(pace):
        return {"snoozed_until": None}
    before = sign_off.model_copy(update={"reminders_sent": max(0, sign_off.reminders_sent - 1)})
    return {"snoozed_until": None, "remind_at": pace.next_reminder(before, person, sign_by, now)}


def soon(pace: Pace) -> timedelta:
    """How long before its moment a reminder may come in a message that others were sent for."""
    return pace.every / 2
