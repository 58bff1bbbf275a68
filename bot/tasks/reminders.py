"""The use cases of reminders."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.tasks import reminding
from bot.tasks.refusing import Write
from bot.tasks.rhythm import AtWork, NextReminder, Pace


class Reminders:
    """When somebody is reminded is decided by who calls: these are handed in."""

    def __init__(self, write: Write, now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now

    async def remind(
        self, next_reminder: NextReminder, at_work: AtWork, every: timedelta = timedelta(0)
    ) -> int:
        """Want a message for everybody who has a reminder due, and move their due times on; how many people.

        Who isn't at work now, or was reminded less than `every` ago, gets it when they may: only their due times
        are moved.
        """
        pace = Pace(next_reminder, at_work, every)
        return await self._write(lambda session: reminding.remind(session, self._now(), pace))
