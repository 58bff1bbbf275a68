"""The author and the card's thread are told of a role that somebody has not answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import NamedTuple

from bot.slack import late
from bot.slack.failures import NotYet
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
    sign_off: SignOff
    """The role that waits."""
    names: Names
    """Of those whom the message names."""
    author: PersonInfo | None
    """Who the task's author is, if known."""


class LateDelivery:
    """Each posts nothing where the role doesn't wait any more, or has been asked anew. NotYet, Failed.

    `now` is aware, UTC.
    """

    def __init__(self, desk: Desk, once: Once, now: Callable[[], datetime], at_work: AtWork) -> None:
        self._desk = desk
        self._once = once
        self._now = now
        self._at_work = at_work

    async def author(self, row: OutboxRow, direct: Callable[[str, str], Awaitable[str]]) -> None:
        """The author has been told, at work. `direct` gives the channel of the bot's messages with somebody."""
        if found := await self._find(row):
            now = self._now()
            if (moment := self._at_work(found.author, now)) > now:
                raise NotYet(moment - now, "outside the author's working hours")
            said = late.for_author(found.task, found.sign_off, found.names, self._day(found))
            await self._once(row, await direct(row.team, found.task.author), said)

    async def thread(self, row: OutboxRow, card: Callable[[], Awaitable[PostedMessage]]) -> None:
        """The card's thread has been told. `card` gives the card's message."""
        if found := await self._find(row):
            there, said = await card(), late.in_thread(found.sign_off, found.names, self._day(found))
            await self._once(row, there.channel, said, there.ts)

    async def _find(self, row: OutboxRow) -> Late | None:
        """The role as it stands; None if it doesn't wait any more as it did when this was wanted."""
        task = await self._desk.task(row.team, int(row.ref["task_id"]))
        role = next((each for each in task.waiting() if _is_meant(each, row)), None) if task else None
        if task is None or role is None:
            return None
        people = await self._desk.people(row.team, {task.author, *role.people})
        names = {user: info.name for user, info in people.items()}
        return Late(task, role, names, people.get(task.author))

    def _day(self, found: Late) -> date:
        """Since when the role has waited, on the author's calendar."""
        asked = found.sign_off.asked_at or found.task.created_at
        return self._desk.snoozes.own(found.author).day(asked)


def _is_meant(sign_off: SignOff, row: OutboxRow) -> bool:
    """Whether it is the role that was meant, and wasn't asked anew since."""
    asked = sign_off.asked_at.isoformat() if sign_off.asked_at else None
    return (sign_off.id, asked) == (row.ref["sign_off"], row.ref["asked"])
