"""The use cases of reminders."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.tasks import last_reminder, raising, reminding, store_outbox
from bot.tasks.posts import OutboxRow, PostedMessage
from bot.tasks.raising import NextStep
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
        now, pace = self._now(), Pace(next_reminder, at_work, every)
        reminded = 0
        for team, persons in await self._write(lambda session: reminding.portions(session, now)):
            remind = partial(reminding.remind, now=now, pace=pace, team=team, persons=persons)
            reminded += await self._write(remind)
        return reminded

    async def escalate(
        self, next_step: NextStep, next_reminder: NextReminder, at_work: AtWork, every: timedelta
    ) -> int:
        """Take the steps of escalations that are due; how many. Their messages come even where one came lately."""
        now, pace = self._now(), Pace(next_reminder, at_work, every)
        taken = 0
        for team, task_ids in await self._write(lambda session: raising.portions(session, now)):
            take = partial(
                raising.escalate, now=now, pace=pace, next_step=next_step, team=team, task_ids=task_ids
            )
            taken += await self._write(take)
        return taken

    async def posted(self, row: OutboxRow, channel: str, ts: str, payload_hash: str | None) -> None:
        """The row's reminder stands there, and shows this; None if it isn't known what. The one before it is to go."""
        message = PostedMessage(
            target=row.target,
            channel=channel,
            ts=ts,
            delivery_key=row.delivery_key,
            payload_hash=payload_hash,
        )
        await self._write(lambda session: last_reminder.posted(session, self._now(), row, message))

    async def shows(self, team: str, message: PostedMessage, payload_hash: str) -> None:
        """The reminder shows this now."""
        await self._write(lambda session: store_outbox.shows(session, team, message, payload_hash))

    async def take_back(self, team: str, message: PostedMessage) -> None:
        """Nothing that the reminder lists waits any more: it is to go."""
        await self._write(lambda session: last_reminder.take_back(session, self._now(), team, message))

    async def lost(self, team: str, message: PostedMessage) -> None:
        """Somebody has deleted the reminder."""
        await self._write(lambda session: store_outbox.forget(session, team, message.target, message.ts))
