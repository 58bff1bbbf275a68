"""Show somebody what they may sign, and take their signature."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session

from bot.tasks import directory, moves, reading, store_texts
from bot.tasks.documents import names_of
from bot.tasks.errors import SignsBoth, Stale
from bot.tasks.following import follow
from bot.tasks.moves import Answer
from bot.tasks.people import day_in
from bot.tasks.refusing import admit
from bot.tasks.results import Showing, Signed
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs, against_signing
from bot.tasks.stand_ins import check_in_time, in_time
from bot.tasks.step import Move
from bot.tasks.task import SignOff, Task


def show(
    session: Session, now: datetime, separate: Pairs, zone: str, team: str, task_id: int, who: str
) -> Showing:
    """The document as it stands, kept as it is shown; a signature will name its hash.

    A role that is kept apart from one that they have signed isn't offered; SignsBoth if there is no other.
    """
    task = reading.must_find(session, team, task_id)
    admit(session, Action.SIGN, task, who)
    there = in_time(session, now, task, who)
    sign_offs = there.asked_of(who)
    if not sign_offs:
        raise moves.refusal(there, who)
    offered = tuple(each for each in sign_offs if not against_signing(separate, task, who, [each]))
    if not offered:
        _check_apart(session, separate, task, who, sign_offs)
    text = reading.document(session, task, zone)
    digest = store_texts.keep(session, team, text, task_id)
    return Showing(task=task, sign_offs=offered, document=text, document_hash=digest)


def sign(
    session: Session, now: datetime, separate: Pairs, zone: str, team: str, task_id: int, answer: Answer
) -> Signed:
    """Sign, and write down what must follow in Slack.

    `zone` is for the days of people whose own isn't known. UnknownTask, AlreadySigned, NotAsked,
    NotAllowed, SignsBoth, Stale.
    """
    before = reading.must_find(session, team, task_id)
    admit(session, Action.SIGN, before, answer.who)
    check_in_time(session, now, before, answer.who, answer.sign_off_ids)
    people = directory.people_by_id(
        session, team, {answer.who, *(str(each.person) for each in before.sign_offs)}
    )
    known = people.get(answer.who)
    name, own_zone = (known.name, known.zone) if known else (answer.who, None)
    after, facts = moves.sign(before, answer, now, name, day_in(own_zone, now, zone), names_of(people))
    _check_kept(session, before, answer)
    chosen = [each for each in before.sign_offs if each.id in answer.sign_off_ids]
    _check_apart(session, separate, before, answer.who, chosen)
    after = follow(session, now, zone, before, Move(task=after, facts=tuple(facts)))
    return Signed(task=after, done=not after.state.live)


def _check_apart(session: Session, separate: Pairs, task: Task, who: str, chosen: Iterable[SignOff]) -> None:
    """SignsBoth: also who is asked for both roles, by an older setting, signs only the one."""
    if found := against_signing(separate, task, who, chosen):
        signed = any(found.other == each.role for each in task.signed_by(who))
        roles = (found.role,) if signed else (found.role, found.other)
        ask = _whom_to_ask(session, task, who, roles)
        raise SignsBoth(task.key, found.role, found.other, signed=signed, ask=ask)


def _whom_to_ask(session: Session, task: Task, who: str, roles: Collection[str]) -> str:
    """Who can hand these roles to somebody else, by name, if one of them isn't the person's own to give; else ""."""
    whose = [str(each.person) for each in task.sign_offs if each.role in roles and each.person != who]
    if not whose or who == task.author:
        return ""
    asked = dict.fromkeys((task.author, *whose))
    names = names_of(directory.people_by_id(session, task.team, asked))
    return " or ".join(names.get(each, each) for each in asked)


def _check_kept(session: Session, task: Task, answer: Answer) -> None:
    """A signature may only name a document whose text is kept: else nobody could say what was shown."""
    if store_texts.find(session, task.team, answer.document_hash) is None:
        raise Stale(task.key, "the document that you were shown isn't kept any more", task.state.value)
