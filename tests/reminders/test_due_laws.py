"""Whatever the zone, the hours, the days and the date: what always holds of when somebody is reminded."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.due import MIDNIGHT, Policy
from bot.reminders.holidays import is_holiday
from bot.tasks.people import PersonInfo
from bot.tasks.task import SignOff

ZONES = (
    "Etc/GMT+12",
    "Pacific/Pago_Pago",
    "Pacific/Marquesas",
    "America/St_Johns",
    "America/Los_Angeles",
    "America/Santiago",
    "Atlantic/Azores",
    "UTC",
    "Europe/London",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)
"""From -12 to +14, with offsets of half and quarter hours, and with clocks that change at different hours, by half an
hour too, or not at all."""

CHANGES = (
    *((2026, 3, 29), (2026, 10, 25), (2027, 3, 28)),  # Europe
    *((2026, 3, 8), (2026, 11, 1)),  # North America
    *((2026, 4, 5), (2026, 10, 4), (2026, 9, 27)),  # Lord Howe, Chatham
    *(
        (2028, 2, 29),
        (2024, 2, 29),
        (2026, 12, 31),
        (2027, 1, 1),
        (2011, 12, 30),
    ),  # Apia left that last day out
)
"""Days on which a calendar or a clock does something."""

ANY = st.datetimes(datetime(2011, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
NEAR = st.builds(
    lambda day, minutes: datetime.combine(date(*day), MIDNIGHT, UTC) + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-48 * 60, 48 * 60),
)
MOMENTS = st.one_of(ANY, NEAR)
HOURS = st.one_of(
    st.sampled_from(
        [(MIDNIGHT, MIDNIGHT), (time(9), time(17, 30)), (time(2), time(3)), (time(22), MIDNIGHT)]
    ),
    st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1]),
)
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
AHEAD = st.none() | st.integers(-3, 60)
"""In how many days something is to be signed, if it is."""
WAITS = st.timedeltas(timedelta(seconds=1), timedelta(days=10))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy by which somebody is reminded."""
    given: dict[str, Any] = {
        "first": draw(WAITS),
        "every": draw(WAITS),
        "backoff": draw(st.sampled_from([1.0, 1.5])),
        "escalate": draw(WAITS),
        "hours": draw(HOURS),
        "days": draw(DAYS),
        "holidays": draw(st.sampled_from([None, "DE-BY", "GB"])),
    }
    return Policy(**given)


PEOPLE = st.builds(
    lambda zone: PersonInfo(
        team="T1", id="U1", name="Ada", zone=zone, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)
    ),
    st.sampled_from(ZONES),
)


def waiting(now: datetime, **more: Any) -> SignOff:
    return SignOff(role="Developer", statement="", person="U1", asked_at=now, **more)


def at_work(policy: Policy, person: PersonInfo, moment: datetime) -> bool:
    """Whether the clock on the person's wall says so."""
    there = moment.astimezone(ZoneInfo(str(person.zone)))
    begin, end = policy.hours
    inside = begin <= there.time() and (there.time() < end or end == MIDNIGHT)
    return inside and there.weekday() in policy.days and not is_holiday(policy.holidays, there.date())


def series(policy: Policy, person: PersonInfo, now: datetime, sign_by: date | None = None) -> list[datetime]:
    """The reminders that come, each as soon as it is due."""
    moments = [policy.first_due(waiting(now), person, sign_by, now)]
    while due := policy.next_due(waiting(now, reminders_sent=len(moments) - 1), person, sign_by, moments[-1]):
        moments.append(due)
    return moments


def some_day(now: datetime, ahead: int | None) -> date | None:
    """The day to sign by; None for none."""
    return None if ahead is None else (now + timedelta(days=ahead)).date()


@given(policy=policies(), person=PEOPLE, now=MOMENTS, ahead=AHEAD)
def test_no_reminder_ever_comes_outside_working_hours(
    policy: Policy, person: PersonInfo, now: datetime, ahead: int | None
) -> None:
    found = series(policy, person, now, some_day(now, ahead))
    assert all(at_work(policy, person, due) for due in found)


@given(policy=policies(), person=PEOPLE, now=MOMENTS, ahead=AHEAD)
def test_no_two_reminders_come_within_one_period(
    policy: Policy, person: PersonInfo, now: datetime, ahead: int | None
) -> None:
    moments = series(policy, person, now, some_day(now, ahead))
    assert moments[0] >= now + policy.first or ahead is not None
    assert all(later - earlier >= policy.every for earlier, later in pairwise(moments))


