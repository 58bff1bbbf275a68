"""Until when a reminder can be put off: each choice, every zone and clock change, and "Sign by"."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import hours
from bot.reminders.due import Policy
from bot.tasks.errors import NotThen
from bot.tasks.snoozing import Choice, Own, Picked, leaves_days, offered, own_time, until
from bot.tasks.task import Task
from tests.tasks.cast import GRACE, person
from tests.tasks.test_task import task

POLICY = Policy(first=timedelta(days=1), every=timedelta(days=1))
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
ZONES = (
    "UTC",
    "Etc/GMT+12",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
)
"""From -12 to +14, with odd offsets, and clocks that are changed by an hour and by half of one."""

YEARS = st.integers(0, 8 * 366 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
CHANGES = [
    datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 8), (3, 29), (4, 5), (10, 4), (11, 1))
]
NEAR = st.tuples(st.sampled_from(CHANGES), st.integers(-3000, 3000))
MOMENTS = YEARS | NEAR.map(lambda near: near[0] + timedelta(minutes=near[1]))
"""Any of eight years, and often the days about a change of the clocks."""


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """On that Monday in London, or some days later."""
    return MONDAY + timedelta(days=days, hours=hour, minutes=minute)


def own(policy: Policy = POLICY, zone: str = "Europe/London") -> Own:
    return own_time(person(GRACE, "Grace", zone=zone), hours(policy), "UTC")


def due(by: date | None) -> Task:
    return task().model_copy(update={"sign_by": by})


@pytest.mark.parametrize(
    ("choice", "now", "then"),
    [
        (Choice.HOUR, at(9, 30), at(10, 30)),
        (Choice.HOUR, at(17), at(9, days=1)),
        (Choice.AFTERNOON, at(9, 30), at(14)),
        (Choice.TOMORROW, at(9, 30), at(9, days=1)),
        (Choice.TOMORROW, at(9, 30, days=4), at(9, days=7)),
        (Choice.WEEK, at(9, 30), at(9, days=7)),
        (Choice.WEEK, at(9, 30, days=6), at(9, days=7)),
        (Picked(day=date(2026, 11, 26)), at(9, 30), at(9, days=3)),
        (Picked(day=date(2026, 11, 23), clock=time(16, 5)), at(9, 30), at(16, 5)),
    ],
)
def test_each_choice_is_a_moment_of_the_persons_own_time(
    choice: Choice | Picked, now: datetime, then: datetime
) -> None:
    assert until(choice, due(None), now, own()) == then


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (at(9, 30), "hour afternoon tomorrow week"),
        (at(13), "hour afternoon tomorrow week"),
        (at(13, 1), "hour tomorrow week"),
        (at(16, 40), "tomorrow week"),
        (at(9, 30, days=4), "hour afternoon week"),
        (at(12, days=5), "week"),
        (at(12, days=6), "tomorrow week"),
    ],
)
def test_only_what_is_as_it_reads_is_offered(now: datetime, what: str) -> None:
    assert " ".join(offered(due(None), now, own())) == what


@pytest.mark.parametrize(
    ("by", "what", "later_days"),
    [
        (date(2026, 11, 30), "hour afternoon tomorrow week", True),
        (date(2026, 11, 29), "hour afternoon tomorrow", True),
        (date(2026, 11, 24), "hour afternoon tomorrow", True),
        (date(2026, 11, 23), "hour afternoon", False),
        (date(2026, 11, 20), "hour afternoon tomorrow", True),
    ],
)
def test_sign_by_is_the_limit_and_what_is_late_waits_a_day(by: date, what: str, later_days: bool) -> None:
    task = due(by)
    assert " ".join(offered(task, at(9, 30), own())) == what
    assert leaves_days(task, at(9, 30), own()) is later_days


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        (
            date(2026, 11, 25),
            "TASK-001 is to be signed by 2026-11-25, so it can be put off until the morning",
        ),
        (
            date(2026, 11, 23),
            "TASK-001 is to be signed by today, 2026-11-23, so it can't be put off to a later",
        ),
        (date(2026, 11, 20), "TASK-001 was to be signed by 2026-11-20, so it can be put off until the next"),
    ],
)
def test_past_the_limit_is_refused_with_the_day_and_what_to_do(by: date, sentence: str) -> None:
    with pytest.raises(NotThen, match=sentence) as refused:
        until(Choice.WEEK, due(by), at(9, 30), own())
    assert str(refused.value).endswith("or hand it over.")


@pytest.mark.parametrize(
    ("picked", "sentence", "clock"),
    [
        (Picked(day=date(2026, 11, 22)), "2026-11-22 has passed", False),
        (Picked(day=date(2026, 11, 23)), "This morning has passed", False),
        (Picked(day=date(2026, 11, 28)), "is no working day.*next one is 2026-11-30", False),
        (Picked(day=date(9999, 12, 31)), "more than a year ahead", False),
        (Picked(day=date(2026, 11, 23), clock=time(9)), "It is 2026-11-23 09:30 already", True),
        (Picked(day=date(2026, 11, 23), clock=time(20)), "outside your .* go on 2026-11-24 09:00", True),
    ],
)
def test_a_day_that_cant_be_is_refused_where_it_is_wrong(picked: Picked, sentence: str, clock: bool) -> None:
    with pytest.raises(NotThen, match=sentence) as refused:
        until(picked, due(None), at(9, 30), own())
    assert refused.value.clock is clock


@pytest.mark.parametrize(("now", "then"), [((0, 20), (0, 30)), ((0, 40), (1, 30)), ((1, 20), (1, 30))])
def test_a_time_that_comes_twice_is_the_next_of_the_two(now: tuple[int, int], then: tuple[int, int]) -> None:
    sunday, always = date(2026, 10, 25), {"hours": (time(0), time(0)), "days": frozenset(range(7))}
    moments = [datetime.combine(sunday, time(*each), UTC) for each in (now, then)]
    half_past_one = Picked(day=sunday, clock=time(1, 30))
    assert until(half_past_one, due(None), moments[0], own(POLICY.model_copy(update=always))) == moments[1]


@pytest.mark.parametrize(
    ("begin", "end", "now", "then"),
    [
        (time(0), time(0), at(9, 30), at(9, days=1)),
        (time(0), time(0), at(9, 30, days=4), at(9, days=7)),
        (time(0), time(3), at(2), at(0, days=1)),
        (time(22), time(0), at(22, 30), at(22, days=1)),
        (time(4, 30), time(12), at(9, 30), at(4, 30, days=1)),
    ],
)
def test_who_works_at_odd_hours_has_a_morning_too(
    begin: time, end: time, now: datetime, then: datetime
) -> None:
    odd = POLICY.model_copy(update={"hours": (begin, end)})
    assert until(Choice.TOMORROW, due(None), now, own(odd)) == then


@given(now=MOMENTS, zone=st.sampled_from(ZONES), by=st.none() | st.integers(-3, 10))
def test_what_is_offered_is_what_is_taken(now: datetime, zone: str, by: int | None) -> None:
    theirs = own(POLICY, zone)
    task = due(None if by is None else theirs.day(now) + timedelta(days=by))
    moments = [until(each, task, now, theirs) for each in offered(task, now, theirs)]
    assert moments == sorted(moments) and all(theirs.at_work(each) == each for each in moments)
    assert leaves_days(task, now, theirs) or all(theirs.day(each) == theirs.day(now) for each in moments)


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
    begin=st.integers(0, 23),
    lasts=st.integers(1, 24),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    by=st.none() | st.integers(-40, 40),
    choice=st.sampled_from(Choice) | st.tuples(st.integers(-2, 40), st.none() | st.times()),
)
def test_it_is_always_later_at_work_and_never_past_sign_by(
    now: datetime,
    zone: str,
    begin: int,
    lasts: int,
    days: frozenset[int],
    by: int | None,
    choice: Choice | tuple[int, time | None],
) -> None:
    policy = POLICY.model_copy(
        update={"hours": (time(begin), time(min(24, begin + lasts) % 24)), "days": days}
    )
    theirs, today = own(policy, zone), now.astimezone(ZoneInfo(zone)).date()
    limit = today + timedelta(days=by) if by is not None else None
    wanted = (
        Picked(day=today + timedelta(days=choice[0]), clock=choice[1])
        if isinstance(choice, tuple)
        else choice
    )
    try:
        moment = until(wanted, due(limit), now, theirs)
    except NotThen as refused:
        assert str(refused).endswith((".", "?"))
        return
    assert moment > now and policy.at_work(person(GRACE, "Grace", zone=zone), moment) == moment
    assert limit is None or limit < today or theirs.day(moment) <= limit
    if limit and limit < today:
        assert moment <= theirs.morning(today + timedelta(days=1))
