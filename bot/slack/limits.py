"""Slack's limits, kept by ourselves, so that a 429 is the exception. Pure: the time is handed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict


class Rate(BaseModel):
    """How much of something may be done."""

    model_config = ConfigDict(frozen=True)

    burst: int
    """At once, after a rest."""
    per_second: float
    """In the long run."""


POSTS = Rate(burst=10, per_second=1.0)
"""Slack: chat.postMessage takes about a message a second in a channel, and short bursts."""
UPDATES = Rate(burst=15, per_second=45 / 60)
"""Slack: chat.update is of tier 3, about 50 a minute in a workspace."""
FORGOTTEN = 1000
"""Above so many buckets, those that are full again are dropped: they say nothing."""


class Limits:
    """A bucket of tokens for each key, which fills again as time passes."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[Rate, float, datetime]] = {}

    def take(self, key: str, rate: Rate, now: datetime) -> timedelta:
        """Take one token, and zero is returned; if none is left, how long to wait for one. `now` is aware."""
        left = self._left(key, rate, now)
        if left < 1:
            return timedelta(seconds=(1 - left) / rate.per_second)
        if len(self._buckets) >= FORGOTTEN:
            self._drop_full(now)
        self._buckets[key] = (rate, left - 1, now)
        return timedelta(0)

    def _left(self, key: str, rate: Rate, now: datetime) -> float:
        if key not in self._buckets:
            return float(rate.burst)
        _, left, since = self._buckets[key]
        return min(rate.burst, left + max(0.0, (now - since).total_seconds()) * rate.per_second)

    def _drop_full(self, now: datetime) -> None:
        full = [key for key, (rate, *_) in self._buckets.items() if self._left(key, rate, now) >= rate.burst]
        for key in full:
            del self._buckets[key]
