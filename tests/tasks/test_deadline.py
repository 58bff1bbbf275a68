"""The day to sign by, in words."""

from datetime import date, timedelta

import pytest

from bot.tasks.deadline import sign_by
from tests.slack.posting.samples import task

DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "sign by 2026-12-04"), (0, "sign by 2026-12-04"), (1, "was due 2026-12-04")],
)
def test_a_day_is_due_until_it_is_over(days: int, said: str) -> None:
    assert sign_by(task(sign_by=DAY), DAY + timedelta(days=days)) == said


def test_a_task_without_a_day_says_nothing_of_one() -> None:
    assert sign_by(task(), DAY) == ""
