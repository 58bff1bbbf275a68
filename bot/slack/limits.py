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


class Bucket(BaseModel):
    """What is left for one key."""

    model_config = ConfigDict(frozen=True)

    rate: Rate
    """How it fills."""
    left: float
    """Tokens, at `since`."""
    since: datetime
    """When one was taken last; aware."""
    turn: datetime
    """When the last one who was sent away is to come again; aware."""

    def left_at(self, now: datetime) -> float:
        """Tokens at this moment; a clock that was set back adds none."""
        passed = max(0.0, (now - self.since).total_seconds())
        return min(self.rate.burst, self.left + passed * self.rate.per_second)


POSTS = Rate(burst=10, per_second=1.0)
"""Slack: chat.postMessage takes about a message a second in a channel, and short bursts."""
UPDATES = Rate(burst=15, per_second=45 / 60)
"""Slack: chat.update is of tier 3, about 50 a minute in a workspace."""
DELETES = Rate(burst=15, per_second=45 / 60)
"""Slack: so is chat.delete."""
HOMES = Rate(burst=20, per_second=90 / 60)
"""Slack: views.publish is of tier 4, more than 100 a minute in a workspace."""
ACCOUNTS = Rate(burst=20, per_second=60 / 60)
"""Slack: so is users.info; the rest is for people who press something, who are looked up at once."""
FORGOTTEN = 1000
"""Above so many buckets, those that are full again are dropped: they say nothing."""


class Limits:
    """A bucket of tokens for each key, which fills again as time passes.

    Whoever finds it empty is told when to come again, each one turn later than the one before: were all
    told the next moment, all would come, and all but one for nothing.
    """

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def take(self, key: str, rate: Rate, now: datetime) -> timedelta:
        """Take one token, and zero is returned; if none is left, how long to wait for one. `now` is aware."""
        bucket = self._buckets.get(key) or Bucket(rate=rate, left=rate.burst, since=now, turn=now)
        left = bucket.left_at(now)
        if left >= 1:
            if len(self._buckets) >= FORGOTTEN:
                self._drop_full(now)
            self._buckets[key] = bucket.model_copy(update={"left": left - 1, "since": now})
            return timedelta(0)
        token = timedelta(seconds=1 / rate.per_second)
        turn = max(bucket.turn + token, now + (1 - left) * token)
        self._buckets[key] = bucket.model_copy(update={"turn": turn})
        return turn - now

    def close(self, key: str, rate: Rate, until: datetime) -> None:
        """Slack has refused one: for this key nothing passes before `until`, aware.

        There is one token then, for whoever was refused; those who ask meanwhile come after that one.
        """
        since = until - timedelta(seconds=1 / rate.per_second)
        bucket = self._buckets.get(key) or Bucket(rate=rate, left=0, since=since, turn=until)
        changed = {"left": 0, "since": max(since, bucket.since), "turn": max(until, bucket.turn)}
        self._buckets[key] = bucket.model_copy(update=changed)

    def _drop_full(self, now: datetime) -> None:
        self._buckets = {
            key: each for key, each in self._buckets.items() if each.left_at(now) < each.rate.burst
        }
