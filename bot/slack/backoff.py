"""How long to wait after a failure. Pure."""

from datetime import timedelta

FIRST = timedelta(seconds=2)
MOST = timedelta(minutes=5)


def backoff(attempts: int) -> timedelta:
    """The wait after this many attempts (from 1): twice as long each time, up to five minutes."""
    doublings = min(max(attempts - 1, 0), 16)  # 1 << 16 is far above the cap, and small enough to multiply
    return min(FIRST * (1 << doublings), MOST)


def longest(attempts: int) -> timedelta:
    """No row that was claimed so often can have been tried first longer ago, while the bot was running."""
    return MOST * attempts
