"""The author and the card's thread are told of roles that somebody has not answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from bot.slack import late
from bot.slack.poster import Poster
from bot.slack.standing import Names
from bot.tasks.desk import Desk
from bot.tasks.people import PersonInfo
from bot.tasks.posts import OutboxRow, PostedMessage
from bot.tasks.rhythm import AtWork
from bot.tasks.task import SignOff, Task

Once = Callable[..., Awaitable[None]]
"""(row, channel, message, thread's timestamp if it goes into one): post it unless it was posted for this row's target."""


class Late(NamedTuple):
    """What has to be told."""

    task: Task
    """As it stands."""
    roles: list[SignOff]
    """Those that wait."""
    names: Names
    """Of those whom the message names."""
    author: PersonInfo | None
    """Who the task's author is, if known."""


class LateDelivery:
    """Each leaves out roles that don't wait any more or were asked anew, and posts nothing where none is left.
    NotYet, Failed.

    `now` is aware, UTC.
    """

    def __init__(
        self, desk: Desk, poster: Poster, once: Once, now: Callable[[], datetime], at_work: AtWork
    ) -> None:
        self._desk = desk
        self._poster = poster
        self._once = once
        self._now = now
        self._at_work = at_work

    async def author(self, row: OutboxRow, direct: Callable[[str, str], Awaitable[str]]) -> None:
        """The author has been told, at work. `direct` gives the channel of the bot's messages with somebody."""
        if found := await self._find(row):
            channel = await direct(row.team, found.task.author)
            moment = self._at_work(found.author, self._now())
            await self._poster.wait_until(moment, row, channel, "outside the author's working hours")
            said = late.for_author(found.task, found.roles, found.names, self._day(found))
            await self._once(row, channel, said)

    async def thread(self, row: OutboxRow, card: Callable[[], Awaitable[PostedMessage]]) -> None:
        """The card's thread has been told. `card` gives the card's message."""
        if found := await self._find(row):
            there, said = await card(), late.in_thread(found.roles, found.names, self._day(found))
            await self._once(row, there.channel, said, there.ts)

    async def _find(self, row: OutboxRow) -> Late | None:
        """What still waits of what was meant; None if nothing does."""
        task = await self._desk.task(row.team, int(row.ref["task_id"]))
        meant = [tuple(each) for each in row.ref["asked"]]
        roles = [each for each in task.waiting() if _as_asked(each) in meant] if task else []
        if task is None or not roles:
            return None
        people = await self._desk.people(
            row.team, {task.author, *(who for each in roles for who in each.people)}
        )
        names = {user: info.name for user, info in people.items()}
        return Late(task, roles, names, people.get(task.author))

    def _day(self, found: Late) -> late.Day:
        """By the author's calendar."""
        return self._desk.snoozes.own(found.author).day


def _as_asked(sign_off: SignOff) -> tuple[int, str | None]:
    """As rows of the outbox name it: asked anew it is another one."""
    return sign_off.id, sign_off.asked_at.isoformat() if sign_off.asked_at else None
