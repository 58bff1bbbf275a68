"""Calls that wait in the middle of being answered, so that a test can do something at that very moment."""

import asyncio

from bot.sandbox.changes import Changes
from bot.sandbox.trouble import ApiError


class Hold:
    """The next call of a method stands still, before or after it takes effect, until a test lets it go on."""

    def __init__(self, changes: Changes, *, after_effect: bool) -> None:
        self._changes = changes
        self._gone_on = asyncio.Event()
        self.lost = False
        """Whether the call comes to nothing; a call that comes later than that goes on as if nothing were."""
        self.after_effect = after_effect
        """Whether it stands still when it has happened, its answer not yet given."""
        self.arrived = False
        """Whether a call stands here, or has."""

    async def reached(self, seconds: float = 10) -> None:
        """Wait until a call stands here. Raises TimeoutError after that many real seconds."""
        if await self._changes.until(lambda: self.arrived or None, seconds) is None:
            raise TimeoutError("The method that was to be held was not called.")

    def release(self) -> None:
        """Let the call go on."""
        self._gone_on.set()

    def lose(self) -> None:
        """Let the call come to nothing, as if it had never got through."""
        self.lost = True
        self.release()

    async def stand(self) -> None:
        """Be held, for who carries the call out. Raises ApiError where it is lost."""
        self.arrived = True
        self._changes.notify()
        await self._gone_on.wait()
        if self.lost:
            raise ApiError("request_timeout")


class Holds:
    """The holds that are still to come, by method, in the order in which they were asked for."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._waiting: dict[str, list[Hold]] = {}

    def add(self, method: str, *, after_effect: bool) -> Hold:
        """Hold the next call of ``method``."""
        hold = Hold(self._changes, after_effect=after_effect)
        self._waiting.setdefault(method, []).append(hold)
        return hold

    def next(self, method: str) -> Hold | None:
        """The hold of this call, if it is to be held."""
        waiting = self._waiting.get(method, [])
        while waiting:
            hold = waiting.pop(0)
            if not hold.lost:
                return hold
        return None
