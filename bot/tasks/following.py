"""A change of a task is stored, and what must follow from it in Slack is written down."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.tasks import (
    directory,
    documents,
    last_reminder,
    late,
    posts,
    reading,
    store_events,
    store_homes,
    store_outbox,
    store_tasks,
    store_texts,
)
from bot.tasks.moves import fact
from bot.tasks.responding import concerned
from bot.tasks.step import Move
from bot.tasks.task import State, Task


def follow(session: Session, now: datetime, zone: str, before: Task, move: Move) -> Task:
    """Store the move; the task as it stands then. Conflict if the task has changed since `before`.

    1. The task, its reasons and its events are stored.
    2. Card and direct messages of whom it concerns are to show it, and people are to be told.
    3. What is done now gets its signed document, and the channel, author and assignee the news.
    4. The Homes that people look at, and their last reminders, are to show it.

    `zone` is for the days of people whose own isn't known.
    """
    after, team = move.task, before.team
    store_tasks.save(session, before, after)
    for note in move.notes:
        store_tasks.add_note(session, after, note)
    head = store_events.append(session, team, store_events.task_chain(after.id), move.facts)
    wanted = [posts.card(after.id)] if after.channel else []
    redrawn = _redrawn(session, before, after)
    wanted += [each for person in sorted(redrawn) for each in _messages(session, before, after, person)]
    wanted += late.redrawn(session, before, after)
    for user, sentence in sorted(move.told.items()):
        directory.tell(session, now, team, user, sentence, after.id)
    if after.state is State.DONE and before.state is not State.DONE:
        after = _seal(session, after, now, zone, head)
        wanted += _news(session, now, after)
    store_outbox.want(session, team, now, wanted)
    last_reminder.follow(session, now, before, after)
    store_homes.follow(session, now, before, after)
    return after


def _redrawn(session: Session, before: Task, after: Task) -> set[str]:
    """Whose direct messages say something else now: all that there are, also of who was asked once, where what
    they say of the task itself does.
    """
    pairs = zip(before.sign_offs, after.sign_offs, strict=True)
    people = {person for old, new in pairs if old != new for person in (*old.people, *new.people)}
    if _headline(before) == _headline(after):
        return people
    waiting = {person for each in after.sign_offs for person in each.people}
    return people | waiting | set(store_outbox.told(session, after.team, posts.asked(after.id, "").target))


def _headline(task: Task) -> tuple[object, ...]:
    """What is said of a task to everybody who is asked: whether it is over, which revision it is, until when."""
    return task.state.live, task.revision, task.title, task.sign_by


def _messages(session: Session, before: Task, after: Task, person: str) -> Iterable[posts.Wanted]:
    """The message by which somebody is asked, and the one that told them of an edit: if there was one, or if the
    task's end came before it, and is no more.
    """
    edited = posts.edited(after.id, person)
    back = after.state.live and not before.state.live
    told = back or store_outbox.under_way(session, after.team, edited.target)
    return (posts.asked(after.id, person), edited) if told else (posts.asked(after.id, person),)


def _seal(session: Session, task: Task, now: datetime, zone: str, head: str) -> Task:
    """Render the signed document, once and for all."""
    text = documents.signed(reading.document(session, task, zone), task, head)
    digest = store_texts.keep(session, task.team, text, task.id)
    sealed = fact(task, "document sealed", None, now, document=digest)
    store_events.append(session, task.team, store_events.task_chain(task.id), [sealed])
    return store_tasks.set_signed_document(session, task, digest)


def _news(session: Session, now: datetime, task: Task) -> list[posts.Wanted]:
    """Author and assignee are told; the channel is too, and gets the document."""
    by_whom = "everybody has signed" if task.counting() else "it needed no signature"
    for user in sorted(concerned(task)):
        directory.tell(session, now, task.team, user, f"{task.key} is done: {by_whom}.", task.id)
    if not task.channel or not task.signed_document_hash:
        return []
    sealed = posts.signed_document(task.id, task.revision, task.signed_document_hash)
    return [posts.done(task.id, task.revision), sealed]
