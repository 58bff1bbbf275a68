"""The use cases of summaries: asked for by somebody, or due by a schedule."""

from collections.abc import Callable
from datetime import datetime

from bot.tasks import digests
from bot.tasks.digests import Following
from bot.tasks.refusing import Refusing, Write
from bot.tasks.results import SummaryOrdered


class Summaries:
    """Each is rendered when it is ordered, and its parts are posted as they are."""

    def __init__(self, write: Write, refusing: Refusing, now: Callable[[], datetime]) -> None:
        self._write = write
        self._refusing = refusing
        self._now = now

    async def order(self, team: str, channel: str, asked_by: str | None) -> SummaryOrdered:
        """Render the summary that this channel may see, and want it posted there. NotAllowed."""
        return await self._refusing.without_task(
            "post a summary",
            team,
            asked_by or "",
            lambda session: digests.order(session, self._now(), team, channel, asked_by),
            channel=channel,
        )

    async def schedule(self, team: str, name: str, spec: str, following: Following) -> datetime | None:
        """Keep a schedule's row true: a new or changed `spec` gets a new due time, another keeps its own.

        `following(now)` is the first moment after `now` by the spec; None ends the schedule. The due time.
        """
        return await self._write(
            lambda session: digests.schedule(session, self._now(), team, name, spec, following)
        )

    async def when_due(
        self, team: str, name: str, channel: str, following: Following
    ) -> SummaryOrdered | None:
        """Order the schedule's summary if it is due, once, however many ask and however late; else None."""
        return await self._write(
            lambda session: digests.order_when_due(session, self._now(), team, name, channel, following)
        )
