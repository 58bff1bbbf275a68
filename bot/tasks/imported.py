"""A document that was understood becomes a draft, which keeps where its text is."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.tasks import drafts, reading, store_texts
from bot.tasks.draft import Draft
from bot.tasks.errors import KeyTaken
from bot.tasks.importing import Understood

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
    channel: str | None
    """The channel for the card; None if it isn't chosen yet."""


def refuse_taken(session: Session, team: str, key: str | None) -> None:
    """KeyTaken if the workspace has a task with this key, or with one that can only be meant by it."""
    taken = reading.find_by_key(session, team, key) if key else None
    if taken:
        raise KeyTaken(taken.key)


def save(
    session: Session, now: datetime, team: str, owner: str, draft_id: str, said: Understood, source: Source
) -> Draft:
    """Keep the template and the document, and make the draft, once: one that is there stays as it is.

    NotYours if the id is somebody else's.
    """
    if made := drafts.find(session, team, owner, draft_id):
        return made
    text = store_texts.keep(session, team, source.document)
    channel = {"channel": source.channel} if source.channel else {}
    draft = Draft(
        id=draft_id,
        team=team,
        owner=owner,
        template_hash=drafts.save_template(session, said.template),
        answers=said.answers,
        page=0,
        origin_channel=source.origin_channel,
        plan={"signers": dict(said.signers), IMPORTED: {"hash": text, "name": source.name}, **channel},
        updated_at=now,
    )
    return drafts.save(session, draft)


def document_hash(draft: Draft) -> str | None:
    """The SHA-256 of the document that the draft was imported from; None if it was not."""
    return _imported(draft).get("hash")


def file_name(draft: Draft) -> str | None:
    """The name of the file that the draft was imported from; None for a text without one."""
    return _imported(draft).get("name")


def _imported(draft: Draft) -> dict[str, Any]:
    return draft.plan.get(IMPORTED) or {}
