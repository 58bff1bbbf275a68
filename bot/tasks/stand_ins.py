"""Who stands in for those who are away: in which of a task's roles, and from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from bot.tasks import directory, store_absences
from bot.tasks.absence import Absence
from bot.tasks.alike import alike
from bot.tasks.asking import FirstReminder
from bot.tasks.documents import names_of
from bot.tasks.events import Fact
from bot.tasks.moves import answered, fact
from bot.tasks.reminding import left_to
from bot.tasks.responding import headed
from bot.tasks.separate import Pairs, kept_apart
from bot.tasks.step import Move
from bot.tasks.task import SignOff, SignOffState, Task

ASKED = "stand-in asked"
FREED = "stand-in freed"
"""The kinds of the events: by the first a stand-in may sign, until the second, or until the role is asked anew."""


class Standing(NamedTuple):
    """What is the same for all tasks."""

    now: datetime
    """The present moment; aware, UTC."""
    first_reminder: FirstReminder
    """When to remind somebody first."""
    separate: Pairs
    """The roles that one person can't hold both."""


def placed(session: Session, standing: Standing, move: Move) -> Move:
    """The move, after which those who are away now have their stand-ins, and nobody else has one; who is back is told
    what they have back.
    """
    task, facts = place(session, standing, move.task)
    told = dict(move.told)
    for user, sentence in _given_back(session, move.task, task).items():
        told[user] = "\n\n".join(filter(None, (told.get(user), sentence)))
    return move.model_copy(update={"task": task, "facts": (*move.facts, *facts), "told": told})


def place(session: Session, standing: Standing, task: Task) -> tuple[Task, tuple[Fact, ...]]:
    """The same of a task that is about to be stored, and the facts of what that changed, in the task's version.

    Whoever's turn it becomes is reminded as somebody who is asked just now.
    """
    absent = {each.person for each in task.sign_offs if each.person and each.state in _OPEN}
    away = store_absences.away(session, task.team, absent, standing.now)
    wanted = stand_ins(standing.separate, task, away)
    changed = [each for each in task.sign_offs if each.stand_in != wanted[each.role]]
    if not changed:
        return task, ()
    new = {each.role: _with(session, standing, task, each, wanted[each.role]) for each in changed}
    after = task.model_copy(update={"sign_offs": tuple(new.get(each.role, each) for each in task.sign_offs)})
    facts = (_fact(after, each, new[each.role], away, standing.now) for each in changed)
    return after, tuple(facts)


def sentences(session: Session, now: datetime, before: Task | None, after: Task) -> tuple[str, ...]:
    """Of those whom the change from `before` (None: the task is new) asks and who are away: until when, and who
    stands in, or that nobody can; each once.
    """
    old = {each.id: (each.state, each.person) for each in before.sign_offs} if before else {}
    asked = [each for each in after.waiting() if old.get(each.id) != (each.state, each.person)]
    away = store_absences.away(session, after.team, {str(each.person) for each in asked}, now)
    named = {who for each in away.values() for who in (each.person, each.stand_in)}
    names = names_of(directory.people_by_id(session, after.team, named)) if away else {}
    absent = ((each, away[str(each.person)]) for each in asked if each.person in away)
    return tuple(dict.fromkeys(_sentence(each, absence, names) for each, absence in absent))


def _sentence(sign_off: SignOff, absence: Absence, names: Mapping[str, str]) -> str:
    person, other = (names.get(each, each) for each in (absence.person, absence.stand_in))
    until = f"{person} is away until {absence.last.isoformat()}"
    if sign_off.stand_in:
        return f"{until}; {other} stands in."
    return (
        f"{until}. {other} can't stand in as {sign_off.role}, since a role that they have has to be another person's: "
        "please hand it over if it can't wait."
    )


def _given_back(session: Session, before: Task, after: Task) -> dict[str, str]:
    """What those who are back are told, by user id: which changes were requested in their place, since that stands
    as their own wish from now on; nothing where the task is over.
    """
    if not after.state.live:
        return {}
    pairs = zip(before.sign_offs, after.sign_offs, strict=True)
    wishes = [old for old, new in pairs if old.reason and old.stand_in and not new.stand_in]
    names = names_of(directory.people_by_id(session, after.team, {str(each.stand_in) for each in wishes}))
    return {str(own[0].person): _wish(after, own, names) for own in alike(wishes, lambda each: each.person)}


