"""APScheduler ticks the sweeps; what is due, and whether it was done, stands in rows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.reminders.crontab import SHAPE, plain_lines
from bot.tasks.errors import DatabaseError

log = structlog.get_logger()

Tick = Callable[[], Awaitable[object]]

PATIENCE = 2.0
"""Seconds that a tick gets to end. What it has not done then is still due: it stands in rows."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""A line that doesn't fire in all the years after this never does."""
SHIFT = timedelta(hours=3)
"""Clocks are put forward by no more: a time that was skipped may still be to come so long after it."""


class Scheduler:
    """Calls each of `ticks` every `every`, one call of each at a time; a tick that is late comes once."""

    def __init__(
        self, ticks: Sequence[Tick], every: timedelta, failed: Callable[[], object] = lambda: None
    ) -> None:
        """`failed` is told of each call that raised."""
        self._failed = failed
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._under_way: dict[int, asyncio.Future[object]] = {}
        """The calls that have begun and not ended, by the numbers of their ticks. They are no jobs of the
        scheduler's, which cancels its own when it is shut down."""
        for number, tick in enumerate(ticks):
            self._scheduler.add_job(
                self._begin,
                "interval",
                args=(number, tick),
                seconds=every.total_seconds(),
                id=f"tick-{number}",
                coalesce=True,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begins to tick, on the running event loop."""
        self._scheduler.start()

    async def stop(self, patience: float = PATIENCE) -> None:
        """No tick begins after this, and those that have begun have ended; after so many seconds they are cut off."""
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)
        if calls := list(self._under_way.values()):
            _, late = await asyncio.wait(calls, timeout=patience)
            for call in late:
                call.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _begin(self, number: int, tick: Tick) -> None:
        if number not in self._under_way:
            self._under_way[number] = asyncio.ensure_future(tick())
            self._under_way[number].add_done_callback(partial(self._ended, number))

    def _ended(self, number: int, call: asyncio.Future[object]) -> None:
        del self._under_way[number]
        error = None if call.cancelled() else call.exception()
        if error:
            self._failed()
        if isinstance(error, DatabaseError):
            log.error("tick.database", error=str(error))
        elif error:
            log.error("tick.broken", exc_info=error)


def following(cron: str, zone: str) -> Callable[[datetime], datetime | None]:
    """The first moment (aware, UTC) after a given one, by five crontab fields in an IANA zone.

    A time that the clocks skip comes when they have, and one that they show twice comes the first time only.
    Raises ValueError with a sentence when the fields can't be understood, or name a day that never comes.
    """
    try:
        triggers = [CronTrigger.from_crontab(line, timezone="UTC") for line in plain_lines(cron)]
    except ValueError as wrong:
        raise ValueError(f"{cron!r} is no {SHAPE}: {wrong}") from None
    local = ZoneInfo(zone)

    def after(now: datetime) -> datetime | None:
        moments = (_next(each, local, now) for each in triggers)
        return min(filter(None, moments), default=None)

    if after(LONG_AGO) is None:
        raise ValueError(f"{cron!r} never fires: there is no such day. Write a {SHAPE}")
    return after


def _next(trigger: CronTrigger, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The trigger's first moment (UTC) after `now`, as clocks on the wall have it in the zone.

    The trigger is asked about a clock that is never put forward or back: in a zone of its own, in the hour that
    comes twice, it answers with moments that are over (seen in APScheduler 3.11).
    """
    shown = (now - SHIFT).astimezone(zone).replace(tzinfo=UTC)
    while shown := trigger.get_next_fire_time(None, shown + timedelta(microseconds=1)):
        # Python: of a time that is skipped, fold 0 counts on by the clock of before.
        moment: datetime = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if moment > now:
            return moment
    return None
