"""Somebody plans to be away, or ends that: what is written down of it, and who is told."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, store_absences, store_events, store_homes, store_tasks
from bot.tasks.absence import Absence, State, absence, check_chain, check_own, check_stand_in
from bot.tasks.documents import names_of
from bot.tasks.events import Fact
from bot.tasks.people import PersonInfo
from bot.tasks.separate import Pairs
from bot.tasks.stand_ins import Standing, stand_ins
from bot.tasks.task import Task

SET = "absence set"
ENDED = "absence ended"
"""The kinds of the events: said by somebody. That an absence's days are over, the calendar says."""

LOST = (
    "{name} can't sign for you any more ({days}): {reason}. What is unanswered is yours again. "
    "To choose somebody else, type /task away."
)
PLANNED = (
    "{name} will be away {when}; you stand in, so you sign for them then: what comes up is sent to you here."
)
TOLD = "{name} is away ({days}), and you sign for them meanwhile: what comes up is sent to you here."
NOT_AFTER_ALL = "{name} won't be away {when} after all, so you don't stand in for them."
BACK = "{name} isn't away any more ({days}), so you no longer sign for them."
LEFT = "You no longer sign for {name} ({days}): the account is deactivated."
"""What somebody is told whose stand-in is gone, and who is to stand in, or was."""


class Ending(StrEnum):
    """What became of an absence that its person ended."""

    TAKEN_BACK = "taken back"
    """It had not begun."""
    ENDED = "ended"


class AbsenceSet(BaseModel):
    """Somebody said that they are away."""

    model_config = ConfigDict(frozen=True)

    absence: Absence
    """From when to when, and who stands in."""
    name: str
    """The stand-in's displayed name."""
    planned: bool
    """Whether the first day is yet to come."""
    handed: int
    """How many sign-offs wait for the person now and are the stand-in's meanwhile; 0 before the first day."""
    kept: tuple[tuple[str, str], ...]
    """The keys of the tasks, and the roles in them, that stay with the person, since the stand-in may not hold them."""


class Days(NamedTuple):
    """When somebody wants to be away."""

    first: date
    """The first day away, in the person's own time zone."""
    last: date
    """The last one."""
    zone: str
    """The IANA name for a person whose own zone isn't known."""


def plan(
    session: Session, standing: Standing, team: str, person: str, stand_in: str, days: Days
) -> AbsenceSet:
    """The person is away then, and the stand-in is told. BadAbsence."""
    now = standing.now
    known = directory.people_by_id(session, team, (person, stand_in))
    new = absence(_somebody(known, team, person, now), stand_in, days.first, days.last, now, days.zone)
    _check(session, new, known.get(stand_in), now)
    new = store_absences.add(session, new, now)
    _append(session, now, new, SET, person)
    planned = new.begins_at > now
    _tell(session, now, new, known, PLANNED if planned else TOLD)
    handed, kept = _foreseen(session, standing.separate, new, now)
    return AbsenceSet(absence=new, name=known[stand_in].name, planned=planned, handed=handed, kept=kept)


def end(session: Session, now: datetime, team: str, person: str, absence_id: int) -> Ending | None:
    """What becomes by this of the person's absence with this id; whoever was to stand in is told. None if it is over
    already.
    """
    own = store_absences.coming(session, team, person, now)
    found = next((each for each in own if each.id == absence_id), None)
    if found is None or not store_absences.end(session, found, now):
        return None
    _append(session, now, found, ENDED, person)
    known = directory.people_by_id(session, team, [person])
    planned = found.begins_at > now
    _tell(session, now, found, known, NOT_AFTER_ALL if planned else BACK)
    return Ending.TAKEN_BACK if planned else Ending.ENDED


def lose(session: Session, now: datetime, absence: Absence) -> None:
    """Who is away has left, or the stand-in can't sign any more: the absence ends, and the other one is told."""
    if not store_absences.end(session, absence, now):
        return
    _append(session, now, absence, ENDED, None)
    known = directory.people_by_id(session, absence.team, [absence.person, absence.stand_in])
    left = {each for each, info in known.items() if not info.active}
    stand_in = known.get(absence.stand_in)
    if absence.person not in left and stand_in and (reason := stand_in.why_not_sign()):
        told, said = absence.person, LOST.format(name=stand_in.name, days=absence.days, reason=reason)
    elif absence.stand_in not in left:
        told = absence.stand_in
        said = LEFT.format(name=_name(known, absence.person), days=absence.days)
    else:
        return
    directory.tell(session, now, absence.team, told, said)


def mark(session: Session, now: datetime, absence: Absence, state: State) -> None:
    """Write down that the roles were handed over, or back."""
    store_absences.mark(session, absence, state)
    _show(session, now, absence)


def _check(session: Session, new: Absence, stand_in: PersonInfo | None, now: datetime) -> None:
    """BadAbsence if the person, or who is to stand in, is away then or stands in for somebody."""
    team, person = new.team, new.person
    check_own(new, store_absences.coming(session, team, person, now))
    check_stand_in(new, stand_in, store_absences.coming(session, team, new.stand_in, now))
    through_them = store_absences.standing_in(session, team, person, now)
    away = directory.people_by_id(session, team, {each.person for each in through_them})
    check_chain(new, through_them, names_of(away))


def _foreseen(
    session: Session, separate: Pairs, new: Absence, now: datetime
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many sign-offs are about to be handed over, and which are not: the tasks' keys, and the roles."""
    if new.begins_at > now:
        return 0, ()
    tasks = store_tasks.by_ids(session, new.team, store_tasks.asking(session, new.team, new.person))
    asked = [(task, each) for task in tasks for each in task.waiting() if each.person == new.person]
    away = store_absences.away(session, new.team, _asked_in(tasks), now)
    found = {task.id: stand_ins(separate, task, away) for task in tasks}
    kept = [(task.key, each.role) for task, each in asked if found[task.id][each.role] is None]
    return len(asked) - len(kept), tuple(kept)


def _append(session: Session, now: datetime, about: Absence, kind: str, who: str | None) -> None:
    """An event of the workspace's chain, since it concerns no single task; both see it on their Homes."""
    days = {"first": about.first.isoformat(), "last": about.last.isoformat()}
    said = {"absence": about.id, "person": about.person, "stand_in": about.stand_in, **days}
    fact = Fact(kind=kind, who=who, at=now, facts=said)
    store_events.append(session, about.team, store_events.WORKSPACE, [fact])
    _show(session, now, about)


def _tell(
    session: Session, now: datetime, about: Absence, known: Mapping[str, PersonInfo], words: str
) -> None:
    """What the stand-in is told."""
    said = words.format(name=_name(known, about.person), days=about.days, when=about.when)
    directory.tell(session, now, about.team, about.stand_in, said)


def _show(session: Session, now: datetime, absence: Absence) -> None:
    """Both have it on their Homes, if they look at those."""
    store_homes.keep_current(session, now, absence.team, (absence.person, absence.stand_in))


def _asked_in(tasks: Iterable[Task]) -> set[str]:
    return {person for task in tasks for each in task.waiting() for person in each.people}


def _name(known: Mapping[str, PersonInfo], user: str) -> str:
    return known[user].name if user in known else user


def _somebody(known: Mapping[str, PersonInfo], team: str, person: str, now: datetime) -> PersonInfo:
    """The person; one of whom nothing is known has no time zone of their own."""
    return known.get(person) or PersonInfo(team=team, id=person, name=person, fetched_at=now)
