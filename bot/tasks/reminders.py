"""The use cases of reminders."""

from collections.abc import Callable
from datetime import datetime

from bot.tasks import reminding
from bot.tasks.refusing import Write
from bot.tasks.reminding import AtWork, NextReminder


class Reminders:
    """When somebody is reminded is decided by who calls: these are handed in."""

    def __init__(self, write: Write, now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now

    async def remind(self, next_reminder: NextReminder, at_work: AtWork) -> int:
        """Want a reminder for everybody who has one due, and move their due times on; how many people.

        Who isn't at work now gets it when they are: only their due times are moved.
        """
        return await self._write(
            lambda session: reminding.remind(session, self._now(), next_reminder, at_work)
        )
