"""Somebody's account is deactivated, as Slack tells it."""

from __future__ import annotations

from collections.abc import Callable

from bot.slack.happened import Happened
from bot.slack.later import Later
from bot.slack.people import People
from bot.tasks.desk import Desk


class Leaving:
    """The handler of the event that an account has changed. `wake`: something waits to be sent."""

    def __init__(self, desk: Desk, people: People, later: Later, wake: Callable[[], None]) -> None:
        self._desk = desk
        self._people = people
        self._later = later
        self._wake = wake

    async def changed(self, event: Happened) -> None:
        """It is remembered; what waited for whoever has left is freed after the ack."""
        await self._people.changed(event)
        if event.account.get("deleted"):
            self._later.run(self._free())

    async def _free(self) -> None:
        """What a crash leaves of it, the next sweep does."""
        await self._desk.absences.turn_over()
        self._wake()
