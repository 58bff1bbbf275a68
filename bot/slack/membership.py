"""Who is in the channels that hold cards: asked of Slack each hour, and heard of in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, Fate
from bot.slack.happened import Happened
from bot.slack.members import members
from bot.slack.people import PATIENCE, People
from bot.tasks.desk import Desk

log = structlog.get_logger()

AT_A_TIME = 10
"""Channels that one tick reads, so that four ticks a minute stay below what Slack allows: conversations.info takes
some 50 calls a minute, conversations.members 100."""
SOON = timedelta(minutes=1)
"""When Slack is asked again after it gave no answer."""
PASSING = (Fate.PASSING, Fate.LIMITED, Fate.UNKNOWN)
"""Fates that say nothing about the channel."""


class Membership:
    """Reads who is in a channel, and hears who comes and goes. `client` doesn't retry.

    Only of private channels the members are read: the tasks of a public one are every full member's to read.
    """

    def __init__(self, desk: Desk, client: AsyncWebClient, people: People, team: str, bot: str) -> None:
        """`bot` is the bot's own user id."""
        self._desk = desk
        self._client = client
        self._people = people
        self._team = team
        self._bot = bot

    async def refresh(self) -> int:
        """Reads the channels that are due; how many those were. Once Slack gives no answer, the rest waits."""
        due = await self._desk.channels.claim(self._team, AT_A_TIME)
        answered = True
        for channel in due:
            if answered:
                answered = await self._read(channel)
            else:
                await self._desk.channels.again(self._team, channel, SOON)
        return len(due)

    async def know(self, channel: str | None) -> None:
        """Reads the channel now if it is due, for a second at most: somebody waits whose right depends on it."""
        if channel is None or not await self._desk.channels.claim_one(self._team, channel):
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._read(channel)
        except TimeoutError:
            await self._desk.channels.again(self._team, channel, timedelta())

    async def joined(self, event: Happened) -> None:
        """Somebody came into a channel. It is read soon after, so that where it is the bot that came, Slack need
        not be asked before the ack.
        """
        await self._desk.channels.joined(event.id, event.team, event.channel, event.user)

    async def left(self, event: Happened) -> None:
        """Somebody is in a channel no more."""
        if event.user == self._bot:
            await self._desk.channels.bot_left(event.id, event.team, event.channel)
        else:
            await self._desk.channels.left(event.id, event.team, event.channel, event.user)

    async def bot_left(self, event: Happened) -> None:
        """The bot was taken out of a channel."""
        await self._desk.channels.bot_left(event.id, event.team, event.channel)

    async def archived(self, event: Happened) -> None:
        """A channel was archived."""
        await self._desk.channels.archived(event.id, event.team, event.channel, yes=True)

    async def unarchived(self, event: Happened) -> None:
        """A channel was brought back."""
        await self._desk.channels.archived(event.id, event.team, event.channel, yes=False)

    async def _read(self, channel: str) -> bool:
        """Slack's word about a channel and who is in it; where it has none, nobody is known to be.

        What says nothing about the channel leaves what was known, and is asked again soon: False.
        """
        try:
            if not await self._people.channel(self._team, channel):
                await self._desk.channels.again(self._team, channel, SOON)
                return False
            inside = await self._members(channel)
        except Failed as failed:
            if failed.fate in PASSING:
                wait = max(SOON, timedelta(seconds=failed.retry_after))
                await self._desk.channels.again(self._team, channel, wait)
                return False
            log.warning("who is in a channel can't be known", channel=channel, why=failed.code)
            inside = []
        await self._desk.channels.keep(self._team, channel, inside)
        return True

    async def _members(self, channel: str) -> list[str]:
        """User ids, over all pages. Failed."""
        known = await self._desk.channel(self._team, channel)
        if known is None or not (known.private and known.bot_is_in):
            return []
        return await members(self._client, channel)
