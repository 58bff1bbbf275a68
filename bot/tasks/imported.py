"""A document that was understood becomes a draft, which keeps where its text is."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.tasks import drafts, edit_drafts, store_texts
from bot.tasks.draft import Draft
from bot.tasks.importing import Understood
from bot.tasks.reimporting import Reimported, as_ticked
from bot.tasks.task import Task

IMPORTED = "imported"
"""Where a draft's plan says what it was imported from: `{"hash": SHA-256, "name": the file's name or None}`."""


class Source(NamedTuple):
    """Where a draft is imported from."""

    document: str
    """The whole text, as it was read."""
    name: str | None
    """The file's name, if it has one."""
    origin_channel: str | None
    """Where it was sent."""
    channel: str | None = None
    """The channel for the card; None if it isn't chosen yet, or the task has its own."""


def save(
    session: Session, now: datetime, team: str, owner: str, draft_id: str, said: Understood, source: Source
) -> Draft:
    """Keep the template and the document, and make the draft, once: one that is there stays as it is.

    NotYours if the id is somebody else's.
    """
    if made := drafts.find(session, team, owner, draft_id):
        return made
    channel = {"channel": source.channel} if source.channel else {}
    draft = Draft(
        id=draft_id,
        team=team,
        owner=owner,
        template_hash=drafts.save_template(session, said.template),
        answers=said.answers,
        page=0,
        origin_channel=source.origin_channel,
        plan={"signers": dict(said.signers), **_kept(session, team, source), **channel},
        updated_at=now,
    )
    return drafts.save(session, draft)


def save_edit(
    session: Session, now: datetime, task: Task, owner: str, draft_id: str, said: Reimported, source: Source
) -> Draft:
    """Keep the document, and make the draft that edits the task, once. NotKept, NotYours.

    Its ticks are those of this moment: a file changes none.
    """
    if made := drafts.find(session, task.team, owner, draft_id):
        return made
    _, then = edit_drafts.base(session, task, said.base)
    draft = Draft(
        id=draft_id,
        team=task.team,
        owner=owner,
        edits=task.id,
        base_revision=said.base,
        template_hash=task.template_hash,
        answers=as_ticked(then, said.answers),
        page=0,
        origin_channel=source.origin_channel,
        plan=_kept(session, task.team, source, task.id),
        updated_at=now,
    )
    return drafts.save(session, edit_drafts.begun(session, task, draft))


def document_hash(draft: Draft) -> str | None:
    """The SHA-256 of the document that the draft was imported from; None if it was not."""
    return _imported(draft).get("hash")


def file_name(draft: Draft) -> str | None:
    """The name of the file that the draft was imported from; None for a text without one."""
    return _imported(draft).get("name")


def _kept(session: Session, team: str, source: Source, task_id: int | None = None) -> dict[str, Any]:
    """What the plan says of the document, whose text is kept; with the others of the task that it edits."""
    text = store_texts.keep(session, team, source.document, task_id)
    return {IMPORTED: {"hash": text, "name": source.name}}


def _imported(draft: Draft) -> dict[str, Any]:
    return draft.plan.get(IMPORTED) or {}
