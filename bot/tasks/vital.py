"""Whether the database can be written, and what waits in it: for whoever watches over the bot."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from bot.tasks import store_outbox
from bot.tasks.results import OutboxHealth


def vital(session: Session) -> OutboxHealth:
    """How the outbox stands, after a write that changes nothing: a full disk can still be read.

    SQLite: `user_version` is a number in the file's header for programs to use as they like. This one doesn't;
    to set it writes a page, as any change does.
    """
    session.execute(text("PRAGMA user_version = 0"))
    return store_outbox.health(session)
