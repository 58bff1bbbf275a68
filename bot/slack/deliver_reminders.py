"""Reminders in somebody's direct messages: the new one comes before the old one goes, and shows what still waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from bot.slack.failures import Failed, Fate
from bot.slack.message import Message
from bot.slack.people import TRUSTED, person_of
from bot.slack.poster import Poster
from bot.slack.reminding import Waiting, reminded, reminder
from bot.slack.standing import Names
from bot.tasks import posts
from bot.tasks.desk import Desk
from bot.tasks.people import PersonInfo
from bot.tasks.posts import OutboxRow, PostedMessage
from bot.tasks.rhythm import AtWork
from bot.tasks.snoozing import Own
from bot.tasks.task import SignOff, Task


class Listed(NamedTuple):
    """What a reminder is drawn from, as reminding.py takes it."""

    waiting: Waiting
    """All that waits for the person, put off or not."""
    names: Names
    """Of those whom it may name."""
    now: datetime
    """Aware, UTC."""
    own: Own
    """The person's time."""


class Waits(NamedTuple):
    """What waits for somebody."""

    reader: PersonInfo | None
    """Who they are, if known."""
    listed: Listed
    """What a reminder says of it."""


class ReminderDelivery:
    """`direct` gives the channel of the bot's messages with somebody, by team and user id. `now` is aware, UTC.

    Each raises NotYet and Failed.
    """

    def __init__(
        self,
        desk: Desk,
        poster: Poster,
        direct: Callable[[str, str], Awaitable[str]],
        now: Callable[[], datetime],
        at_work: AtWork,
    ) -> None:
        self._desk = desk
        self._poster = poster
        self._direct = direct
        self._now = now
        self._at_work = at_work

    async def new(self, row: OutboxRow) -> None:
        """A new message with all that waits at this moment, in working hours; then the one before it may go.

        None is posted if nothing waits any more; then the one before it shows that, or goes. Nor to who has left: the
        next sweep frees what waits for them, and tells its author.
        """
        if await self._has_left(row):
            return
        waits = await self._waits(row)
        found = reminder(*waits.listed)
        if found is None:
            await self._none(row)
            return
        channel = await self._direct(row.team, _user(row))
        moment = self._at_work(waits.reader, self._now())
        await self._poster.wait_until(moment, row, channel, "outside the person's working hours")
        placed = await self._poster.post(row, channel, found)
        # What an earlier attempt had posted shows that moment's state: it is drawn anew.
        shows = None if placed.found else found.hash
        await self._desk.reminders.posted(row, placed.channel, placed.ts, shows)

    async def latest(self, row: OutboxRow) -> None:
        """The last reminder shows what waits now, or was put off; it goes when that is nothing. One that somebody
        deleted stays away.
        """
        before = await self._last(row)
        if before is None or before.ts is None:
            return
        waits = await self._waits(row)
        found = reminded(*waits.listed)
        if not waits.listed.waiting:
            await self._desk.reminders.take_back(row.team, before)
        elif found.hash != before.payload_hash:
            await self._redraw(row, before, before.ts, found)

    async def gone(self, row: OutboxRow) -> None:
        """A reminder that was replaced, or lists nothing any more, isn't there; nor where nothing can be posted now."""
        try:
            await self._poster.delete(row.team, str(row.ref["channel"]), str(row.ref["ts"]))
        except Failed as failed:
            if failed.fate is not Fate.DESTINATION:
                raise

    async def _has_left(self, row: OutboxRow) -> bool:
        """Whether the account is deactivated. Slack is asked where it said so long ago: the event that tells it may
        have come while nobody listened. NotYet while it takes no more such questions: after a night there is one for
        everybody who is to be reminded.
        """
        user, now = _user(row), self._now()
        known = (await self._desk.people(row.team, [user])).get(user)
        if known is None or now - known.fetched_at > TRUSTED:
            try:
                known = person_of(row.team, await self._poster.account(row.team, user), now)
            except Failed:
                return False  # Whether a message can be sent, Slack says when it is.
            await self._desk.remember_person(known)
        return not known.active

    async def _redraw(self, row: OutboxRow, before: PostedMessage, ts: str, found: Message) -> None:
        try:
            await self._poster.update(row.team, before.channel, ts, found)
        except Failed as failed:
            if failed.fate is not Fate.GONE:
                raise
            await self._desk.reminders.lost(row.team, before)
        else:
            await self._desk.reminders.shows(row.team, before, found.hash)

    async def _none(self, row: OutboxRow) -> None:
        """Nothing waits just now: what stands there says so; what an earlier attempt had posted, whose answer was
        lost, goes.
        """
        await self.latest(row)
        if row.unsure:
            channel = await self._direct(row.team, _user(row))
            before, ts = await self._last(row), await self._poster.earlier(row, channel)
            if ts and (before is None or before.ts != ts):
                await self._poster.delete(row.team, channel, ts)

    async def _last(self, row: OutboxRow) -> PostedMessage | None:
        return await self._desk.outbox.message(row.team, posts.reminder(_user(row)).target)

    async def _waits(self, row: OutboxRow) -> Waits:
        user, now = _user(row), self._now()
        waiting = await self._desk.waiting_for(row.team, user)
        people = await self._desk.people(row.team, _named(user, waiting))
        names = {each: info.name for each, info in people.items()}
        reader = people.get(user)
        return Waits(reader, Listed(waiting, names, now, self._desk.snoozes.own(reader)))


def _user(row: OutboxRow) -> str:
    return str(row.ref["user"])


def _named(user: str, waiting: Iterable[tuple[Task, SignOff]]) -> set[str]:
    """Whom a reminder to this person may name, and themselves."""
    return {user}.union(*((task.author, *sign_off.people) for task, sign_off in waiting))
