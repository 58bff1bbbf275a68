"""Read the bot's own database, and check what stands in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.tasks import verifying
from bot.tasks.auditing import Audit, audit
from bot.tasks.database import Database
from bot.tasks.verifying import Check


async def of_database(url: str) -> Audit:
    """Everything that stands in the database of this DATABASE_URL. DatabaseError."""
    async with opened(url) as database:
        return await database.read(audit)


async def of_file(url: str, text: str, team: str | None) -> list[Check]:
    """A signed document against the database, in one workspace or in all. DatabaseError."""
    async with opened(url) as database:
        return await database.read(lambda session: verifying.online(session, text, team))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database, which must be there. DatabaseError."""
    database = await asyncio.to_thread(Database.open, url, must_exist=True)
    try:
        yield database
    finally:
        await database.close()