def _wish(task: Task, wishes: Sequence[SignOff], names: Mapping[str, str]) -> str:
    lines = (
        f"{names.get(str(each.stand_in), each.stand_in)} as {each.role}: {each.reason}" for each in wishes
    )
    said = f"Changes were requested in your place to {headed(task)}"
    return "\n".join([said, *lines, "That is your own wish now: sign it as soon as you are content with it."])


def in_time(session: Session, now: datetime, task: Task, who: str) -> Task:
    """The task as it is for this person: nobody is stood in for who is there by now. The clock says so at once, and
    the roles a little later.
    """
    theirs = [str(each.person) for each in task.sign_offs if each.stand_in == who]
    away = store_absences.away(session, task.team, theirs, now)
    back = {each for each in theirs if each not in away or away[each].stand_in != who}
    own = (
        each.model_copy(update={"stand_in": None}) if each.person in back else each for each in task.sign_offs
    )
    return task.model_copy(update={"sign_offs": tuple(own)}) if back else task


def check_in_time(session: Session, now: datetime, task: Task, who: str, sign_off_ids: Iterable[int]) -> None:
    """NotAsked where the person would answer for somebody who is there by now."""
    there = in_time(session, now, task, who)
    if there is not task:
        answered(there, who, sign_off_ids)


def stand_ins(separate: Pairs, task: Task, away: Mapping[str, Absence]) -> dict[str, str | None]:
    """By each of the task's roles the user id of who is to stand in, None for nobody. Pure.

    `away`: the absences that are under way, by who is away. A role stays with its person where the stand-in holds
    one that is kept apart from it; of two that they would get, the first in the template is theirs.
    """
    found: dict[str, str | None] = {}
    for each in task.sign_offs:
        absence = away.get(each.person or "") if task.state.live else None
        wanted = absence.stand_in if absence else None
        found[each.role] = wanted if wanted and _can(separate, task, each, wanted, found) else None
    return found


def _can(separate: Pairs, task: Task, sign_off: SignOff, who: str, found: Mapping[str, str | None]) -> bool:
    """Whether this stand-in gets this role; `found`: who got those before it.

    A wish for changes stays with whoever has it.
    """
    if sign_off.state is SignOffState.CHANGES_REQUESTED:
        return sign_off.stand_in == who
    own = [each.role for each in task.sign_offs if each.person == who]
    signed = [each.role for each in task.signed_by(who)]
    got = [role for role, stand_in in found.items() if stand_in == who]
    apart = any(kept_apart(separate, sign_off.role, other) for other in (*own, *signed, *got))
    return sign_off.state is SignOffState.ASKED and not apart


def _with(
    session: Session, standing: Standing, task: Task, sign_off: SignOff, stand_in: str | None
) -> SignOff:
    """The sign-off with another stand-in, or none; of requested changes its author is reminded, as before."""
    new = sign_off.model_copy(update={"stand_in": stand_in})
    if sign_off.state is not SignOffState.ASKED or not task.state.live:
        return new
    who = str(stand_in or sign_off.person)
    known = directory.people_by_id(session, task.team, [who]).get(who)
    reminded = left_to(known, new, task.sign_by, standing.now, standing.first_reminder)
    # Others are told of how long the role waits, whoever is to answer it.
    return reminded.model_copy(update={"escalate_at": standing.now, "escalated": sign_off.escalated})


def _fact(task: Task, old: SignOff, new: SignOff, away: Mapping[str, Absence], now: datetime) -> Fact:
    """Why somebody may sign for somebody else from now on, or may not any more."""
    said = {"role": old.role, "person": old.person, "stand_in": new.stand_in or old.stand_in}
    if new.stand_in is None:
        return fact(task, FREED, None, now, **said)
    absence = away[str(old.person)]
    days = {"first": absence.first.isoformat(), "last": absence.last.isoformat()}
    return fact(task, ASKED, None, now, **said, **days)


_OPEN = (SignOffState.ASKED, SignOffState.CHANGES_REQUESTED)
