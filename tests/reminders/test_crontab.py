"""A crontab line means what cron means by it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.reminders.scheduler import following

SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


def fires(cron: str, until: datetime) -> list[date]:
    """The days on which a line fires, from that Sunday's first second on."""
    after, moment = following(cron, "UTC"), SUNDAY - timedelta(seconds=1)
    found = []
    while (due := after(moment)) and due < until:
        found.append(due.date())
        moment = due
    return found


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("1-5", "mon tue wed thu fri"),
        ("0", "sun"),
        ("7", "sun"),
        ("1", "mon"),
        ("6", "sat"),
        ("5-7", "sun fri sat"),
        ("0-7", "sun mon tue wed thu fri sat"),
        ("1,3,5", "mon wed fri"),
        ("1-2,6", "mon tue sat"),
        ("*/2", "sun tue thu sat"),
        ("1-5/2", "mon wed fri"),
        ("mon-fri", "mon tue wed thu fri"),
        ("SUN,Wed", "sun wed"),
        ("fri-mon", "sun mon fri sat"),
        ("*", "sun mon tue wed thu fri sat"),
    ],
)
def test_the_fifth_field_counts_from_sunday(field: str, days: str) -> None:
    week = fires(f"0 9 * * {field}", SUNDAY + timedelta(days=7))
    assert [DAYS[(day - SUNDAY.date()).days] for day in week] == days.split()


def test_a_day_of_the_month_and_a_weekday_are_either() -> None:
    found = fires("0 9 24 * 1", SUNDAY + timedelta(days=9))
    assert [day.day for day in found] == [23, 24, 30]


def test_with_a_star_they_are_both() -> None:
    assert [day.day for day in fires("0 9 */2 * 1", SUNDAY + timedelta(days=9))] == [23]


def test_a_day_that_is_both_comes_once() -> None:
    assert [day.day for day in fires("0 9 23 * 1", SUNDAY + timedelta(days=7))] == [23]


def test_the_hour_is_the_zones_own() -> None:
    due = following("0 9 * * 1", "Asia/Tokyo")(SUNDAY)
    assert due == datetime(2026, 11, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    ["", "0 9 * *", "0 9 * * 1 2026", "99 9 * * 1", "0 9 * * 8", "0 9 * * 1/2", "0 9 * * */0", "a b c d e"],
)
def test_what_is_no_line_is_refused_in_one_line(wrong: str) -> None:
    with pytest.raises(ValueError, match="no crontab line of five fields") as refused:
        following(wrong, "UTC")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("wrong", "many"), [("@daily", "1 field"), ("0 9 * *", "4 fields")])
def test_it_is_said_how_many_fields_a_line_has(wrong: str, many: str) -> None:
    with pytest.raises(ValueError, match=f"it has {many}$"):
        following(wrong, "UTC")


@pytest.mark.parametrize("never", ["0 0 30 2 *", "0 0 31 4,6 *"])
def test_a_line_that_never_fires_is_refused(never: str) -> None:
    with pytest.raises(ValueError, match=r"never fires"):
        following(never, "UTC")


def test_a_leap_day_comes() -> None:
    assert following("0 0 29 2 *", "UTC")(SUNDAY) == datetime(2028, 2, 29, tzinfo=UTC)
