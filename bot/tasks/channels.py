"""The face by which it is kept who is in the channels that hold cards. Each method is one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.tasks import directory, membership
from bot.tasks.refusing import Write


class Channels:
    """What Slack says about channels and their members, as it is asked and as it tells by itself."""

    def __init__(self, write: Write, now: Callable[[], datetime]) -> None:
        self._write = write
        self._now = now

    async def watch_all(self, team: str) -> None:
        """Have the members of every channel that holds a card read from now on."""
        await self._write(lambda session: membership.watch_all(session, self._now(), team))

    async def claim(self, team: str, most: int) -> list[str]:
        """Channels whose members are due to be read, `most` at a time; nobody else gets them for an hour."""
        return await self._write(lambda session: membership.claim(session, self._now(), team, most))

    async def claim_one(self, team: str, channel: str) -> bool:
        """Whether this one is due, and the caller's to read."""
        return await self._write(lambda session: membership.claim_one(session, self._now(), team, channel))

    async def again(self, team: str, channel: str, wait: timedelta) -> None:
        """Have a claimed one read after this time instead."""
        at = self._now() + wait
        await self._write(lambda session: membership.again(session, team, channel, at))

    async def keep(self, team: str, channel: str, members: Iterable[str]) -> None:
        """These (user ids) are in the channel, and nobody else is known to be."""
        wanted = tuple(members)
        await self._write(lambda session: membership.keep(session, team, channel, wanted))

    async def joined(self, event_id: str, team: str, channel: str, person: str) -> None:
        """Somebody came in."""
        await self._once(event_id, lambda now, s: membership.joined(s, now, team, channel, person))

    async def left(self, event_id: str, team: str, channel: str, person: str) -> None:
        """Somebody went, or was taken out."""
        await self._once(event_id, lambda now, s: membership.left(s, now, team, channel, person))

    async def bot_left(self, event_id: str, team: str, channel: str) -> None:
        """The bot itself was taken out."""
        await self._once(event_id, lambda now, s: membership.bot_left(s, now, team, channel))

    async def archived(self, event_id: str, team: str, channel: str, *, yes: bool) -> None:
        """The channel was archived, or brought back."""
        await self._once(event_id, lambda _, s: membership.archived(s, team, channel, yes=yes))

    async def _once(self, event_id: str, work: Callable[[datetime, Session], None]) -> None:
        """The work, in one transaction with the note that the event was taken: Slack may send it again, and
        later than one that undoes it.
        """

        def take(now: datetime, session: Session) -> None:
            if directory.remember_event(session, now, event_id):
                work(now, session)

        await self._write(partial(take, self._now()))
