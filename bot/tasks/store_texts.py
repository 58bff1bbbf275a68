"""Content by its SHA-256, and whose it is."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from bot.tasks.changing import changed
from bot.tasks.substance import sha256
from bot.tasks.tables import task_texts, texts

SHARED = ""
"""The team of texts that belong to the installation, not to a workspace: templates."""


def keep(session: Session, team: str, text: str, task_id: int | None = None) -> str:
    """Store the text, unless it is there; its hash. It belongs to the task with this id, if one is given."""
    digest = sha256(text)
    if find(session, team, digest) is None:
        session.execute(insert(texts).values(team_id=team, hash=digest, text=text))
    if task_id is not None:
        belong(session, team, task_id, [digest])
    return digest


def belong(session: Session, team: str, task_id: int, digests: Iterable[str]) -> None:
    """These texts belong to the task, so that they are deleted with its others."""
    for digest in digests:
        own = (task_texts.c.team_id == team, task_texts.c.task_id == task_id, task_texts.c.hash == digest)
        if session.execute(select(task_texts.c.hash).where(*own)).first() is None:
            session.execute(insert(task_texts).values(team_id=team, task_id=task_id, hash=digest))


def forget(session: Session, team: str, task_id: int, but: Collection[str] = ()) -> int:
    """Delete the task's texts, but for these and those that belong to others too; how many."""
    own = (task_texts.c.team_id == team, task_texts.c.task_id == task_id)
    digests = list(session.execute(select(task_texts.c.hash).where(*own)).scalars())
    session.execute(delete(task_texts).where(*own))
    return sum(_forget_text(session, team, digest) for digest in digests if digest not in but)


def find(session: Session, team: str, digest: str) -> str | None:
    """The text with this hash; None if it isn't kept (any more)."""
    same = (texts.c.team_id == team, texts.c.hash == digest)
    return session.execute(select(texts.c.text).where(*same)).scalar()


def must_find(session: Session, team: str, digest: str) -> str:
    """The text with this hash. KeyError if it isn't kept."""
    text = find(session, team, digest)
    if text is None:
        raise KeyError(f"no text {digest} is kept")
    return text


def _forget_text(session: Session, team: str, digest: str) -> int:
    """1 if it was there, and was nobody else's."""
    shared = select(task_texts.c.hash).where(task_texts.c.team_id == team, task_texts.c.hash == digest)
    if session.execute(shared).first():
        return 0
    return changed(session, delete(texts).where(texts.c.team_id == team, texts.c.hash == digest))
