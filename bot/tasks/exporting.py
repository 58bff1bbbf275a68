"""A task as a file, for whoever may read it."""

import secrets
from datetime import datetime

from sqlmodel import Session

from bot.tasks import posts, reading, store_outbox, store_texts
from bot.tasks.documents import sealed_name
from bot.tasks.errors import NotKept
from bot.tasks.results import Exported
from bot.tasks.task import State, Task
from bot.template.origin import Origin, with_origin


def order(session: Session, now: datetime, team: str, task: Task, user: str) -> None:
    """Want it sent to the person: what stands then, a file for each time that they ask. NotKept if none would come."""
    _kept(session, task, _signed(task) or task.substance_hash)
    store_outbox.want(session, team, now, [posts.export(task.id, user, secrets.token_hex(8))])


def exported(session: Session, task: Task, zone: str) -> Exported:
    """The signed document, as it was stored, where all have signed; else the latest state. NotKept."""
    if signed := _signed(task):
        text = _kept(session, task, signed)
        return Exported(name=sealed_name(task.key, text), text=text)
    return Exported(name=f"{task.key}.md", text=document(session, task, zone))


def document(session: Session, task: Task, zone: str) -> str:
    """The latest state; while it isn't done, its last line says of which revision it is, so that the file can
    come back as an edit of the task. `zone` is for an author whose own isn't known. NotKept.
    """
    text = reading.document(session, task, zone)
    return text if task.state is State.DONE else with_origin(text, Origin(task.key, task.revision))


def _signed(task: Task) -> str | None:
    """The hash of the signed document, if that is what the task is as a file."""
    return task.signed_document_hash if task.state is State.DONE else None


def _kept(session: Session, task: Task, digest: str) -> str:
    text = store_texts.find(session, task.team, digest)
    if text is None:
        raise NotKept(task.key, task.revision)
    return text
