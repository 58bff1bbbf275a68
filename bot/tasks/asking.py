"""Who is asked to sign: on creation, and later for roles that had nobody."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from bot.tasks import directory, moves, posts, reading, store_events, store_homes, store_outbox, store_tasks
from bot.tasks.errors import CannotSign, HoldsBoth, Stale
from bot.tasks.people import PersonInfo
from bot.tasks.refusing import admit
from bot.tasks.rhythm import STILL
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs, clash
from bot.tasks.task import SignOff, SignOffState, Task

FirstReminder = Callable[[SignOff, PersonInfo | None, date | None, datetime], datetime | None]
"""(sign-off, the person if known, "Sign by", now) -> when to remind first; None for never."""


def asked(
    sign_off: SignOff,
    person: str,
    known: PersonInfo | None,
    sign_by: date | None,
    now: datetime,
    first_reminder: FirstReminder,
) -> SignOff:
    """The sign-off, asked of the person. CannotSign if it is known that they can't.

    Of somebody unknown the best is assumed, and proved when they sign.
    """
    if known and (reason := known.why_not_sign()):
        raise CannotSign(sign_off.role, person, known.name, reason)
    return waiting(sign_off, person, known, sign_by, now, first_reminder)


def waiting(
    sign_off: SignOff,
    person: str,
    known: PersonInfo | None,
    sign_by: date | None,
    now: datetime,
    first_reminder: FirstReminder,
) -> SignOff:
    """The same, whether they can sign or not: their signature may have been retracted."""
    update = {**STILL, "person": person, "state": SignOffState.ASKED, "reason": None, "asked_at": now}
    asked = sign_off.model_copy(update=update)
    return asked.model_copy(update={"remind_at": first_reminder(asked, known, sign_by, now)})


def keep_apart(session: Session, separate: Pairs, before: Task | None, after: Task) -> None:
    """HoldsBoth if the change gives somebody a role that is kept apart from another of theirs. None: it is new."""
    if found := clash(separate, before, after):
        known = directory.people_by_id(session, after.team, [found.person]).get(found.person)
        raise HoldsBoth(found.role, found.other, found.person, known.name if known else "This person")


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
    people = directory.people_by_id(session, team, list(signers.values()))
    named = {
        each.id: asked(each, person, people.get(person), before.sign_by, now, first_reminder)
        for each in before.sign_offs
        if each.state is SignOffState.NOBODY and (person := signers.get(each.id))
    }
    if not named:
        return before
    after, facts = moves.name_signers(before, named, who, now)
    keep_apart(session, separate, before, after)
    store_tasks.save(session, before, after)
    store_events.append(session, team, store_events.task_chain(task_id), facts)
    cards = [posts.card(task_id)] if after.channel else []
    told = [posts.asked(task_id, person) for person in sorted({str(each.person) for each in named.values()})]
    store_outbox.want(session, team, now, [*cards, *told])
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
