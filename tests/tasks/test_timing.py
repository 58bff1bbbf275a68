"""How long signatures take: for one, two and many, and in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.task import SignOff, SignOffState, Task
from bot.tasks.timing import by_role, spoken
from tests.tasks.cast import GRACE
from tests.tasks.test_task import AT, task

HOUR = timedelta(hours=1)


def hours(*counts: float) -> list[tuple[str, timedelta]]:
    return [("Developer", count * HOUR) for count in counts]


def signed(*, after: timedelta, ago: timedelta, substance: str = "s") -> Task:
    """A task that Grace signed so long ago, so long after she was asked."""
    asked = SignOff(
        id=1,
        role="Developer",
        statement="",
        person=GRACE,
        state=SignOffState.SIGNED,
        asked_at=AT - ago - after,
    )
    given = {
        "sign_off_id": 1,
        "role": "Developer",
        "statement": "",
        "signer": GRACE,
        "revision": 1,
        "substance_hash": substance,
        "document_hash": "d",
        "name": "Grace",
        "day": AT.date(),
        "at": AT - ago,
        "place": "dm",
    }
    return task(sign_offs=(asked,), signatures=(given,))


@pytest.mark.parametrize(
    ("counts", "median", "ninetieth"),
    [((5,), 5, 5), ((1, 3), 2, 2.8), ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 6, 10), ((4, 4, 4), 4, 4)],
)
def test_half_and_nine_of_ten_are_told_for_one_two_and_many(
    counts: tuple[float, ...], median: float, ninetieth: float
) -> None:
    (found,) = by_role(hours(*counts))
    assert (found.signatures, found.median, found.ninetieth) == (len(counts), median * HOUR, ninetieth * HOUR)


def test_each_role_has_its_own_figures_in_the_order_of_their_names() -> None:
    found = by_role([("Tech Lead", HOUR), ("Developer", 2 * HOUR), ("Tech Lead", 3 * HOUR)])
    assert [(each.role, each.median) for each in found] == [("Developer", 2 * HOUR), ("Tech Lead", 2 * HOUR)]


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=30))
def test_the_figures_lie_between_the_least_and_the_most(seconds: list[int]) -> None:
    (found,) = by_role(("Developer", timedelta(seconds=each)) for each in seconds)
    least, most = timedelta(seconds=min(seconds)), timedelta(seconds=max(seconds))
    assert least <= found.median <= found.ninetieth <= most


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1, minutes=5, seconds=40), "1 hour 5 minutes"),
        (timedelta(hours=23, minutes=59), "23 hours 59 minutes"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=1, minutes=7), "1 day"),
        (timedelta(days=40, hours=1), "40 days 1 hour"),
    ],
)
def test_durations_are_said_in_two_units_at_most(duration: timedelta, words: str) -> None:
    assert spoken(duration) == words
