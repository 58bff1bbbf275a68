"""What a Home says of one task: what is wanted of its reader, or who holds it up. Pure; names are text, never mentions.

Days are said as such and not as "tomorrow" or "two days ago": a Home isn't drawn anew while nobody looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.slack.standing import REASON, Names, called, flat, roles_of
from bot.slack.text import shorten
from bot.tasks.absence import Absence, in_place_of
from bot.tasks.alike import alike
from bot.tasks.deadline import sign_by
from bot.tasks.snoozing import Own
from bot.tasks.task import SignOff, SignOffState, Task

FACT = 40
"""Characters of a priority."""
ROLES = 200
"""Characters of roles in one phrase."""
MOST = 500
"""Characters of all that is said of a task's roles."""


class Reader(NamedTuple):
    """Who reads a Home."""

    who: str
    """The user's id."""
    names: Names
    """Of all whom a line may name."""
    now: datetime
    """The present moment; aware, UTC."""
    own: Own
    """The reader's time: their zone, and when they work."""

    def called(self, user: str) -> str:
        """`you`, or somebody's name."""
        return "you" if user == self.who else called(self.names, user)


def wanted(task: Task, reader: Reader) -> str:
    """`You are asked as Developer since 2026-11-23 · sign by 2026-11-30 · P1-High`."""
    turn = [each for each in task.sign_offs if task.turn_of(each) == reader.who]
    phrases = [_asked(own, reader) for own in alike(turn, _same)]
    text = shorten("; ".join(phrases), MOST)
    return _line(task, reader, text[:1].upper() + text[1:], _put_off(turn, reader))


def held_up(task: Task, reader: Reader) -> str:
    """`Started · Developer waits for Grace Hopper since 2026-11-23; nobody is asked yet as DevOps`."""
    left = [each for each in task.sign_offs if task.turn_of(each)]
    phrases = [_waits(own, reader) for own in alike(left, _same)]
    roles = shorten("; ".join(phrases), MOST) or _free(task, reader)
    return _line(task, reader, task.state.value.capitalize(), roles)


def away(absence: Absence, reader: Reader) -> str:
    """`You are away from 2026-12-01 to 2026-12-05, and Grace Hopper stands in for you.`"""
    if absence.person == reader.who:
        return f"You are away {absence.when}, and {reader.called(absence.stand_in)} stands in for you."
    return f"You stand in for {reader.called(absence.person)} {absence.when}."


def _line(task: Task, reader: Reader, *facts: str) -> str:
    by = sign_by(task, reader.own.day(reader.now))
    return " · ".join(filter(None, (*facts, by, flat(task.priority or "", FACT))))


def _same(sign_off: SignOff) -> tuple[object, ...]:
    """What is said of a role beside its name: roles in which this is equal are one phrase."""
    return sign_off.state, sign_off.reason, sign_off.people


def _asked(own: list[SignOff], reader: Reader) -> str:
    """What is the reader's turn with these roles: to sign, for somebody who is away perhaps, or to see that somebody
    can.
    """
    if own[0].state is not SignOffState.ASKED:
        return _waits(own, reader)
    whose = str(own[0].person)
    how = "are asked" if whose == reader.who else f"stand in for {reader.called(whose)}"
    return f"you {how} as {roles_of(own, ROLES)}{_since(own, reader)}"


def _put_off(turn: list[SignOff], reader: Reader) -> str:
    """Until when the reader wants to hear nothing of it; "" if they said nothing of the sort."""
    moments = [each.snoozed_until for each in turn if each.snoozed_until and each.snoozed_until > reader.now]
    return f"snoozed until {max(moments).astimezone(reader.own.zone):%Y-%m-%d %H:%M}" if moments else ""


def _waits(own: list[SignOff], reader: Reader) -> str:
    """Who holds up these roles, of which the same can be said, and since when."""
    first, roles = own[0], roles_of(own, ROLES)
    match first.state:
        case SignOffState.NOBODY:
            return f"nobody is asked yet as {roles}"
        case SignOffState.CHANGES_REQUESTED:
            reason = flat(first.reason or "the reason is no longer kept", REASON)
            return f"{_signs(first, reader)} requested changes as {roles}: {reason}"
    wait = "waits" if len(own) == 1 else "wait"
    return f"{roles} {wait} for {_signs(first, reader)}{_since(own, reader)}"


def _free(task: Task, reader: Reader) -> str:
    """What is said of a task that nobody holds up."""
    done = ": open it to mark it as done" if reader.who == task.author else ""
    return f"nobody is waited for any more{done}"


def _signs(each: SignOff, reader: Reader) -> str:
    """`Grace Hopper`, or `Grace Hopper for Ada Lovelace` while she is away."""
    asked = reader.called(str(each.person))
    return in_place_of(reader.called(each.stand_in), asked) if each.stand_in else asked


def _since(sign_offs: Sequence[SignOff], reader: Reader) -> str:
    """Since when the first of them is asked; "" if that isn't known. A stand-in isn't it since then: that is the day
    on which the role was asked.
    """
    moments = [each.asked_at for each in sign_offs if each.asked_at]
    if not moments:
        return ""
    day = reader.own.day(min(moments)).isoformat()
    return f" (asked on {day})" if sign_offs[0].stand_in else f" since {day}"
