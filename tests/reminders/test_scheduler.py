"""Ticks, and how they end."""

import asyncio
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs

from bot.reminders.scheduler import Scheduler
from bot.tasks.errors import DatabaseError

OFTEN = timedelta(milliseconds=5)


async def test_a_call_that_has_begun_ends_before_the_scheduler_has_stopped() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    scheduler = Scheduler([tick], OFTEN)
    scheduler.start()
    await begun.wait()
    stopping = asyncio.ensure_future(scheduler.stop())
    may_end.set()
    await stopping
    assert ended.is_set()


async def logged(error: Exception) -> MutableMapping[str, Any]:
    """What is logged of a tick that raises this, and comes again all the same."""
    calls: asyncio.Queue[None] = asyncio.Queue()

    async def tick() -> None:
        calls.put_nowait(None)
        raise error

    scheduler = Scheduler([tick], OFTEN)
    with capture_logs() as logs:
        scheduler.start()
        await calls.get()
        await calls.get()
        await scheduler.stop()
    return logs[0]


async def test_a_call_that_fails_is_logged_and_the_next_one_comes() -> None:
    said = await logged(ValueError("nobody foresaw this"))
    assert "nobody foresaw this" in str(said["exc_info"])


async def test_of_a_database_in_trouble_the_log_says_one_sentence_at_each_tick() -> None:
    said = await logged(DatabaseError("The disk is full."))
    assert said == {"event": "tick.database", "error": "The disk is full.", "log_level": "error"}


async def test_one_call_of_a_tick_is_under_way_at_a_time() -> None:
    calls: asyncio.Queue[None] = asyncio.Queue()
    may_end = asyncio.Event()

    async def slow() -> None:
        calls.put_nowait(None)
        await may_end.wait()

    others: asyncio.Queue[None] = asyncio.Queue()

    async def quick() -> None:
        others.put_nowait(None)

    scheduler = Scheduler([slow, quick], OFTEN)
    scheduler.start()
    for _ in range(5):
        await others.get()
    assert calls.qsize() == 1
    may_end.set()
    await scheduler.stop()
