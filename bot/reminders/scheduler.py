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

log = structlog.get_logger()

Tick = Callable[[], Awaitable[object]]

PATIENCE = 2.0
"""Seconds that a tick gets to end. What it has not done then is still due: it stands in rows."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""A line that doesn't fire in all the years after this never does."""


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
        if not call.cancelled() and (error := call.exception()):
            self._failed()
            log.error("what is due could not be looked for", exc_info=error)


def following(cron: str, zone: str) -> Callable[[datetime], datetime | None]:
    """The first moment (aware) after a given one, by five crontab fields in an IANA zone.

    Raises ValueError with a sentence when the fields can't be understood, or name a day that never comes.
    """
    try:
        triggers = [CronTrigger.from_crontab(line, timezone=ZoneInfo(zone)) for line in plain_lines(cron)]
    except ValueError as wrong:
        raise ValueError(f"{cron!r} is no {SHAPE}: {wrong}") from None

    def after(now: datetime) -> datetime | None:
        moments = (each.get_next_fire_time(None, now + timedelta(microseconds=1)) for each in triggers)
        return min(filter(None, moments), default=None)

    if after(LONG_AGO) is None:
        raise ValueError(f"{cron!r} never fires: there is no such day. Write a {SHAPE}")
    return after
