"""The author and the card's thread are told of roles that somebody has not answered, and what became of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from bot.slack import late
from bot.slack.failures import Failed, Fate
from bot.slack.message import Message
from bot.slack.poster import Poster
from bot.slack.standing import Names
from bot.tasks.desk import Desk
from bot.tasks.escalating import Step
from bot.tasks.late import as_meant
from bot.tasks.people import PersonInfo
from bot.tasks.posts import OutboxRow, PostedMessage, late_since
from bot.tasks.rhythm import AtWork
from bot.tasks.task import SignOff, Task


class Late(NamedTuple):
    """What has to be told."""

    task: Task
    """As it stands."""
    roles: list[SignOff]
    """Those that wait as it was told."""
    settled: list[SignOff]
    """Those that don't wait any more, or were asked anew."""
    names: Names
    """Of those whom the message names."""
    author: PersonInfo | None
    """Who the task's author is, if known."""


class LateDelivery:
    """Each posts nothing where no role waits any more as it was to be told; what was posted says what became of
    it. One that somebody deleted stays away. NotYet, Failed.

    `now` is aware, UTC.
    """

    def __init__(self, desk: Desk, poster: Poster, now: Callable[[], datetime], at_work: AtWork) -> None:
        self._desk = desk
        self._poster = poster
        self._now = now
        self._at_work = at_work

    async def author(self, row: OutboxRow, direct: Callable[[str, str], Awaitable[str]]) -> None:
        """The author has been told, at work. `direct` gives the channel of the bot's messages with somebody."""
        found = await self._find(row, Step.AUTHOR)
        if found is None:
            return
        channel = await direct(row.team, found.task.author)
        there = await self._there(row, channel)
        if there is None and found.roles:
            moment = self._at_work(found.author, self._now())
            await self._poster.wait_until(moment, row, channel, "outside the author's working hours")
        said = late.for_author(found.task, found.roles, found.names, self._day(found), found.settled)
        await self._show(row, found, there, said, channel)

    async def thread(self, row: OutboxRow, card: Callable[[], Awaitable[PostedMessage]]) -> None:
        """The card's thread has been told. `card` gives the card's message."""
        found = await self._find(row, Step.THREAD)
        if found is None:
            return
        above = await card()
        there = await self._there(row, above.channel, above.ts)
        said = late.in_thread(found.task, found.roles, found.names, self._day(found), found.settled)
        await self._show(row, found, there, said, above.channel, above.ts)

    async def _find(self, row: OutboxRow, step: Step) -> Late | None:
        """What became of what was meant; None if nothing was."""
        task = await self._desk.task(row.team, int(row.ref["task_id"]))
        at = late_since(row.target)
        meant = await self._desk.told_late(row.team, int(row.ref["task_id"]), step, at)
        named = [each for each in task.sign_offs if each.id in meant] if task else []
        if task is None or not named:
            return None
        people = await self._desk.people(
            row.team, {task.author, *(who for each in named for who in each.people)}
        )
        roles = [each for each in task.waiting() if as_meant(each, meant)]
        settled = [each for each in named if each not in roles]
        names = {user: info.name for user, info in people.items()}
        return Late(task, roles, settled, names, people.get(task.author))

    async def _there(self, row: OutboxRow, channel: str, thread: str | None = None) -> PostedMessage | None:
        """The message, if there is one: also one that an earlier attempt posted whose answer was lost."""
        before = await self._desk.outbox.message(row.team, row.target)
        if before or not row.unsure:
            return before
        ts = await self._poster.earlier(row, channel, thread)
        return await self._desk.outbox.posted(row, channel, ts) if ts else None

    async def _show(
        self,
        row: OutboxRow,
        found: Late,
        there: PostedMessage | None,
        message: Message,
        channel: str,
        thread: str | None = None,
    ) -> None:
        """The message says this."""
        if there and there.ts:
            await self._redraw(row, there, there.ts, message)
        elif found.roles:
            placed = await self._poster.post(row, channel, message, thread)
            await self._desk.outbox.posted(row, placed.channel, placed.ts, payload_hash=message.hash)

    async def _redraw(self, row: OutboxRow, there: PostedMessage, ts: str, message: Message) -> None:
        if there.payload_hash == message.hash:
            return
        try:
            await self._poster.update(row.team, there.channel, ts, message)
        except Failed as failed:
            if failed.fate is not Fate.GONE:
                raise
        await self._desk.outbox.posted(row, there.channel, ts, payload_hash=message.hash)

    def _day(self, found: Late) -> late.Day:
        """By the author's calendar."""
        return self._desk.snoozes.own(found.author).day
