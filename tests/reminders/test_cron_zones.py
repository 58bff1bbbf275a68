"""When a crontab line fires where clocks are put forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.scheduler import following

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kathmandu",
    "UTC",
)
LINES = ("30 2 * * *", "0 9 * * mon-fri", "*/30 * * * *", "15 1,2,3 * * *", "0 0 * * *", "30 2 1 * sun")


def at(*moment: int) -> datetime:
    year, month, day, hour, minute = (*moment, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def moments(cron: str, zone: str, since: datetime, count: int) -> list[str]:
    """The first ones after `since`, in UTC."""
    after, found = following(cron, zone), [since]
    while len(found) <= count and (due := after(found[-1])):
        found.append(due)
    return [f"{each.astimezone(UTC):%m-%d %H:%M}" for each in found[1:]]


@pytest.mark.parametrize(
    ("cron", "zone", "since", "expected"),
    [
        ("30 2 * * *", "Europe/Berlin", at(2026, 3, 28, 12), ["03-29 01:30", "03-30 00:30"]),
        ("30 2 * * *", "Europe/Berlin", at(2026, 10, 24, 12), ["10-25 00:30", "10-26 01:30"]),
        ("*/30 * * * *", "Europe/Berlin", at(2026, 10, 25, 0, 10), ["10-25 00:30", "10-25 02:00"]),
        ("0 9 * * *", "America/New_York", at(2026, 10, 31, 9), ["10-31 13:00", "11-01 14:00"]),
        ("15 2 * * *", "Australia/Lord_Howe", at(2026, 10, 3, 12), ["10-03 15:45", "10-04 15:15"]),
    ],
)
def test_a_skipped_time_comes_after_the_gap_and_a_repeated_one_once(
    cron: str, zone: str, since: datetime, expected: list[str]
) -> None:
    assert moments(cron, zone, since, 2) == expected


@pytest.mark.parametrize("minutes", range(0, 60, 7))
def test_in_the_hour_that_comes_twice_nothing_is_due_that_is_over(minutes: int) -> None:
    again = datetime(2026, 10, 25, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert moments("30 2 * * *", "Europe/Berlin", again, 1) == ["10-26 01:30"]


def test_a_time_that_was_skipped_is_still_to_come_right_after_the_gap() -> None:
    assert moments("30 2 * * *", "Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC), 1) == ["03-29 01:30"]


@given(st.sampled_from(LINES), st.sampled_from(ZONES), st.integers(0, 4 * 365 * 24 * 60 * 60))
def test_the_next_moment_is_always_later_and_by_the_clock_on_the_wall(
    cron: str, zone: str, seconds: int
) -> None:
    now = at(2024, 1, 1) + timedelta(seconds=seconds)
    due = following(cron, zone)(now)
    assert due is not None and due > now
    minutes = [int(each) for each in cron.replace("*/30", "0,30").split()[0].split(",")]
    skipped = 30 if zone == "Australia/Lord_Howe" else 60
    assert due.astimezone(ZoneInfo(zone)).minute % skipped in {each % skipped for each in minutes}
