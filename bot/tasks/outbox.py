"""The face by which a sender works off the outbox."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.tasks import store_outbox as store
from bot.tasks.database import Database
from bot.tasks.posts import OutboxRow, PostedMessage
from bot.tasks.results import OutboxHealth

Clock = Callable[[], datetime]
"""The present moment; aware, UTC."""


class Outbox:
    """Claim rows, send what they say, and report what came of it.

    Before anything is sent, a claimed row is leased and marked unsure, so that a crash in between is seen:
    whoever claims it next looks for the message before sending again. A report on a row that somebody else
    has claimed since (the lease had run out) changes nothing.
    """

    def __init__(self, db: Database, now: Clock) -> None:
        self._db = db
        self._now = now

    async def claim(self, limit: int, lease: timedelta, but: Collection[int] = ()) -> list[OutboxRow]:
        """At most `limit` rows that are due and not leased, of all workspaces, the most urgent first.

        Not those `but` (by their ids) that the caller has in hand: their leases may have ended.
        """
        return await self._db.write(lambda session: store.claim(session, self._now(), limit, lease, but))

    async def finished(self, row: OutboxRow) -> None:
        """It is true now. If it was wanted again meanwhile, the row is free to be sent anew, at once."""
        await self._db.write(lambda session: store.finish(session, self._now(), row))

    async def later(self, row: OutboxRow, at: datetime, error: str, unsure: bool) -> None:
        """Try again at `at` (aware). `unsure` is False only where it surely was not sent."""
        await self._db.write(lambda session: store.postpone(session, row, at, error, unsure))

    async def dead(self, row: OutboxRow, error: str) -> None:
        """It can't be sent. The row is kept for `doctor`, and revived when its target is wanted again."""
        await self._db.write(lambda session: store.give_up(session, row, error))

    async def next_due(self) -> datetime | None:
        """When the next row can be claimed (it may be past); None if nothing waits."""
        return await self._db.read(store.next_due)

    async def health(self) -> OutboxHealth:
        """What waits and what can't be sent, of all workspaces."""
        return await self._db.read(store.health)

    async def message(self, team: str, target: str) -> PostedMessage | None:
        """Where the target's message is; None if nothing was posted for it."""
        return await self._db.read(lambda session: store.message(session, team, target))

    async def posted(
        self,
        row: OutboxRow,
        channel: str,
        ts: str | None,
        *,
        file_id: str | None = None,
        payload_hash: str | None = None,
        version: int | None = None,
    ) -> PostedMessage:
        """Remember where the row's target was posted or what it shows now, over what was known before."""
        message = PostedMessage(
            target=row.target,
            channel=channel,
            ts=ts,
            file_id=file_id,
            delivery_key=row.delivery_key,
            payload_hash=payload_hash,
            version=version,
        )
        await self._db.write(lambda session: store.remember(session, row.team, message, self._now()))
        return message

    async def forget(self, team: str, target: str) -> None:
        """The target's message is gone: it will be posted anew when it is wanted next."""
        await self._db.write(lambda session: store.forget(session, team, target))
