"""Events: only those subscribed to, and again when nobody acknowledges them."""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import Any

from bot.sandbox.app import App
from bot.sandbox.clock import Clock
from bot.sandbox.delivery import Delivery
from bot.sandbox.ids import Ids

RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""Slack: The Events API: almost at once, after a minute, after five; by the sandbox's clock."""

REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "http_error"}


class Events:
    """Sends events in the background."""

    def __init__(self, app: App, clock: Clock, ids: Ids, delivery: Delivery) -> None:
        self._app, self._clock, self._ids, self._delivery = app, clock, ids, delivery
        self._running: set[asyncio.Task[None]] = set()

    def emit(self, event: Mapping[str, Any], subscription: str | None = None) -> None:
        """Send an event if the app subscribed to it; ``subscription`` where its name differs from the type."""
        if (subscription or event["type"]) not in self._app.events:
            return
        now = self._clock.now().timestamp()
        payload = {
            "token": self._app.verification_token,
            "team_id": self._app.team_id,
            "api_app_id": self._app.app_id,
            "event": {**event, "event_ts": f"{now:.6f}"},
            "type": "event_callback",
            "event_id": self._ids.new("Ev"),
            "event_time": int(now),
            "authorizations": [
                {"team_id": self._app.team_id, "is_bot": True, "is_enterprise_install": False}
            ],
        }
        self._start(self._send(payload))

    async def settled(self) -> None:
        """Wait until no event is under way (retries included)."""
        while self._running:
            await asyncio.wait(self._running)

    async def stop(self) -> None:
        """Give up whatever is under way."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _send(self, payload: Mapping[str, Any]) -> None:
        answer = await self._delivery.send("events_api", payload)
        self._delivery.record("events_api", answer)
        for attempt, wait in enumerate(RETRIES, start=1):
            if answer.ok:
                return
            reason = REASONS[str(answer.error)]
            await self._clock.reach(self._clock.now() + wait)
            retry = {"retry_attempt": attempt, "retry_reason": reason}
            answer = await self._delivery.send("events_api", payload, retry)
            self._delivery.record("events_api", answer)
