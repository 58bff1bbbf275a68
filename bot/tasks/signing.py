"""Show somebody what they may sign, and take their signature."""

from datetime import datetime

from sqlmodel import Session

from bot.tasks import (
    directory,
    documents,
    moves,
    posts,
    reading,
    store_events,
    store_outbox,
    store_tasks,
    store_texts,
)
from bot.tasks.errors import NotAllowed, Stale
from bot.tasks.events import Fact
from bot.tasks.moves import Answer
from bot.tasks.people import PersonInfo, day_in
from bot.tasks.results import Showing, Signed
from bot.tasks.task import Task


def show(session: Session, zone: str, team: str, task_id: int, who: str) -> Showing:
    """The document as it stands, kept as it is shown; a signature will name its hash."""
    task = reading.must_find(session, team, task_id)
    _signer(session, task, who)
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
    signer = _signer(session, before, answer.who)
    name, own_zone = (signer.name, signer.zone) if signer else (answer.who, None)
    after, facts = moves.sign(before, answer, now, name, day_in(own_zone, now, zone))
    _check_kept(session, before, answer)
    store_tasks.save(session, before, after)
    head = store_events.append(session, team, store_events.task_chain(task_id), facts)
    done = not after.state.live
    wanted = [posts.card(task_id)] if after.channel else []
    wanted.append(posts.asked(task_id, answer.who))
    if done:
        after = _seal(session, after, now, zone, head)
        wanted += _news(after)
    store_outbox.want(session, team, now, wanted)
    return Signed(task=after, done=done)


def _signer(session: Session, task: Task, who: str) -> PersonInfo | None:
    """What is known of the signer. NotAllowed if it is that they can't sign."""
    person = directory.people_by_id(session, task.team, [who]).get(who)
    if person and (reason := person.why_not_sign()):
        raise NotAllowed(f"You can't sign {task.key}: {reason}. Its author can ask somebody else.")
    return person


def _check_kept(session: Session, task: Task, answer: Answer) -> None:
    """A signature may only name a document whose text is kept: else nobody could say what was shown."""
    if store_texts.find(session, task.team, answer.document_hash) is None:
        raise Stale(task.key, "the document that you were shown isn't kept any more", task.state.value)


def _seal(session: Session, task: Task, now: datetime, zone: str, head: str) -> Task:
    """Render the signed document, once and for all."""
    text = documents.signed(reading.document(session, task, zone), task, head)
    digest = store_texts.keep(session, task.team, text)
    fact = Fact(
        kind="document sealed", who=None, at=now, facts={"revision": task.revision, "document": digest}
    )
    store_events.append(session, task.team, store_events.task_chain(task.id), [fact])
    return store_tasks.set_signed_document(session, task, digest)


def _news(task: Task) -> list[posts.Wanted]:
    """All have signed: the channel is told and gets the document."""
    if not task.channel or not task.signed_document_hash:
        return []
    sealed = posts.signed_document(task.id, task.revision, task.signed_document_hash)
    return [posts.done(task.id, task.revision), sealed]
