"""Ids in Slack's shapes, and the timestamps that name messages."""

from collections import Counter
from datetime import datetime


class Ids:
    """Hands out ids that never come twice."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._last = 0

    def new(self, kind: str) -> str:
        """An id such as ``U00000001``; ``kind`` is Slack's first letter (``U``, ``C``, ``D``, ``F``, ``V`` …)."""
        self._counts[kind] += 1
        return f"{kind}{self._counts[kind]:08d}"

    def ts(self, now: datetime) -> str:
        """A message's timestamp: unix seconds with six decimals, later than every one before."""
        self._last = max(self._last + 1, int(now.timestamp() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
