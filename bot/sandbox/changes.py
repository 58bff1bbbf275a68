"""Waiting for something to become so, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Tells everybody who waits that something in the sandbox has changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake all who wait; call it after every change of state, from the loop's thread."""
        waiting, self._waiting = self._waiting, set()
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """What ``look`` finds, looked for again after each change; None after that many real ones."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while (found := look()) is None and (left := deadline - loop.time()) > 0:
            await self._next(left)
        return found

    async def _next(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait({future}, timeout=seconds)
        finally:
            self._waiting.discard(future)
