"""What is typed after /task away, and how its page looks."""

from datetime import UTC, date, datetime

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import away_views
from bot.slack.away_words import NoDays, Wish, read
from bot.tasks.absence import Absence
from bot.tasks.planning import AbsenceSet

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", Wish()),
        ("2026-12-01", Wish(first=FIRST, last=FIRST)),
        ("2026-12-01..2026-12-05", Wish(first=FIRST, last=LAST)),
        ("2026-12-01 .. 2026-12-05 <@U123|grace>", Wish(first=FIRST, last=LAST, user="U123")),
        ("2026-12-01..2026-12-05  <@U123>", Wish(first=FIRST, last=LAST, user="U123")),
        ("2026-12-01..2026-12-05 @Grace Hopper", Wish(first=FIRST, last=LAST, name="Grace Hopper")),
        ("2026-12-01, @Dr. Who..Jr", Wish(first=FIRST, last=FIRST, name="Dr. Who..Jr")),
        ("2026-12-01\u00a0<@U123>", Wish(first=FIRST, last=FIRST, user="U123")),
    ],
)
def test_days_and_a_stand_in_are_read(typed: str, wish: Wish) -> None:
    assert read(typed) == wish


@pytest.mark.parametrize(
    ("name", "meant", "said"),
    [
        ("", [], ""),
        ("grace", [], "Countersign doesn't know grace by this name. Please choose here who signs for you."),
        (
            "grace",
            ["Grace Hopper", "Grace Murray"],
            "By grace several people may be meant: Grace Hopper, Grace Murray. Please choose here who signs for you.",
        ),
    ],
)
def test_a_name_that_is_nobodys_alone_is_asked_for(name: str, meant: list[str], said: str) -> None:
    assert away_views.which(Wish(name=name), meant) == said


@pytest.mark.parametrize("between", ["..", " .. ", "...", "…", "–", " — ", " - ", " to ", " TO ", " "])
def test_a_last_day_is_seen_whatever_stands_before_it(between: str) -> None:
    whole = Wish(first=FIRST, last=LAST, name="Grace")
    assert read(f"2026-12-01{between}2026-12-05 @Grace") == whole


@pytest.mark.parametrize(
    "typed",
    [
        "next week",
        "2026-12-01..",
        "..2026-12-05",
        "2026-02-30",
        "20261201",
        "@Grace",
        "2026-12-01..2026-02-30",
        "2026-12-01-2026-12-05",
        ", 2026-12-01",
    ],
)
def test_what_is_no_day_is_refused_with_how_to_type_it(typed: str) -> None:
    with pytest.raises(NoDays, match=r"is no day.*or to end an absence"):
        read(typed)


def test_a_day_that_is_no_day_is_said_back_shortened() -> None:
    with pytest.raises(NoDays) as refused:
        read("x" * 5000)
    assert len(str(refused.value)) < 300


def absence(number: int) -> Absence:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return Absence(
        id=number,
        team="T1",
        person="U1",
        stand_in="U2",
        first=FIRST,
        last=LAST,
        state="planned",
        begins_at=at,
        ends_at=at,
    )


def test_a_page_with_many_absences_and_long_names_is_taken() -> None:
    many, names = (
        [absence(number) for number in range(60)],
        {"U1": "\U0001f600" * 80, "U2": "\U0001f600" * 80},
    )
    check_view(away_views.view(many, many, names, Wish(first=FIRST, last=LAST, user="U2"), "x" * 5000))


def test_what_stays_with_the_person_is_named_but_not_without_end() -> None:
    kept = tuple((f"TASK-{number:03}", "Developer") for number in range(12))
    done = AbsenceSet(absence=absence(1), name="Lin Chen", planned=False, handed=0, kept=kept)
    said = away_views.answer(done)
    assert "TASK-009 as Developer and 2 more, since Lin Chen has a role there" in said
