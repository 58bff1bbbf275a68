"""The clock that tests and the demo move."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import Clock

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_clock_that_stands_moves_only_when_told() -> None:
    clock = Clock(MONDAY, running=False)
    assert clock.now() == MONDAY
    clock.move(timedelta(hours=2))
    assert clock.now() == MONDAY + timedelta(hours=2)


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    clock = Clock()
    clock.set(MONDAY)
    assert clock.now() >= MONDAY


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Clock().set(MONDAY.replace(tzinfo=None))


async def test_whoever_waits_for_a_moment_is_woken_by_a_move() -> None:
    clock = Clock(MONDAY, running=False)
    waiting = asyncio.create_task(clock.reach(MONDAY + timedelta(hours=1)))
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.move(timedelta(hours=1))
    await asyncio.wait_for(waiting, 5)


async def test_a_clock_that_goes_on_stops_at_every_hour_for_whoever_has_to_look() -> None:
    clock = Clock(MONDAY, running=False)
    looked: list[datetime] = []

    async def look() -> None:
        looked.append(clock.now())

    clock.stop_for(look)
    await clock.go(MONDAY + timedelta(hours=2, minutes=30))
    assert looked == [MONDAY + timedelta(minutes=each) for each in (60, 120, 150)]
