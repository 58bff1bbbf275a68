"""Posting and changing messages: the calls, with Slack's limits and the look-up after a lost answer."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from pydantic import BaseModel, ConfigDict
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.backoff import longest
from bot.slack.failures import Failed, Fate, NotYet, calling
from bot.slack.find import find, metadata
from bot.slack.limits import ACCOUNTS, DELETES, HOMES, POSTS, UPDATES, Limits, Rate
from bot.slack.message import Message
from bot.tasks.posts import OutboxRow

log = structlog.get_logger()

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
"""Nothing typed unfolds into a preview, a link or a mention."""
SPREAD = 1.0
"""Up to so many seconds more than Slack asks for, by chance: several processes must not all come at once."""
MARGIN = timedelta(minutes=10)
"""How far Slack's clock and ours may differ."""


class Placed(BaseModel):
    """Where a message stands."""

    model_config = ConfigDict(frozen=True)

    channel: str
    """The channel's id, also where a user's was given."""
    ts: str
    """Its timestamp there."""
    found: bool
    """Whether an earlier attempt had posted it; what it shows is of that moment."""


class Poster:
    """The only place that posts messages. `client` doesn't retry; `now` is aware, UTC."""

    def __init__(
        self,
        client: AsyncWebClient,
        now: Callable[[], datetime],
        *,
        history: bool,
        posted: Callable[[str], None],
    ) -> None:
        """`posted` is told the kind of each row whose message was posted."""
        self._client = client
        self._posted = posted
        self._now = now
        self._history = history
        self._limits = Limits()

    async def post(
        self, row: OutboxRow, channel: str, message: Message, thread_ts: str | None = None
    ) -> Placed:
        """Post the row's message, unless an earlier attempt whose answer was lost has posted it.

        NotYet if a limit is reached; Failed if Slack refuses.
        """
        key = f"post:{channel}"
        self._keep(key, POSTS)
        found = await self.earlier(row, channel, thread_ts) if row.unsure else None
        if found:
            return Placed(channel=channel, ts=found, found=True)
        facts = {"channel": channel, "thread_ts": thread_ts, "metadata": metadata(row.delivery_key), **QUIET}
        call = self._or_bare("chat.postMessage", self._client.chat_postMessage, message, facts)
        answer = await self._heeding(key, POSTS, call)
        self._posted(row.kind)
        return Placed(channel=str(answer["channel"]), ts=str(answer["ts"]), found=False)

    async def wait_until(self, moment: datetime, row: OutboxRow, channel: str, why: str) -> None:
        """NotYet before the moment (aware), unless an earlier attempt whose answer was lost has posted the row's
        message: until then it would be too old to be found. Failed.
        """
        now = self._now()
        if moment > now and not (row.unsure and await self.earlier(row, channel)):
            raise NotYet(moment - now, why)

    async def update(self, team: str, channel: str, ts: str, message: Message) -> None:
        """Let the message show this. NotYet if a limit is reached; Failed if Slack refuses."""
        key = f"update:{team}"
        self._keep(key, UPDATES)
        facts = {"channel": channel, "ts": ts, "parse": "none", "link_names": False}
        call = self._or_bare("chat.update", self._client.chat_update, message, facts)
        await self._heeding(key, UPDATES, call)

    async def delete(self, team: str, channel: str, ts: str) -> None:
        """Take one of the bot's messages away, if nobody has. NotYet if a limit is reached; Failed if Slack refuses."""
        key = f"delete:{team}"
        self._keep(key, DELETES)
        call = calling("chat.delete", self._client.chat_delete(channel=channel, ts=ts))
        try:
            await self._heeding(key, DELETES, call)
        except Failed as failed:
            if failed.fate is not Fate.GONE:
                raise

    async def publish(self, team: str, user: str, view: dict[str, Any]) -> None:
        """Let somebody's Home tab show this. NotYet if a limit is reached; Failed if Slack refuses."""
        key = f"publish:{team}"
        self._keep(key, HOMES)
        call = self._client.views_publish(user_id=user, view=view)
        await self._heeding(key, HOMES, calling("views.publish", call))

    async def account(self, team: str, user: str) -> dict[str, Any]:
        """What Slack says of somebody now: its user object. NotYet if a limit is reached; Failed if Slack refuses."""
        key = f"account:{team}"
        self._keep(key, ACCOUNTS)
        call = calling("users.info", self._client.users_info(user=user))
        return dict((await self._heeding(key, ACCOUNTS, call))["user"])

    async def open(self, user: str) -> str:
        """The channel of the bot's direct messages with somebody. Failed if Slack refuses."""
        answer = await calling("conversations.open", self._client.conversations_open(users=user))
        return str(answer["channel"]["id"])

    def _keep(self, key: str, rate: Rate) -> None:
        wait = self._limits.take(key, rate, self._now())
        if wait:
            raise NotYet(wait, "waiting for its turn: Slack limits how much is asked of it")

    async def _heeding(self, key: str, rate: Rate, call: Awaitable[dict[str, Any]]) -> dict[str, Any]:
        """The call's answer. A 429 is NotYet, and holds for all that wait for the same key."""
        try:
            return await call
        except Failed as failed:
            if failed.fate is Fate.LIMITED:
                log.warning("slack.limited", method=failed.method, seconds=failed.retry_after)
                wait = timedelta(seconds=failed.retry_after + random.uniform(0, SPREAD))  # noqa: S311
                self._limits.close(key, rate, self._now() + wait)
                raise NotYet(wait, "Slack has asked to wait: too much was asked of it at once") from None
            raise

    async def earlier(self, row: OutboxRow, channel: str, thread_ts: str | None = None) -> str | None:
        """The ts of what an earlier attempt posted, if any. In channels only if the app may read them. Failed."""
        if not self._history and not channel.startswith("D"):
            return None
        oldest = row.due_at - longest(row.attempts) - MARGIN
        return await find(self._client, channel, row.delivery_key, oldest, thread_ts)

    async def _or_bare(
        self, method: str, call: Callable[..., Any], message: Message, facts: dict[str, Any]
    ) -> dict[str, Any]:
        """The call; where Slack does not take our blocks, once more with the words alone."""
        try:
            return await calling(method, call(text=message.text, blocks=message.blocks, **facts))
        except Failed as failed:
            if failed.fate is not Fate.OURS or not message.blocks:
                raise
            log.error("slack.refused_blocks", method=method, error=failed.code, reasons=failed.messages)
            return await calling(method, call(text=message.text, blocks=[], **facts))
