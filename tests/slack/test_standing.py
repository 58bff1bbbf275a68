"""What is said of when something happened."""

from datetime import timedelta

import pytest

from bot.slack.standing import ago
from tests.slack.posting.samples import NOW

SAID = {
    "just now": timedelta(seconds=59),
    "a minute ago": timedelta(seconds=60),
    "59 minutes ago": timedelta(minutes=59, seconds=59),
    "an hour ago": timedelta(hours=1),
    "23 hours ago": timedelta(hours=23, minutes=59),
    "a day ago": timedelta(days=1),
    "400 days ago": timedelta(days=400),
}


@pytest.mark.parametrize("says", SAID)
def test_how_long_ago_is_said_in_the_largest_unit_that_fits(says: str) -> None:
    assert ago(NOW - SAID[says], NOW) == says


def test_a_clock_that_is_a_little_behind_says_just_now() -> None:
    assert ago(NOW + timedelta(seconds=90), NOW) == "just now"
