"""What a task said in each of its revisions, as it is stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, documents, drafts, store_tasks, store_texts
from bot.tasks.comparing import Comparison, changes, comparison
from bot.tasks.documents import People
from bot.tasks.errors import NotAllowed, NotKept
from bot.tasks.substance import answers_in
from bot.tasks.task import Task
from bot.template.form import Form

Said = Mapping[str, Any]
"""Answers by the keys of their fields."""


class Stored(BaseModel):
    """A revision's row."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    number: int
    """From 1."""
    author: str
    """The id of the user who made it."""
    at: datetime
    """When; aware, UTC."""
    template_hash: str
    """The SHA-256 of its template's text."""
    substance_hash: str
    """The SHA-256 of its substance."""
    document_hash: str
    """The SHA-256 of its document."""


def all_of(session: Session, task: Task) -> list[Stored]:
    """The task's revisions, from the first."""
    return [Stored.model_validate(row._asdict()) for row in store_tasks.revision_rows(session, task)]


def one(session: Session, task: Task, number: int) -> Stored:
    """The revision with this number. NotAllowed if the task has none."""
    found = [each for each in all_of(session, task) if each.number == number]
    if not found:
        raise NotAllowed(f"{task.key} has no revision {number}: it is at revision {task.revision}.")
    return found[0]


def form(session: Session, task: Task) -> Form:
    """The form of the task's own template."""
    return documents.form_of(drafts.template_text(session, task.template_hash))


def said(session: Session, task: Task, number: int) -> dict[str, Any]:
    """The answers of a revision, without ticks. NotAllowed, NotKept."""
    revision = one(session, task, number)
    substance = store_texts.find(session, task.team, revision.substance_hash)
    if substance is None:
        raise NotKept(task.key, number)
    return answers_in(substance)


def document(session: Session, task: Task, number: int) -> str:
    """The document as it was stored with the revision. NotAllowed, NotKept."""
    text = store_texts.find(session, task.team, one(session, task, number).document_hash)
    if text is None:
        raise NotKept(task.key, number)
    return text


def people(session: Session, task: Task, form: Form, *answers: Said) -> People:
    """Who is named in these answers, and in the task."""
    signers = {each.person for each in task.sign_offs if each.person}
    named = {user for each in answers for user in documents.users_in(form, each)}
    return directory.people_by_id(session, task.team, {task.author, *signers, *named})


def compared(
    session: Session, task: Task, form: Form, old: Said, new: Said, zone: str, *, unknown: str | None = None
) -> Comparison:
    """Two sets of answers without ticks, as documents that differ in nothing else.

    `unknown` stands for picked people whose names aren't known; without it their ids do.
    """
    known = people(session, task, form, old, new)
    picked = {user for each in (old, new) for user in documents.users_in(form, each)}
    names = {user: unknown or user for user in picked} | documents.names_of(known)
    told = (documents.named(form, each, names) for each in (old, new))
    texts = (documents.document(form, each, task, known, zone) for each in told)
    return comparison(changes(form, old, new), *texts)
