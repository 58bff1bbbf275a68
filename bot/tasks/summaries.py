"""The use cases of summaries: asked for by somebody, or due by a schedule."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel import Session

from bot.tasks import digests, directory
from bot.tasks.database import Database
from bot.tasks.digests import Drafted, Following, Link, Nobody, Readers
from bot.tasks.refusing import Refusing, Write
from bot.tasks.results import SummaryOrdered


def nowhere(_channel: str, _ts: str) -> None:
    """The address of no message: keys are no links then."""


class Summaries:
    """Each is rendered once, as it is when it is ordered, and its parts are posted as they are.

    It is drafted before the transaction that stores it: all open tasks are looked through, and others want to write.
    """

    def __init__(
        self, db: Database, write: Write, refusing: Refusing, now: Callable[[], datetime], zone: str
    ) -> None:
        """`zone` (IANA) is for the days that it names."""
        self._db = db
        self._write = write
        self._refusing = refusing
        self._now = now
        self._zone = zone

    async def order(
        self, team: str, readers: Readers, asked_by: str, link: Link = nowhere
    ) -> SummaryOrdered | None:
        """Want the summary of what these readers may read posted; None if there is nothing to tell.

        NotAllowed for who may not have one posted in a channel.
        """
        drafted = await self._draft(team, readers, link)

        def ordered(session: Session) -> SummaryOrdered | None:
            if readers.channel:
                digests.check_may_post(session, team, asked_by)
            now = self._now()
            return digests.order(session, now, team, readers.channel, drafted, asked_by) if drafted else None

        return await self._refusing.without_task(
            "post a summary", team, asked_by, ordered, channel=readers.channel
        )

    async def schedule(self, team: str, name: str, spec: str, following: Following) -> datetime | None:
        """Keep a schedule's row true: a new or changed `spec` gets a new due time, another keeps its own.

        `following(now)` is the first moment after `now` by the spec; None ends the schedule. The due time.
        """
        return await self._write(
            lambda session: digests.schedule(session, self._now(), team, name, spec, following)
        )

    async def when_due(
        self,
        team: str,
        name: str,
        readers: Callable[[], Awaitable[Readers | Nobody]],
        following: Following,
        link: Link = nowhere,
    ) -> SummaryOrdered | None:
        """Order the schedule's summary if it is due, once, however many ask and however late; else None.

        None too where there is nothing to tell, or nobody who could read it, which is told once: then nothing is posted,
        and the next one is due as ever. `readers` is asked only when it is due.
        """
        if not await self._db.read(lambda session: digests.is_due(session, self._now(), team, name)):
            return None
        where = await readers()
        drafted = await self._draft(team, where, link) if isinstance(where, Readers) else None

        def ordered(session: Session) -> SummaryOrdered | None:
            now = self._now()
            if not digests.claim(session, now, team, name, following):
                return None
            if isinstance(where, Nobody):
                for user in where.told:
                    directory.tell(session, now, team, user, where.why)
                return None
            return digests.order(session, now, team, where.channel, drafted, None) if drafted else None

        return await self._write(ordered)

    async def _draft(self, team: str, readers: Readers, link: Link) -> Drafted | None:
        return await self._db.read(
            lambda session: digests.draft(session, self._now(), self._zone, team, readers, link)
        )
