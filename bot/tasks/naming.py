"""Ask people for the roles that had nobody when the task was filed."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.tasks import (
    directory,
    last_reminder,
    moves,
    posts,
    reading,
    store_events,
    store_homes,
    store_outbox,
    store_tasks,
)
from bot.tasks.asking import FirstReminder, asked, keep_apart
from bot.tasks.errors import Stale
from bot.tasks.refusing import admit
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, place
from bot.tasks.task import SignOffState, Task


def name_signers(
    session: Session,
    now: datetime,
    first_reminder: FirstReminder,
    separate: Pairs,
    team: str,
    task_id: int,
    who: str,
    signers: Mapping[int, str],
    *,
    admin: bool,
) -> Task:
    """Ask these people (user ids by the sign-offs' ids) to sign.

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
        return before
    after, facts = moves.name_signers(before, named, who, now)
    keep_apart(session, separate, before, after)
    after, stood_in = place(session, Standing(now, first_reminder, separate), after)
    store_tasks.save(session, before, after)
    store_events.append(session, team, store_events.task_chain(task_id), [*facts, *stood_in])
    cards = [posts.card(task_id)] if after.channel else []
    people = {person for each in after.sign_offs if each.id in named for person in each.people}
    told = [posts.asked(task_id, person) for person in sorted(people)]
    store_outbox.want(session, team, now, [*cards, *told])
    last_reminder.follow(session, now, before, after)
    store_homes.follow(session, now, before, after)
    return after


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
