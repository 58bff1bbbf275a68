"""Look for what is due, and write down that it must be sent."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog

from bot.reminders.due import Policy
from bot.tasks.desk import Desk
from bot.tasks.digests import Following, Link, Nobody, Readers
from bot.tasks.summaries import nowhere

log = structlog.get_logger()

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
        self._summary: Callable[[], Awaitable[object]] | None = None

    async def summaries(
        self,
        team: str,
        readers: Callable[[], Awaitable[Readers | Nobody]],
        spec: str,
        following: Following,
        link: Link = nowhere,
    ) -> None:
        """Have a summary posted to these readers by this schedule; a changed spec starts from now.

        They are asked for when it is due; `link` gives a message's address.
        """
        await self._desk.summaries.schedule(team, SUMMARY, spec, following)
        self._summary = partial(self._desk.summaries.when_due, team, SUMMARY, readers, following, link)

    async def tick(self) -> int:
        """Do what is due now; how many tasks change hands, people are reminded, and tasks forgotten, and one more if a
        summary comes.
        """
        await self._desk.witness_when_due()
        turned = await self._desk.absences.turn_over()
        reminded = await self._remind()
        done = turned + reminded + await self._summarise()
        if done:
            self._wake()
        return done + await self._forget()

    async def _remind(self) -> int:
        """Steps of escalations come first, so that somebody to whom a reminder comes too gets one message."""
        policy, reminders = self._policy, self._desk.reminders
        pace = policy.next_due, policy.at_work, policy.every
        return await reminders.escalate(policy.next_escalation, *pace) + await reminders.remind(*pace)

    async def _summarise(self) -> int:
        return 1 if self._summary and await self._summary() else 0

    async def _forget(self) -> int:
        """The last, since nobody waits for it, and nobody is to wait if it fails."""
        if self._keep is None:
            return 0
        forgotten = await self._desk.retention.forget_when_due(self._keep)
        if forgotten:
            log.info("texts deleted", tasks=forgotten, kept_for=str(self._keep))
            self._wake()
        return forgotten
