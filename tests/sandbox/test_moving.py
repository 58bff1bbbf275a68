"""How far the page's buttons move the clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.page.moving import Step, later

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("now", "step", "then"),
    [
        ("2026-11-23T09:00", "hour", "2026-11-23T10:00"),
        ("2026-11-23T09:00", "day", "2026-11-24T09:00"),
        ("2026-11-23T09:00", "morning", "2026-11-23T09:30"),
        ("2026-11-23T09:30", "morning", "2026-11-24T09:30"),
        ("2026-11-27T16:00", "morning", "2026-11-30T09:30"),
        ("2026-11-28T08:00", "morning", "2026-11-30T09:30"),
    ],
)
def test_each_button_moves_the_clock_on(now: str, step: Step, then: str) -> None:
    moved = later(datetime.fromisoformat(now).replace(tzinfo=LONDON), step, LONDON)
    assert moved == datetime.fromisoformat(then).replace(tzinfo=LONDON)


def test_a_morning_is_that_of_the_person() -> None:
    new_york = ZoneInfo("America/New_York")
    moved = later(datetime(2026, 11, 23, 10, 0, tzinfo=LONDON), "morning", new_york)
    assert moved == datetime(2026, 11, 23, 14, 30, tzinfo=LONDON)