@given(policy=policies(), person=PEOPLE, now=MOMENTS)
def test_every_reminder_comes_and_none_more(policy: Policy, person: PersonInfo, now: datetime) -> None:
    moments = series(policy, person, now)
    assert len(moments) == policy.most
    # A year of waiting at most, and of what is left then no more than a few weeks without working hours.
    assert moments[1] - moments[0] <= timedelta(days=365 + 60)


@given(policy=policies(), person=PEOPLE, now=MOMENTS)
def test_a_moment_moves_to_the_very_next_one_inside(
    policy: Policy, person: PersonInfo, now: datetime
) -> None:
    moved = policy.at_work(person, now)
    assert moved >= now and at_work(policy, person, moved)
    assert moved == now or not at_work(policy, person, moved - timedelta(microseconds=1))
    assert policy.at_work(person, moved) == moved


@given(policy=policies(), person=PEOPLE, now=MOMENTS, part=st.floats(0, 1))
def test_between_a_moment_and_where_it_moves_to_nobody_works(
    policy: Policy, person: PersonInfo, now: datetime, part: float
) -> None:
    moved = policy.at_work(person, now)
    between = now + (moved - now) * part
    assert between >= moved or not at_work(policy, person, between)


@given(policy=policies(), person=PEOPLE, now=MOMENTS, ahead=st.integers(0, 20))
def test_the_day_to_sign_by_only_ever_makes_the_first_one_earlier(
    policy: Policy, person: PersonInfo, now: datetime, ahead: int
) -> None:
    sign_by = (now + timedelta(days=ahead)).date()
    due = policy.first_due(waiting(now), person, sign_by, now)
    assert now <= due <= policy.first_due(waiting(now), person, None, now)
    assert at_work(policy, person, due)


@given(policy=policies(), person=PEOPLE, now=MOMENTS, step=st.integers(1, 3))
def test_a_step_comes_so_many_times_the_wait_after_the_role_was_asked(
    policy: Policy, person: PersonInfo, now: datetime, step: int
) -> None:
    due = policy.next_escalation(waiting(now), step, person)
    assert policy.escalate and due == policy.at_work(person, now + step * policy.escalate)


@given(policy=policies(), person=PEOPLE, now=MOMENTS, late=WAITS)
def test_after_a_step_that_came_late_the_next_one_keeps_away(
    policy: Policy, person: PersonInfo, now: datetime, late: timedelta
) -> None:
    taken = now + late
    due = policy.next_escalation(waiting(now), 2, person, taken)
    assert policy.escalate and due and due - taken >= policy.escalate / 3


def test_nobody_escalates_where_it_is_off_or_nobody_is_asked() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    policy = Policy(first=timedelta(days=1), every=timedelta(days=1))
    assert policy.next_escalation(waiting(now), 1, None) is None
    escalating = policy.model_copy(update={"escalate": timedelta(days=3)})
    assert escalating.next_escalation(SignOff(role="Developer", statement=""), 1, None) is None


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Asia/Kathmandu", (2026, 11, 23, 3, 14), (2026, 11, 23, 3, 15)),
        ("Pacific/Chatham", (2026, 9, 25, 18, 0), (2026, 9, 27, 19, 15)),
        ("Australia/Lord_Howe", (2026, 10, 2, 12, 0), (2026, 10, 4, 22, 0)),
        ("America/St_Johns", (2026, 10, 30, 22, 0), (2026, 11, 2, 12, 30)),
        ("Pacific/Kiritimati", (2026, 12, 31, 18, 59), (2026, 12, 31, 19, 0)),
        ("Etc/GMT+12", (2028, 2, 29, 20, 59), (2028, 2, 29, 21, 0)),
    ],
)
def test_nine_in_the_morning_is_nine_there(zone: str, now: tuple[int, ...], due: tuple[int, ...]) -> None:
    policy = Policy(first=timedelta(days=1), every=timedelta(days=1))
    person = PersonInfo(
        team="T1", id="U1", name="Ada", zone=zone, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    moved = policy.at_work(person, datetime(*now, tzinfo=UTC))  # type: ignore[misc,arg-type]
    assert moved == datetime(*due, tzinfo=UTC)  # type: ignore[misc,arg-type]
    assert moved.astimezone(ZoneInfo(zone)).time() == time(9)


def test_a_leap_day_is_a_day() -> None:
    policy = Policy(first=timedelta(days=1), every=timedelta(days=1), days=frozenset(range(7)))
    due = policy.next_due(
        waiting(datetime(2028, 2, 1, tzinfo=UTC)), None, None, datetime(2028, 2, 28, 12, tzinfo=UTC)
    )
    assert due is not None and due.date() == date(2028, 2, 29)
