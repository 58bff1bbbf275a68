"""What a summary says, chosen by hand out of whole tasks: the database's own choice is held to it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.tasks.alike import alike
from bot.tasks.overview import MONTH, MOST, ORDER, WEEK, Overview, Some, Wait
from bot.tasks.task import SignOffState, State, Task
from bot.tasks.timing import by_role

T = TypeVar("T")


def soonest(task: Task) -> tuple[object, ...]:
    """To sort by "Sign by", then by the rank of the priority, then the newest first."""
    rank = task.priority_rank
    return (task.sign_by or date.max, rank is None, rank or 0, -task.id)


def overview(tasks: Sequence[Task], now: datetime, most: int = MOST) -> Overview:
    """What is to be said of these at this moment, with so many lines under one heading."""
    live = sorted((each for each in tasks if each.state.live), key=soonest)
    by_state = ((state, [each for each in live if each.state is state]) for state in ORDER)
    waits = [wait for each in live for wait in _waits(each)]
    done = [each for each in tasks if each.state is State.DONE and each.updated_at >= now - WEEK]
    longest = sorted(waits, key=lambda wait: (wait.since is None, wait.since or now, wait.task.id))
    latest = sorted(done, key=lambda each: (each.updated_at, each.id), reverse=True)
    return Overview(
        open=tuple((state, _some(own, most)) for state, own in by_state if own),
        waiting=_some(longest, most),
        done=_some(latest, most),
        times=_some(by_role(took(tasks, now - MONTH)), most),
    )


def took(tasks: Iterable[Task], since: datetime) -> Iterator[tuple[str, timedelta]]:
    """Of each signature that was given since then and still counts: its role, and how long it took."""
    for task in tasks:
        for each in task.sign_offs:
            given = task.signature_of(each)
            if given and each.asked_at and given.at >= since:
                yield each.role, max(given.at - each.asked_at, timedelta(0))


def _waits(task: Task) -> Iterator[Wait]:
    """Who is waited for in a task that is open: a line each, with all their roles."""
    left = (each for each in task.sign_offs if task.turn_of(each))
    for own in alike(left, lambda each: (each.state, each.person, each.stand_in)):
        asked = (each.asked_at or task.created_at for each in own)
        yield Wait(task, tuple(own), min(asked) if own[0].state is SignOffState.ASKED else None)


def _some(all_: Iterable[T], most: int) -> Some[T]:
    every = tuple(all_)
    return Some(every[:most], len(every))
