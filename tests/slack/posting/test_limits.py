"""Slack's limits, kept by ourselves, and how long to wait after a failure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.records import Call
from bot.slack.backoff import backoff, longest
from bot.slack.limits import FORGOTTEN, Limits, Rate
from tests.slack.posting.conftest import GRACE, Room
from tests.slack.posting.samples import NOW

RATE = Rate(burst=3, per_second=0.5)
SECOND = timedelta(seconds=1)


def test_a_burst_passes_and_then_one_waits() -> None:
    limits = Limits()
    waits = [limits.take("C1", RATE, NOW) for _ in range(4)]
    assert waits == [timedelta(0)] * 3 + [2 * SECOND]


def test_whoever_waited_so_long_passes() -> None:
    limits = Limits()
    for _ in range(3):
        limits.take("C1", RATE, NOW)
    assert limits.take("C1", RATE, NOW + SECOND) == SECOND
    assert limits.take("C1", RATE, NOW + 2 * SECOND) == timedelta(0)


def test_those_who_wait_come_one_after_the_other() -> None:
    limits = Limits()
    waits = [limits.take("C1", RATE, NOW) for _ in range(6)]
    assert waits[3:] == [2 * SECOND, 4 * SECOND, 6 * SECOND]


def test_channels_do_not_wait_for_each_other() -> None:
    limits = Limits()
    for _ in range(4):
        limits.take("C1", RATE, NOW)
    assert limits.take("C2", RATE, NOW) == timedelta(0)


def test_a_clock_that_is_set_back_gives_nothing_away() -> None:
    limits = Limits()
    for _ in range(3):
        limits.take("C1", RATE, NOW)
    assert limits.take("C1", RATE, NOW - timedelta(days=1)) > timedelta(0)


def test_channels_that_rest_are_forgotten() -> None:
    limits = Limits()
    for number in range(FORGOTTEN):
        limits.take(f"C{number}", RATE, NOW)
    limits.take("new", RATE, NOW + timedelta(hours=1))
    assert len(limits._buckets) == 1


def test_a_closed_key_lets_first_who_was_refused_and_then_one_after_the_other() -> None:
    limits = Limits()
    limits.close("C1", RATE, NOW + 30 * SECOND)
    waits = [limits.take("C1", RATE, NOW + passed * SECOND) for passed in (0, 0, 29)]
    assert waits == [32 * SECOND, 34 * SECOND, 7 * SECOND]
    assert limits.take("C1", RATE, NOW + 30 * SECOND) == timedelta(0)
    assert limits.take("C1", RATE, NOW + 30 * SECOND) > timedelta(0)


def test_a_key_that_is_closed_twice_opens_at_the_later_moment() -> None:
    limits = Limits()
    for seconds in (30, 5):
        limits.close("C1", RATE, NOW + seconds * SECOND)
    assert limits.take("C1", RATE, NOW + 29 * SECOND) > timedelta(0)
    assert limits.take("C1", RATE, NOW + 30 * SECOND) == timedelta(0)


@given(st.lists(st.floats(0, 5), max_size=60))
def test_no_more_passes_than_burst_and_rate_allow(pauses: list[float]) -> None:
    limits, now, passed = Limits(), NOW, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        passed += limits.take("C1", RATE, now) == timedelta(0)
    assert passed <= RATE.burst + RATE.per_second * (now - NOW).total_seconds() + 0.001


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 2), (1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (10**6, 300)]
)
def test_waits_double_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert backoff(attempts) == timedelta(seconds=seconds)


@given(st.integers(1, 100))
def test_no_row_was_tried_first_longer_ago_than_the_look_up_reaches(attempts: int) -> None:
    assert sum((backoff(each) for each in range(1, attempts + 1)), timedelta(0)) <= longest(attempts)


async def test_many_cards_in_one_channel_wait_instead_of_being_refused(room: Room) -> None:
    room.sandbox.limits.burst = 10
    for number in range(15):
        await room.files(f"Task {number}", reviewer=None)
    await room.settled()
    assert len(room.general()) == 15
    assert not any(each.error == "ratelimited" for each in room.sandbox.calls)


def refused(room: Room) -> list[Call]:
    return [each for each in room.sandbox.calls if each.error == "ratelimited"]


async def test_a_429_holds_for_all_that_wait_for_the_same_channel(room: Room) -> None:
    for number in range(18):
        await room.files(f"Task {number}", reviewer=None)
    await room.outbox.drain()
    room.sandbox.fail("chat.postMessage", "ratelimited", status=429, retry_after=30)
    await room.after(1)
    [first] = refused(room)
    for _ in range(29):
        await room.after(1)
    assert [each for each in room.sandbox.calls if each.channel == first.channel][-1] == first
    for _ in range(20):
        await room.after(1)
    assert (len(room.general()), len(room.person(GRACE).dms), refused(room)) == (18, 18, [first])


async def test_a_429_on_an_update_holds_for_all_updates(room: Room) -> None:
    tasks = [await room.files(f"Task {number}", reviewer=None) for number in range(20)]
    await room.settled()
    await room.settled()
    for task in tasks:
        await room.signs(GRACE, task)
    await room.outbox.drain()
    room.sandbox.fail("chat.update", "ratelimited", status=429, retry_after=30)
    await room.after(2)
    [first] = refused(room)
    for _ in range(28):
        await room.after(1)
    assert [each for each in room.sandbox.calls if each.method == "chat.update"][-1] == first


async def test_who_waits_for_a_limit_is_not_taken_for_unsure(room: Room) -> None:
    for number in range(15):
        await room.files(f"Task {number}", reviewer=None)
    await room.settled()
    assert room.calls("conversations.history") == 0
