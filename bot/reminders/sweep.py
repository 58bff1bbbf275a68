"""Look for what is due, and write down that it must be sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.reminders.due import Policy
from bot.tasks.desk import Desk

Following = Callable[[datetime], datetime | None]
"""The first moment after the given one; None for never."""

SUMMARY = "summary"
"""The name of the schedule's row."""


class Sweep:
    """One look at the clock. What is due, and whether it was done, stands in rows: nothing is kept here."""

    def __init__(
        self, desk: Desk, policy: Policy, wake: Callable[[], object], *, keep: timedelta | None = None
    ) -> None:
        """`wake` is called after something was written for the outbox; `keep` is how long texts of tasks that are
        over are kept, None for ever.
        """
        self._keep = keep
        self._desk = desk
        self._policy = policy
        self._wake = wake
        self._summary: tuple[str, str, Following] | None = None

    async def summaries(self, team: str, channel: str, spec: str, following: Following) -> None:
        """Have a summary posted in the channel by this schedule; a changed spec starts from now."""
        await self._desk.summaries.schedule(team, SUMMARY, spec, following)
        self._summary = (team, channel, following)

    async def tick(self) -> int:
        """Do what is due now; how many people are reminded, and tasks forgotten, and one more if a summary comes."""
        await self._desk.witness_when_due()
        reminded = await self._remind()
        done = reminded + await self._summarise() + await self._forget()
        if done:
            self._wake()
        return done

    async def _remind(self) -> int:
        policy = self._policy
        return await self._desk.reminders.remind(policy.next_due, policy.at_work, policy.every)

    async def _summarise(self) -> int:
        if self._summary is None:
            return 0
        team, channel, following = self._summary
        ordered = await self._desk.summaries.when_due(team, SUMMARY, channel, following)
        return 1 if ordered else 0

    async def _forget(self) -> int:
        return await self._desk.retention.forget_when_due(self._keep) if self._keep else 0
