"""Work that starts with a request and goes on after its ack."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.slack.watching import Unwatched, Watch

log = structlog.get_logger()


class Later:
    """Keeps hold of what runs after an ack; the loop itself would drop it."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._watch = watch or Unwatched()
        self._tasks: set[asyncio.Task[object]] = set()

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Starts the work; what it raises is logged, since nobody waits for it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def went_wrong(self) -> None:
        """Said by work that tells its person itself that it failed, which nobody foresaw: it counts all the same."""
        self._watch.failed("later")

    async def close(self, seconds: float = 2) -> None:
        """Waits for what is under way, and gives up what takes longer."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    def _done(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.went_wrong()
            log.error("work after an ack failed", exc_info=error)
