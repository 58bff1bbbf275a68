"""When a reminder comes: never outside working hours, in the person's own zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.reminders.due import MIDNIGHT, Policy
from bot.tasks.people import PersonInfo
from bot.tasks.task import SignOff

SIGN_OFF = SignOff(role="Developer", statement="", person="U1")
OFFICE = Policy(first=timedelta(hours=24), every=timedelta(hours=24))
ALWAYS = Policy(
    first=timedelta(seconds=2),
    every=timedelta(seconds=2),
    hours=(MIDNIGHT, MIDNIGHT),
    days=frozenset(range(7)),
)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Asia/Beirut")


FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (2020, 2035))
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def somebody(zone: str | None) -> PersonInfo:
    return PersonInfo(team="T1", id="U1", name="Ada", zone=zone, fetched_at=datetime(2026, 1, 1, tzinfo=UTC))


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))  # type: ignore[misc,arg-type]


def following(policy: Policy, zone: str | None, now: datetime) -> datetime:
    due = policy.next_due(SIGN_OFF, somebody(zone), None, now)
    assert due is not None
    return due


def sent(count: int) -> SignOff:
    """A sign-off of which somebody was reminded so many times before."""
    return SIGN_OFF.model_copy(update={"reminders_sent": count})


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("UTC", (2026, 11, 23, 12, 0), (2026, 11, 24, 12, 0)),
        ("Europe/Berlin", (2026, 11, 23, 12, 0), (2026, 11, 24, 12, 0)),
        ("UTC", (2026, 11, 23, 20, 0), (2026, 11, 25, 9, 0)),
        ("UTC", (2026, 11, 23, 3, 0), (2026, 11, 24, 9, 0)),
        ("America/New_York", (2026, 11, 20, 15, 0), (2026, 11, 23, 9, 0)),
        ("Asia/Tokyo", (2026, 11, 19, 17, 30), (2026, 11, 23, 9, 0)),
        ("Asia/Tokyo", (2026, 11, 19, 17, 29), (2026, 11, 20, 17, 29)),
    ],
)
def test_a_reminder_comes_in_working_hours(zone: str, now: tuple[int, ...], due: tuple[int, ...]) -> None:
    assert following(OFFICE, zone, local(zone, *now)) == local(zone, *due)


def test_a_due_time_is_in_utc() -> None:
    assert following(OFFICE, "Asia/Tokyo", local("Asia/Tokyo", 2026, 11, 23, 12)).tzinfo is UTC


@pytest.mark.parametrize("zone", [None, "No/Such_Place", ""])
def test_without_a_zone_the_policys_own_counts(zone: str | None) -> None:
    policy = OFFICE.model_copy(update={"zone": "Asia/Tokyo"})
    now = local("Asia/Tokyo", 2026, 11, 23, 20)
    assert following(policy, zone, now) == local("Asia/Tokyo", 2026, 11, 25, 9)


def test_a_day_is_elapsed_time_when_the_clocks_change() -> None:
    policy = OFFICE.model_copy(update={"days": frozenset(range(7))})
    before = local("Europe/Berlin", 2026, 3, 28, 12)
    assert following(policy, "Europe/Berlin", before) == local("Europe/Berlin", 2026, 3, 29, 13)


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25)])
def test_nine_is_nine_on_the_day_the_clocks_change(day: tuple[int, int, int]) -> None:
    policy = OFFICE.model_copy(update={"days": frozenset({6}), "every": timedelta(minutes=1)})
    eve = local("Europe/Berlin", *day, 0)
    assert following(policy, "Europe/Berlin", eve) == local("Europe/Berlin", *day, 9)


def test_hours_that_a_day_does_not_have_wait_for_the_next() -> None:
    policy = OFFICE.model_copy(update={"hours": (time(2), time(3)), "days": frozenset(range(7))})
    now = local("Europe/Berlin", 2026, 3, 28, 2, 30) - timedelta(hours=1)
    assert following(policy, "Europe/Berlin", now) == local("Europe/Berlin", 2026, 3, 30, 2)


def test_always_is_always() -> None:
    night = local("Europe/Berlin", 2026, 11, 22, 3)
    assert following(ALWAYS, "Europe/Berlin", night) == night + timedelta(seconds=2)


def test_an_end_of_midnight_is_the_end_of_the_day() -> None:
    policy = OFFICE.model_copy(update={"hours": (time(22), MIDNIGHT)})
    assert following(policy, "UTC", local("UTC", 2026, 11, 23, 23, 59)) == local("UTC", 2026, 11, 24, 23, 59)


def test_nobody_who_is_unknown_goes_without_a_reminder() -> None:
    now = local("UTC", 2026, 11, 23, 12)
    assert OFFICE.next_due(SIGN_OFF, None, None, now) == now + timedelta(days=1)


def test_the_first_reminder_comes_after_its_own_time() -> None:
    policy = OFFICE.model_copy(update={"first": timedelta(hours=2)})
    now = local("UTC", 2026, 11, 23, 12)
    assert policy.first_due(SIGN_OFF, None, None, now) == now + timedelta(hours=2)


@pytest.mark.parametrize(
    ("sign_by", "due"),
    [
        (date(2026, 11, 24), (2026, 11, 24, 9, 0)),
        (date(2026, 11, 23), (2026, 11, 24, 12, 0)),
        (date(2026, 11, 1), (2026, 11, 24, 12, 0)),
        (date(2027, 1, 1), (2026, 11, 24, 12, 0)),
    ],
)
def test_the_first_comes_in_the_morning_of_sign_by_at_the_latest(sign_by: date, due: tuple[int, ...]) -> None:
    now = local("Europe/Berlin", 2026, 11, 23, 12)
    found = OFFICE.first_due(SIGN_OFF, somebody("Europe/Berlin"), sign_by, now)
    assert found == local("Europe/Berlin", *due)


@pytest.mark.parametrize(
    ("holidays", "sign_by", "due"),
    [
        (None, date(2026, 11, 28), (2026, 11, 27, 9, 0)),
        (None, date(2026, 11, 29), (2026, 11, 27, 9, 0)),
        ("GB", date(2026, 12, 28), (2026, 12, 24, 9, 0)),
        (None, date(2026, 11, 22), (2027, 1, 22, 12, 0)),
    ],
)
def test_where_sign_by_is_no_working_day_the_first_comes_before_it(
    holidays: str | None, sign_by: date, due: tuple[int, ...]
) -> None:
    policy = OFFICE.model_copy(update={"first": timedelta(days=60), "holidays": holidays})
    now = local("Europe/London", 2026, 11, 23, 12)
    found = policy.first_due(SIGN_OFF, somebody("Europe/London"), sign_by, now)
    assert found == local("Europe/London", *due)


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": timedelta(0)},
        {"days": frozenset()},
        {"hours": (time(17), time(9))},
        {"hours": (time(9), time(9))},
    ],
)
def test_a_policy_by_which_nobody_could_be_reminded_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate({"first": timedelta(1), "every": timedelta(1), **wrong})


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
    hours=st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1]),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    every=st.timedeltas(timedelta(seconds=1), timedelta(days=10)),
)
def test_a_reminder_is_never_early_and_never_outside(
    now: datetime, zone: str, hours: tuple[time, time], days: frozenset[int], every: timedelta
) -> None:
    policy = Policy(first=every, every=every, hours=hours, days=days)
    due = following(policy, zone, now)
    there = due.astimezone(ZoneInfo(zone))
    assert due >= now + every
    assert hours[0] <= there.time() < hours[1]
    assert there.weekday() in days


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
)
def test_nothing_that_is_inside_is_moved(now: datetime, zone: str) -> None:
    due = following(OFFICE, zone, now)
    assert OFFICE.inside(due, ZoneInfo(zone)) == due


@pytest.mark.parametrize(
    ("region", "due"),
    [
        (None, (2026, 12, 25, 12)),
        ("DE", (2026, 12, 28, 9)),
        ("GB", (2026, 12, 29, 9)),
        ("DE-BY", (2026, 12, 28, 9)),
    ],
)
def test_a_public_holiday_is_no_working_day(region: str | None, due: tuple[int, ...]) -> None:
    policy = OFFICE.model_copy(update={"holidays": region})
    now = local("Europe/Berlin", 2026, 12, 24, 12)
    assert following(policy, "Europe/Berlin", now) == local("Europe/Berlin", *due)


def test_a_holiday_counts_where_every_hour_of_every_day_does() -> None:
    policy = ALWAYS.model_copy(update={"holidays": "DE-BY"})
    morning = local("Europe/Berlin", 2027, 1, 6, 9)  # Epiphany, in Bavaria and two other parts of Germany
    assert following(policy, "Europe/Berlin", morning) == local("Europe/Berlin", 2027, 1, 7)
    assert following(
        policy.model_copy(update={"holidays": "DE"}), "Europe/Berlin", morning
    ) < morning + timedelta(1)


@pytest.mark.parametrize(("before", "hours"), [(0, 24), (1, 36), (2, 54)])
def test_each_wait_is_longer_than_the_one_before_by_the_factor(before: int, hours: int) -> None:
    policy = ALWAYS.model_copy(update={"every": timedelta(hours=24), "backoff": 1.5})
    now = local("UTC", 2026, 11, 23, 12)
    assert policy.next_due(sent(before), None, None, now) == now + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "sign_by", "due"),
    [
        ((2026, 11, 23, 12), date(2026, 11, 25), (2026, 11, 25, 9, 0)),
        ((2026, 11, 24, 12), date(2026, 11, 25), (2026, 11, 25, 12, 0)),
        ((2026, 11, 23, 12), date(2026, 12, 31), (2026, 12, 3, 12, 0)),
        ((2026, 11, 23, 12), date(2026, 11, 23), (2026, 12, 3, 12, 0)),
        ((2026, 11, 23, 12), date(2026, 11, 1), (2026, 12, 3, 12, 0)),
    ],
)
def test_a_wait_that_has_grown_leaves_the_day_to_sign_by_not_out(
    now: tuple[int, ...], sign_by: date, due: tuple[int, ...]
) -> None:
    policy = OFFICE.model_copy(update={"backoff": 10})
    found = policy.next_due(sent(1), somebody("Europe/Berlin"), sign_by, local("Europe/Berlin", *now))
    assert found == local("Europe/Berlin", *due)


@pytest.mark.parametrize(("before", "comes"), [(0, True), (1, True), (2, False), (7, False)])
def test_no_more_reminders_come_than_the_most(before: int, *, comes: bool) -> None:
    policy = OFFICE.model_copy(update={"most": 3})
    now = local("UTC", 2026, 11, 23, 12)
    assert (policy.next_due(sent(before), None, None, now) is not None) is comes


@given(before=st.integers(0, 998), backoff=st.floats(1, 10))
def test_waits_grow_to_a_year_at_most_and_never_overflow(before: int, backoff: float) -> None:
    policy = ALWAYS.model_copy(update={"every": timedelta(days=1), "backoff": backoff, "most": 1000})
    now = local("UTC", 2026, 11, 23, 12)
    due = policy.next_due(sent(before), None, None, now)
    assert due is not None and timedelta(days=1) <= due - now <= timedelta(days=365)
