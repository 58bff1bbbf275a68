"""Somebody's account is deactivated: what waits for them is free, and its author is asked to name somebody else."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session

from bot.tasks import directory, reading
from bot.tasks.documents import names_of
from bot.tasks.following import follow
from bot.tasks.handing import WAITING
from bot.tasks.moves import fact, moved, replaced
from bot.tasks.people import PersonInfo
from bot.tasks.reminding import left_to
from bot.tasks.responding import headed
from bot.tasks.stand_ins import Standing, placed
from bot.tasks.step import Move
from bot.tasks.tables import people, sign_offs, tasks
from bot.tasks.task import SignOff, SignOffState, State, Task

FREED = "sign-off freed"
"""The kind of the event: the role asks nobody any more."""

_NOBODY: Mapping[str, Any] = {
    "person": None,
    "stand_in": None,
    "state": SignOffState.NOBODY,
    "reason": None,
    "asked_at": None,
}


def left_behind(session: Session) -> list[tuple[str, int]]:
    """The open tasks, of all workspaces, that wait for somebody whose account is deactivated: workspace and id."""
    person = and_(people.c.team_id == sign_offs.c.team_id, people.c.id == sign_offs.c.person)
    task = and_(tasks.c.team_id == sign_offs.c.team_id, tasks.c.id == sign_offs.c.task_id)
    named = select(sign_offs.c.team_id, sign_offs.c.task_id).select_from(
        people.join(sign_offs, person).join(tasks, task)
    )
    live, waits = [each.value for each in State if each.live], [each.value for each in WAITING]
    which = (people.c.active.is_(False), sign_offs.c.state.in_(waits), tasks.c.state.in_(live))
    rows = session.execute(named.where(*which).distinct().order_by(sign_offs.c.team_id, sign_offs.c.task_id))
    return [(row.team_id, row.task_id) for row in rows]


def free(session: Session, standing: Standing, zone: str, team: str, task_id: int) -> bool:
    """Whether any of the task's roles was freed by this; then whoever can name somebody else is told, once.

    `zone` is for the days of people whose own isn't known.
    """
    before = reading.must_find(session, team, task_id)
    known = _people(session, before)
    gone = [each for each in before.sign_offs if each.state in WAITING and _left(known, each.person)]
    if not gone or not before.state.live:
        return False
    move = placed(session, standing, _freed(before, gone, known, standing))
    follow(session, standing.now, zone, before, move)
    return True


def _freed(task: Task, gone: list[SignOff], known: Mapping[str, PersonInfo], standing: Standing) -> Move:
    free = {each.id: _nobodys(task, each, known, standing) for each in gone}
    after = moved(task, standing.now, sign_offs=replaced(task, free))
    said = (fact(after, FREED, None, standing.now, role=each.role, **{"from": each.person}) for each in gone)
    told = next((each for each in (task.author, task.assignee) if each and not _left(known, each)), None)
    return Move(
        task=after, facts=tuple(said), told={told: _sentence(task, gone, known, told)} if told else {}
    )


def _nobodys(task: Task, sign_off: SignOff, known: Mapping[str, PersonInfo], standing: Standing) -> SignOff:
    free = sign_off.model_copy(update=_NOBODY)
    return left_to(known.get(task.author), free, task.sign_by, standing.now, standing.first_reminder)


def _sentence(task: Task, gone: list[SignOff], known: Mapping[str, PersonInfo], told: str) -> str:
    """Who is gone, and how whoever is told asks somebody else: an assignee can do so only in an edit."""
    how = "Name who signs" if told == task.author else "Edit, and choose them on the page Review"
    names = names_of(known)
    whose = " and ".join(sorted({names.get(str(each.person), str(each.person)) for each in gone}))
    roles = " and ".join(each.role for each in gone)
    return (
        f"{whose} can't sign {headed(task)}\nThe account is deactivated, so nobody is asked to sign as {roles} now. "
        f"To ask somebody else, press Open, and then {how}."
    )


def _people(session: Session, task: Task) -> dict[str, PersonInfo]:
    named = {each.person for each in task.sign_offs if each.person}
    return directory.people_by_id(session, task.team, {task.author, task.assignee or task.author, *named})


def _left(known: Mapping[str, PersonInfo], user: str | None) -> bool:
    """Whether it is known that the account is deactivated."""
    return user in known and not known[user].active if user else False
