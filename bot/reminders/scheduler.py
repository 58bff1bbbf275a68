"""APScheduler ticks the sweeps; what is due, and whether it was done, stands in rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

Tick = Callable[[], Awaitable[object]]


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

    Raises ValueError with a sentence when the fields can't be understood.
    """
    try:
        trigger = CronTrigger.from_crontab(cron, timezone=ZoneInfo(zone))
    except ValueError as wrong:
        raise ValueError(
            f"{cron!r} is no crontab line of five fields, such as 0 9 * * mon-fri: {wrong}"
        ) from None

    def after(now: datetime) -> datetime | None:
        moment: datetime | None = trigger.get_next_fire_time(None, now + timedelta(microseconds=1))
        return moment

    return after
