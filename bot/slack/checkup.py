"""What Slack says when it is asked how the app stands: for `countersign doctor`, which changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.failures import PATIENCE, Failed, Fate, calling
from bot.slack.people import UNKNOWN, channel_of, person_of
from bot.tasks.people import ChannelInfo, PersonInfo

REACHING = "reaching the socket"
"""What a `Failed` names as its method where the connection itself is what failed."""


class Installation(NamedTuple):
    """Whom the bot token speaks for, and what else stands in Slack's answer."""

    team: str
    """The workspace's id."""
    team_name: str
    """What it is called."""
    bot_name: str
    """What the bot is called there."""
    scopes: frozenset[str] | None
    """What the token may do (`x-oauth-scopes`); None where Slack doesn't say."""
    date: datetime | None
    """Slack's own time (`Date`), to the second; aware, UTC."""


class Checkup:
    """Asks Slack, one thing at a time. What it can't answer is a `Failed`."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def installation(self) -> Installation:
        """By the bot token. Failed."""
        headers: dict[str, str] = {}

        async def asked() -> AsyncSlackResponse:
            response = await self._client.auth_test()
            headers.update({name.lower(): value for name, value in response.headers.items()})
            return response

        answer = await calling("auth.test", asked())
        return Installation(
            team=str(answer["team_id"]),
            team_name=str(answer.get("team") or answer["team_id"]),
            bot_name=str(answer.get("user") or answer.get("user_id")),
            scopes=_scopes(headers.get("x-oauth-scopes")),
            date=_date(headers.get("date")),
        )

    async def socket(self, app_token: str) -> None:
        """Whether Slack would open a socket for this app-level token, and can be reached there. Failed if not.

        None is opened: for as long as it was, Slack would send presses to it which nobody here answers.
        """
        call = self._client.apps_connections_open(app_token=app_token)
        answer = await calling("apps.connections.open", call)
        if not self._client.proxy:  # Through a proxy it is the proxy's to reach it.
            await reach(str(answer["url"]))

    async def channel(self, team: str, channel: str, now: datetime) -> ChannelInfo | None:
        """A channel as it is now; None if there is none, or none that the bot can see. Failed."""
        try:
            answer = await calling("conversations.info", self._client.conversations_info(channel=channel))
        except Failed as failed:
            if failed.code in UNKNOWN:
                return None
            raise
        return channel_of(team, answer["channel"], now)

    async def person(self, team: str, user: str, now: datetime) -> PersonInfo | None:
        """Somebody as they are now; None if there is nobody of this id. Failed."""
        try:
            answer = await calling("users.info", self._client.users_info(user=user))
        except Failed as failed:
            if failed.code in UNKNOWN:
                return None
            raise
        return person_of(team, answer["user"], now)


@asynccontextmanager
async def checkup(bot_token: str, api_url: str) -> AsyncIterator[Checkup]:
    """A client of its own, which doesn't retry."""
    async with aiohttp.ClientSession() as session:
        yield Checkup(AsyncWebClient(bot_token, base_url=api_url, session=session, retry_handlers=[]))


async def reach(url: str) -> None:
    """Whether somebody listens where a socket's address leads, with a good certificate. Failed if not."""
    where = urlsplit(url)
    secure = where.scheme == "wss"
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(
                where.hostname, where.port or (443 if secure else 80), ssl=secure or None
            )
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError) as error:
        raise Failed(REACHING, type(error).__name__, Fate.PASSING) from None


def _scopes(header: str | None) -> frozenset[str] | None:
    return None if header is None else frozenset(filter(None, map(str.strip, header.split(","))))


def _date(header: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
