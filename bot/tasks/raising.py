"""Take the steps of escalations that are due, each exactly once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from bot.tasks import (
    directory,
    last_reminder,
    reminded,
    store_events,
    store_outbox,
    store_tasks,
    turns,
)
from bot.tasks.escalating import Case, Step, following, hearer
from bot.tasks.late import ESCALATED, told
from bot.tasks.moves import fact
from bot.tasks.people import PersonInfo
from bot.tasks.rhythm import Pace, awake
from bot.tasks.task import SignOff

NextStep = Callable[[SignOff, int, PersonInfo | None, datetime | None], datetime | None]
"""(sign-off, number of the step, who hears it if known, when the step before was taken if that is now) -> when it
comes; None for never."""


AT_ONCE = 50
"""Tasks of which steps are taken in one transaction: meanwhile nobody else can write."""


def portions(session: Session, now: datetime) -> list[tuple[str, list[int]]]:
    """The tasks to look at, a few at a time: their workspace and their ids."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for team, task_id in turns.tasks_to_escalate(session, now):
        ids[team].append(task_id)
    starts = ((team, start) for team in ids for start in range(0, len(ids[team]), AT_ONCE))
    return [(team, ids[team][start : start + AT_ONCE]) for team, start in starts]


def escalate(
    session: Session, now: datetime, pace: Pace, next_step: NextStep, team: str, task_ids: Sequence[int]
) -> int:
    """Take each step that is due in these tasks; of how many roles. What reaches the same people at once is one
    message, also where their tasks are looked at a few at a time: `now` is the same for all.
    """
    taken: defaultdict[tuple[int, Step], list[Row[Any]]] = defaultdict(list)
    for row in turns.due_to_escalate(session, now, team, task_ids):
        if step := _take(session, now, pace, next_step, row):
            taken[row.task_id, step].append(row)
    hinted: set[str] = set()
    for (task_id, step), rows in taken.items():
        _tell(session, now, team, task_id, step, rows)
        hinted |= {row.turn for row in rows if step is Step.SIGNER}
    _hint(session, now, pace, team, hinted)
    return sum(map(len, taken.values()))


def _hint(session: Session, now: datetime, pace: Pace, team: str, persons: Collection[str]) -> None:
    """Want one message to each of these people; where one is on its way since just now, it shows this hint, too."""
    on_its_way = {each for each in persons if reminded.last(session, team, each) == now}
    if new := dict.fromkeys(set(persons) - on_its_way, True):
        reminded.send(session, now, pace, team, new)
    last_reminder.keep_true(session, now, team, on_its_way)


def _take(session: Session, now: datetime, pace: Pace, next_step: NextStep, row: Row[Any]) -> Step | None:
    """The step, if it was to be taken now and nobody else has; else it is looked at again when it may be."""
    sign_off = turns.sign_off_of(row)
    case = Case(sign_off, row.turn, row.author, row.channel)
    step = following(case, sign_off.escalated)
    due = _due(session, now, pace, next_step, row, case, step)
    if step is None or due is None or due > now:
        turns.move(session, row, {"escalate_at": due})
        return None
    later = following(case, step)
    after = next_step(sign_off, later, _known(session, row, hearer(case, later)), now) if later else None
    return step if turns.move(session, row, {"escalated": step.value, "escalate_at": after}) else None


def _due(
    session: Session,
    now: datetime,
    pace: Pace,
    next_step: NextStep,
    row: Row[Any],
    case: Case,
    step: Step | None,
) -> datetime | None:
    """When the step is to be taken: not while it is put off, and while who hears it is at work. None for never."""
    if step is None:
        return None
    if not awake(case.sign_off, now):
        return case.sign_off.snoozed_until
    person = _known(session, row, hearer(case, step))
    due = next_step(case.sign_off, step, person, None)
    return due and max(due, pace.at_work(person, now))


def _tell(
    session: Session, now: datetime, team: str, task_id: int, step: Step, rows: Sequence[Row[Any]]
) -> None:
    """Write down that the step was taken of these roles of a task, and whom it has to reach."""
    task = store_tasks.by_id(session, team, task_id)
    assert task
    facts = [
        fact(task, ESCALATED, None, now, role=row.role, sign_off=row.id, **_said(row, step)) for row in rows
    ]
    store_events.append(session, team, store_events.task_chain(task_id), facts)
    store_outbox.want(session, team, now, told(task_id, task.author, step, now))


def _said(row: Row[Any], step: Step) -> dict[str, Any]:
    asked = row.asked_at.isoformat() if row.asked_at else None
    return {"step": step.value, "person": row.turn, "asked": asked}


def _known(session: Session, row: Row[Any], user: str) -> PersonInfo | None:
    return directory.people_by_id(session, row.team_id, [user]).get(user)
