"""APScheduler ticks the sweeps; what is due, and whether it was done, stands in rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.reminders.crontab import SHAPE, plain_lines

Tick = Callable[[], Awaitable[object]]

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""A line that doesn't fire in all the years after this never does."""


class Scheduler:
    """Calls each of `ticks` every `every`, one call of each at a time; a tick that is late comes once."""

    def __init__(self, ticks: Sequence[Tick], every: timedelta) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for number, tick in enumerate(ticks):
            self._scheduler.add_job(
                tick,
                "interval",
                seconds=every.total_seconds(),
                id=f"tick-{number}",
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begins to tick, on the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No tick begins after this; one that has begun goes on."""
        self._scheduler.shutdown(wait=False)


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
