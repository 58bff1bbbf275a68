"""Show somebody what they may sign, and take their signature."""

from datetime import datetime

from sqlmodel import Session

from bot.tasks import directory, moves, reading, store_texts
from bot.tasks.errors import Stale
from bot.tasks.following import follow
from bot.tasks.moves import Answer
from bot.tasks.people import day_in
from bot.tasks.refusing import admit
from bot.tasks.results import Showing, Signed
from bot.tasks.rights import Action
from bot.tasks.step import Move
from bot.tasks.task import Task


def show(session: Session, zone: str, team: str, task_id: int, who: str) -> Showing:
    """The document as it stands, kept as it is shown; a signature will name its hash."""
    task = reading.must_find(session, team, task_id)
    admit(session, Action.SIGN, task, who)
    sign_offs = task.asked_of(who)
    if not sign_offs:
        raise moves.refusal(task, who)
    text = reading.document(session, task, zone)
    digest = store_texts.keep(session, team, text)
    return Showing(task=task, sign_offs=sign_offs, document=text, document_hash=digest)


def sign(session: Session, now: datetime, zone: str, team: str, task_id: int, answer: Answer) -> Signed:
    """Sign, and write down what must follow in Slack.

    `zone` is for the days of people whose own isn't known. UnknownTask, AlreadySigned, NotAsked,
    NotAllowed, Stale.
    """
    before = reading.must_find(session, team, task_id)
    admit(session, Action.SIGN, before, answer.who)
    known = directory.people_by_id(session, team, [answer.who]).get(answer.who)
    name, own_zone = (known.name, known.zone) if known else (answer.who, None)
    after, facts = moves.sign(before, answer, now, name, day_in(own_zone, now, zone))
    _check_kept(session, before, answer)
    after = follow(session, now, zone, before, Move(task=after, facts=tuple(facts)))
    return Signed(task=after, done=not after.state.live)


def _check_kept(session: Session, task: Task, answer: Answer) -> None:
    """A signature may only name a document whose text is kept: else nobody could say what was shown."""
    if store_texts.find(session, task.team, answer.document_hash) is None:
        raise Stale(task.key, "the document that you were shown isn't kept any more", task.state.value)
