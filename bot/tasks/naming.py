"""Ask people for the roles that had nobody when the task was filed."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.tasks import directory, moves, reading
from bot.tasks.asking import FirstReminder, asked, keep_apart
from bot.tasks.errors import Stale
from bot.tasks.following import follow
from bot.tasks.refusing import admit
from bot.tasks.results import Asked
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, placed, sentences
from bot.tasks.step import Move
from bot.tasks.task import SignOffState, Task


def name_signers(
    session: Session,
    now: datetime,
    first_reminder: FirstReminder,
    separate: Pairs,
    zone: str,
    team: str,
    task_id: int,
    who: str,
    signers: Mapping[int, str],
    *,
    admin: bool,
) -> Asked:
    """Ask these people (user ids by the sign-offs' ids) to sign.

    `zone` is for the days of people whose own isn't known.

    UnknownTask, NotAllowed, CannotSign, HoldsBoth; Stale if a role has somebody else by now.
    """
    before = reading.must_find(session, team, task_id)
    admit(session, Action.NAME, before, who, admin=admin)
    _check_free(before, signers)
    known = directory.people_by_id(session, team, list(signers.values()))
    named = {
        each.id: asked(each, person, known.get(person), before.sign_by, now, first_reminder)
        for each in before.sign_offs
        if each.state is SignOffState.NOBODY and (person := signers.get(each.id))
    }
    if not named:
        return Asked(task=before)
    after, facts = moves.name_signers(before, named, who, now)
    keep_apart(session, separate, before, after)
    standing = Standing(now, first_reminder, separate)
    move = placed(session, standing, Move(task=after, facts=tuple(facts)))
    task = follow(session, now, zone, before, move)
    return Asked(task=task, away=sentences(session, now, before, task))


def _check_free(task: Task, signers: Mapping[int, str]) -> None:
    """Whoever chose a person for a role that has another one by now has to see that first."""
    taken = [
        each.role
        for each in task.sign_offs
        if each.state is not SignOffState.NOBODY and signers.get(each.id, each.person) != each.person
    ]
    if taken:
        said = f"{' and '.join(taken)} needs nobody to be named any more"
        raise Stale(task.key, said, task.state.value, "who is asked")
