"""What a Home says of one task: what is wanted of its reader, or who holds it up. Pure; names are text, never mentions.

Days are said as such and not as "two days ago": a Home isn't drawn anew while nobody looks at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from bot.slack.standing import ROLE, Names, called, flat, roles_of
from bot.slack.text import shorten
from bot.tasks.task import SignOff, SignOffState, Task

FACT = 40
"""Characters of a priority."""
ROLES = 200
"""Characters of roles in one phrase."""
MOST = 500
"""Characters of all that is said of a task's roles."""

Day = Callable[[datetime], date]
"""The reader's own day at a moment."""


def wanted(task: Task, reader: str, names: Names, day: Day) -> str:
    """`You are asked as Developer since 2026-11-23 · sign by 2026-11-30 · P1-High`."""
    turn = [each for each in task.sign_offs if task.turn_of(each) == reader]
    asked = [each for each in turn if each.state is SignOffState.ASKED]
    wishes = [each for each in turn if each.state is SignOffState.CHANGES_REQUESTED]
    nobody = [each for each in turn if each.state is SignOffState.NOBODY]
    phrases = [
        *(_asked(own, whose, reader, names, day) for whose, own in _by_person(asked)),
        *(_wished(own, whose, reader, names) for whose, own in _by_person(wishes)),
        *([f"nobody is asked yet to sign as {roles_of(nobody, ROLES)}"] if nobody else []),
    ]
    return _line(task, phrases, "; ")


def held_up(task: Task, reader: str, names: Names, day: Day) -> str:
    """`Started · Developer waits for Grace Hopper since 2026-11-23; nobody is asked yet as DevOps`."""
    phrases = [phrase for each in task.sign_offs if (phrase := _waits(task, each, reader, names, day))]
    nothing = "nobody is waited for any more: open it to mark it as done"
    return _line(task, phrases or [nothing], "; ", task.state.value.capitalize())


def _line(task: Task, phrases: Iterable[str], between: str, state: str = "") -> str:
    """Of what there is too much to say, the beginning; the task itself says it all."""
    by = f"sign by {task.sign_by.isoformat()}" if task.sign_by else ""
    text = shorten(between.join(phrases), MOST)
    said = text if state else text[:1].upper() + text[1:]
    return " · ".join(filter(None, (state, said, by, flat(task.priority or "", FACT))))


def _by_person(sign_offs: Iterable[SignOff]) -> list[tuple[str, list[SignOff]]]:
    found: dict[str, list[SignOff]] = {}
    for each in sign_offs:
        found.setdefault(str(each.person), []).append(each)
    return list(found.items())


def _asked(own: list[SignOff], whose: str, reader: str, names: Names, day: Day) -> str:
    """What a reader is asked: for themselves, or for somebody who is away."""
    roles, since = roles_of(own, ROLES), _since(own, day)
    if whose == reader:
        return f"you are asked as {roles}{since}"
    return f"you stand in for {called(names, whose)} as {roles}{since}"


def _wished(own: list[SignOff], whose: str, reader: str, names: Names) -> str:
    return f"{_whom(whose, reader, names)} requested changes as {roles_of(own, ROLES)}"


def _waits(task: Task, each: SignOff, reader: str, names: Names, day: Day) -> str:
    """Who holds up one role, and since when; "" if nobody does."""
    if task.turn_of(each) is None:
        return ""
    role = flat(each.role, ROLE)
    match each.state:
        case SignOffState.NOBODY:
            return f"nobody is asked yet as {role}"
        case SignOffState.CHANGES_REQUESTED:
            return f"{_whom(str(each.person), reader, names)} requested changes as {role}"
    return f"{role} waits for {_signs(each, reader, names)}{_since([each], day)}"


def _signs(each: SignOff, reader: str, names: Names) -> str:
    """`Grace Hopper`, or `Grace Hopper for Ada Lovelace` while she is away."""
    asked = _whom(str(each.person), reader, names)
    return f"{_whom(each.stand_in, reader, names)} for {asked}" if each.stand_in else asked


def _whom(user: str, reader: str, names: Names) -> str:
    return "you" if user == reader else called(names, user)


def _since(sign_offs: Iterable[SignOff], day: Day) -> str:
    """Since when the first of them is asked; "" if that isn't known."""
    moments = [each.asked_at for each in sign_offs if each.asked_at]
    return f" since {day(min(moments)).isoformat()}" if moments else ""
