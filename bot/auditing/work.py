"""Read the bot's own database, and check what stands in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.auditing.export import as_csv, as_json, as_markdown
from bot.tasks import directory, history, verifying
from bot.tasks.auditing import Audit, audit
from bot.tasks.database import Database
from bot.tasks.history import Entry
from bot.tasks.verifying import Check


class Order(NamedTuple):
    """What is wanted of the audit, and how."""

    since: datetime | None
    """The first day, at midnight, without a zone; None for all days."""
    format: str
    """md, json or csv."""
    team: str | None
    """The workspace's id; None for all."""
    zone: ZoneInfo
    """Where that day begins, and whose times people read."""

    @property
    def moment(self) -> datetime | None:
        """When that day begins; aware, UTC."""
        return self.since.replace(tzinfo=self.zone).astimezone(UTC) if self.since else None

    def pieces(self, entries: Iterable[Entry]) -> Iterator[str]:
        """The file."""
        if self.format == "md":
            return as_markdown(entries, self.zone)
        return as_csv(entries) if self.format == "csv" else as_json(entries)


async def of_database(url: str) -> Audit:
    """Everything that stands in the database of this DATABASE_URL. DatabaseError."""
    async with opened(url) as database:
        return await database.read(audit)


async def of_file(url: str, text: str, team: str | None) -> list[Check]:
    """A signed document against the database, in one workspace or in all. DatabaseError, UnknownTeam."""

    def work(session: Any) -> list[Check]:
        if team:
            directory.must_know(session, team)
        return verifying.online(session, text, team)

    async with opened(url) as database:
        return await database.read(work)


async def export(url: str, order: Order, write: Callable[[Iterable[str]], None]) -> None:
    """Hand all events that were ordered to `write`, a piece of the file at a time. DatabaseError, UnknownTeam."""

    def work(session: Any) -> None:
        if order.team:
            directory.must_know(session, order.team)
        write(order.pieces(history.since(session, order.moment, order.team)))

    async with opened(url) as database:
        await database.read(work)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database, which must be there. DatabaseError."""
    database = await asyncio.to_thread(Database.open, url, must_exist=True)
    try:
        yield database
    finally:
        await database.close()
