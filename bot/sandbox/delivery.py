"""One payload to the bot, by Socket Mode or by signed HTTP, and its acknowledgement within three seconds."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Clock
from bot.sandbox.records import Ack
from bot.sandbox.signed import SignedPosts
from bot.sandbox.sockets import Sockets

Json = dict[str, Any]
NO_RETRY: Mapping[str, Any] = {}

ENVELOPES = {"slash_commands": "slash_commands", "events_api": "events_api"}
"""The envelope's type by kind of payload; all others are ``interactive``."""


@dataclass(frozen=True)
class Answer:
    """What came back for a payload."""

    payload: Json
    """What the acknowledgement says; {} if nothing."""
    error: str | None = None
    """``operation_timeout`` or ``dispatch_failed``."""
    seconds: float = 0.0
    """Real seconds that it took."""

    @property
    def ok(self) -> bool:
        """Whether it was acknowledged in time."""
        return self.error is None


class Delivery:
    """Sends payloads to wherever the bot listens."""

    def __init__(
        self, clock: Clock, sockets: Sockets, posts: SignedPosts, changes: Changes, deadline: float
    ) -> None:
        self._clock, self._sockets, self._posts = clock, sockets, posts
        self._changes, self._deadline = changes, deadline
        self.url: str | None = None
        """The Request URL; None means Socket Mode."""
        self.acks: list[Ack] = []
        """Everything delivered, in the order of its end."""

    async def send(
        self, kind: str, payload: Mapping[str, Any], retry: Mapping[str, Any] = NO_RETRY
    ) -> Answer:
        """Deliver and wait for the acknowledgement. ``kind`` as in ``Ack``."""
        clock = asyncio.get_running_loop().time
        start = clock()
        body, error = await self._deliver(kind, payload, retry)
        return Answer(body, error, clock() - start)

    def record(self, kind: str, answer: Answer, refused: str | None = None) -> None:
        """Write down how it ended; ``refused``: why Slack could not do what the answer says."""
        error = answer.error or refused
        self.acks.append(Ack(kind, answer.seconds, error is None, self._clock.now(), error))
        self._changes.notify()

    async def _deliver(
        self, kind: str, payload: Mapping[str, Any], retry: Mapping[str, Any]
    ) -> tuple[Json, str | None]:
        envelope = ENVELOPES.get(kind, "interactive")
        try:
            if self.url is None:
                body = await self._sockets.send(envelope, payload, retry, self._deadline)
                return ({}, "operation_timeout") if body is None else (body, None)
            status, body = await self._posts.post(self.url, envelope, payload, retry, deadline=self._deadline)
            return (body, None) if 200 <= status < 300 else ({}, "dispatch_failed")
        except TimeoutError:
            return {}, "operation_timeout"
        except (ConnectionError, aiohttp.ClientError, json.JSONDecodeError):
            return {}, "dispatch_failed"
