"""Slack's rate limits, by the sandbox's clock: buckets that fill again as time passes."""

import math
from datetime import datetime

from bot.sandbox.clock import Clock
from bot.sandbox.trouble import ApiError


class Limits:
    """How much of a method is let through; settable, and can be switched off."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._on = True
        self._buckets: dict[tuple[str, str], tuple[float, datetime]] = {}
        self.burst = 20
        """chat.postMessage: how many at once in one channel, before one a second holds (Slack: about)."""
        self.updates_a_minute = 50
        """chat.update: in the whole workspace, tier 3; as many at once."""

    def off(self) -> None:
        """Let everything through."""
        self._on = False

    def on(self) -> None:
        """Hold the limits again."""
        self._on = True

    def check(self, method: str, channel: str) -> None:
        """Take one call from the bucket. Raises ApiError ``ratelimited`` with the seconds to wait."""
        if not self._on:
            return
        if method == "chat.postMessage":
            self._take((method, channel), self.burst, 1.0)
        elif method == "chat.update":
            self._take((method, ""), self.updates_a_minute, self.updates_a_minute / 60)

    def _take(self, key: tuple[str, str], size: int, per_second: float) -> None:
        now = self._clock.now()
        left, since = self._buckets.get(key, (float(size), now))
        left = min(float(size), left + max(0.0, (now - since).total_seconds()) * per_second)
        if left < 1:
            self._buckets[key] = (left, now)
            wait = max(1, math.ceil((1 - left) / per_second))
            raise ApiError("ratelimited", status=429, retry_after=wait)
        self._buckets[key] = (left - 1, now)
