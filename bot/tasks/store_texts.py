"""Content by its SHA-256."""

from sqlalchemy import insert, select
from sqlmodel import Session

from bot.tasks.substance import sha256
from bot.tasks.tables import texts

SHARED = ""
"""The team of texts that belong to the installation, not to a workspace: templates."""


def keep(session: Session, team: str, text: str) -> str:
    """Store the text, unless it is there; its hash."""
    digest = sha256(text)
    if find(session, team, digest) is None:
        session.execute(insert(texts).values(team_id=team, hash=digest, text=text))
    return digest


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
