"""The sandbox's time: it starts at the real time, runs on, and can be moved."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.sandbox.changes import Changes

LONGEST_STEP = timedelta(hours=1)
"""So far it goes at once: whatever is due in somebody's working hours is seen before they are over."""


class Clock:
    """A clock that tests and the demo can move; hand its ``now`` to the bot.

    ``start`` (aware) is where it begins, by default the real time. With ``running=False`` it stands
    still between moves. Signatures of requests keep to the real time, not to this clock.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        self._running = running
        self._offset = timedelta(0)
        self._stands_at = _real()
        self._moved = Changes()
        self._looks: list[Callable[[], Awaitable[object]]] = []
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """The sandbox's time, aware, in UTC."""
        return (_real() if self._running else self._stands_at) + self._offset

    @property
    def ahead(self) -> timedelta:
        """How far it has been moved from where it would be by itself."""
        return self._offset

    def move(self, by: timedelta) -> None:
        """Move on by ``by`` (or back, if it is negative)."""
        self._offset += by
        self._moved.notify()

    def set(self, to: datetime) -> None:
        """Let it be ``to``, which must be aware. Raises ValueError if it is not."""
        if to.tzinfo is None:
            raise ValueError("The sandbox's clock needs a time with a time zone.")
        self.move(to - self.now())

    @property
    def led(self) -> bool:
        """Whether somebody looks at its steps. A bot in a process of its own doesn't: it keeps the real time."""
        return bool(self._looks)

    def stop_for(self, look: Callable[[], Awaitable[object]]) -> None:
        """Whenever `go` has made a step, ``look`` is called, and awaited before the next one."""
        self._looks.append(look)

    async def go(self, to: datetime) -> None:
        """Move on to ``to`` (aware) in steps of an hour at most; returns when all who look have looked.

        What they raise ends it where it is. A moment that is past changes nothing.
        """
        while (now := self.now()) < to:
            self.set(min(now + LONGEST_STEP, to))
            for look in self._looks:
                await look()

    async def reach(self, moment: datetime) -> None:
        """Wait until it is ``moment``, by running on or by being moved."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            await self._moved.until(lambda: True if self.now() >= moment else None, left)
            await asyncio.sleep(0)


def _real() -> datetime:
    return datetime.now(UTC)
