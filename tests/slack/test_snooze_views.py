"""How putting off a reminder looks."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack.snooze_views import moment, picking, put_off, said
from bot.tasks.snoozes import Snoozed, Turn
from tests.slack.posting.samples import LONDON, NOW, task


def days(view: dict[str, Any]) -> list[str]:
    elements = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    return [element["initial_date"] for element in elements if "initial_date" in element]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW + timedelta(hours=1), "today at 10:30"),
        (NOW + timedelta(days=1), "tomorrow, 2026-11-24, at 09:30"),
        (NOW + timedelta(days=7), "Monday, 2026-11-30, at 09:30"),
        (NOW + timedelta(days=200), "Friday, 2027-06-11, at 10:30"),
    ],
)
def test_a_moment_is_told_by_the_persons_own_calendar_and_clock(at: datetime, words: str) -> None:
    assert moment(at, NOW, LONDON) == words


def test_the_answer_names_the_moment_and_the_zone() -> None:
    done = Snoozed(task=task(), now=NOW, own=LONDON, until=NOW + timedelta(hours=1))
    assert said(done).startswith("TASK-001 is put off until today at 10:30 (Europe/London). You are")


@pytest.mark.parametrize(
    ("sign_by", "first"),
    [(None, "2026-11-24"), (date(2026, 11, 27), "2026-11-24"), (NOW.date(), "2026-11-23")],
)
def test_the_page_begins_with_the_next_day_that_can_be_chosen(sign_by: date | None, first: str) -> None:
    view = picking(Turn(task=task(sign_by=sign_by), now=NOW, own=LONDON))
    check_view(view)
    assert days(view) == [first]
    assert ("It is to be signed by" in str(view)) is bool(sign_by)


@pytest.mark.parametrize("key", ["ÄÖ-" + "1" * 300, "&" * 300])
def test_long_keys_fit_into_page_answer_and_line(key: str) -> None:
    long = task(key=key, title=key * 20)
    check_view(picking(Turn(task=long, now=NOW, own=LONDON)))
    assert len(said(Snoozed(task=long, now=NOW, own=LONDON, until=NOW))) < 300
    assert len(put_off([(long, NOW)] * 50, NOW, LONDON)) < 500


def test_nothing_put_off_is_no_line() -> None:
    assert put_off([], NOW, LONDON) == ""
