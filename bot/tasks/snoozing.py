"""Until when somebody puts off being reminded. Pure: moments come in aware, and go out aware and in UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.tasks.errors import NotThen
from bot.tasks.people import PersonInfo, zone_info
from bot.tasks.task import Task

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST = timedelta(days=365)
"""How far ahead a day may be: what is put off for longer is rather forgotten."""
DAWN, NINE = time(4), time(9)
"""Who begins before dawn, as a policy of all day does at midnight, has a morning at nine, if they still work then."""
TWO, EVENING = time(14), time(18)
"""When an afternoon's reminder comes, if it is at work, and what isn't afternoon any more."""


class Choice(StrEnum):
    """What is offered besides a day of one's own choice."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    WEEK = "week"


class Picked(BaseModel):
    """A day of one's own choice."""

    model_config = ConfigDict(frozen=True)

    day: date
    """On the person's own calendar."""
    clock: time | None = None
    """On their own clock; None for the morning."""


class Hours(NamedTuple):
    """What is known here of working hours: who decides them hands it in."""

    begin: time
    """When a working day begins, on a person's own clock."""
    at_work: Callable[[PersonInfo | None, datetime], datetime]
    """(the person if known, a moment) -> the same, if they may be reminded then, else the next when they may."""


ANY_HOUR = Hours(NINE, lambda _, moment: moment)
"""Where nobody said when people work."""


class Own(NamedTuple):
    """One person's time."""

    zone: ZoneInfo
    """Their time zone."""
    begin: time
    """When their working day begins, on their clock."""
    at_work: Callable[[datetime], datetime]
    """A moment -> the same, if they may be reminded then, else the next when they may."""

    def day(self, moment: datetime) -> date:
        """The day that it is for them."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time, *, again: bool = False) -> datetime:
        """The moment when their clock shows this; of a time that comes twice, the first, or the one `again`."""
        return datetime.combine(day, clock, self.zone).replace(fold=int(again)).astimezone(UTC)

    def morning(self, day: date) -> datetime:
        """When they begin to work on that day; if it is no working day, on the next one."""
        begins = self.at_work(self.at(day, self.begin))
        nine = self.at(self.day(begins), NINE)
        return nine if self.begin < DAWN and self.at_work(nine) == nine else begins


def own_time(person: PersonInfo | None, hours: Hours, zone: str) -> Own:
    """The time of somebody, if known. `zone` is the IANA name for those whose own isn't."""
    own = zone_info(person.zone if person else None, zone)
    return Own(own, hours.begin, lambda moment: hours.at_work(person, moment).astimezone(UTC))


def offered(task: Task, now: datetime, own: Own) -> tuple[Choice, ...]:
    """The choices that mean what they say now, and that "Sign by" leaves."""
    return tuple(each for each in Choice if _fits(each, task, now, own))


def leaves_days(task: Task, now: datetime, own: Own) -> bool:
    """Whether "Sign by" leaves any later day to choose."""
    return _late(own.morning(own.day(now) + DAY), task, now, own) is None


def until(choice: Choice | Picked, task: Task, now: datetime, own: Own) -> datetime:
    """When the person is reminded of the task again: always later than now, and at work. NotThen.

    An hour is an hour; where it ends after work, the next working morning. A morning is when work begins, on
    that day or the next working day. "Sign by" is the limit:

    - Before that day: its morning at the latest, so that there is still a day to act on.
    - On the day: only what is still that day.
    - After it: the next working morning. Whoever has a reason gets a day of peace, which stands in the
      history; what is late can't be silenced for weeks.
    """
    moment = _picked(choice, now, own) if isinstance(choice, Picked) else _chosen(choice, now, own)
    if late := _late(moment, task, now, own):
        raise NotThen(late)
    return moment


def _fits(choice: Choice, task: Task, now: datetime, own: Own) -> bool:
    """Whether it is possible, and the moment is what one reads: in an hour, or tomorrow."""
    try:
        moment = until(choice, task, now, own)
    except NotThen:
        return False
    if choice is Choice.HOUR:
        return moment == now + HOUR
    return choice is not Choice.TOMORROW or own.day(moment) == own.day(now) + DAY


def _chosen(choice: Choice, now: datetime, own: Own) -> datetime:
    today = own.day(now)
    match choice:
        case Choice.HOUR:
            return own.at_work(now + HOUR)
        case Choice.AFTERNOON:
            return _afternoon(today, now, own)
        case Choice.TOMORROW:
            return own.morning(today + DAY)
        case Choice.WEEK:
            return own.morning(today + DAY * (7 - today.weekday()))


def _afternoon(today: date, now: datetime, own: Own) -> datetime:
    """At two, or when work begins after that."""
    moment = own.at_work(own.at(today, TWO))
    if moment < now + HOUR or moment >= own.at(today, EVENING):
        raise NotThen(
            "This afternoon has begun, is less than an hour away, or is outside your working hours. "
            "Please choose something else."
        )
    return moment


def _picked(picked: Picked, now: datetime, own: Own) -> datetime:
    """The moment on that day, if it is one at which the person may be reminded."""
    today = own.day(now)
    if not today <= picked.day <= today + LONGEST:
        past = picked.day < today
        raise NotThen(
            f"{picked.day.isoformat()} has passed. Please choose a day from today on."
            if past
            else f"{picked.day.isoformat()} is more than a year ahead. Please choose an earlier day."
        )
    if picked.clock is None:
        return _morning_of(picked.day, now, own)
    moment = own.at(picked.day, picked.clock)
    if moment <= now:
        moment = own.at(picked.day, picked.clock, again=True)
    if moment <= now:
        raise NotThen(f"It is {_said(now, own)} already. Please choose a later time.", clock=True)
    if (work := own.at_work(moment)) != moment:
        raise NotThen(
            f"That is outside your working hours, when nobody is reminded. They go on {_said(work, own)}.",
            clock=True,
        )
    return moment


def _morning_of(day: date, now: datetime, own: Own) -> datetime:
    moment = own.morning(day)
    if own.day(moment) != day:
        raise NotThen(
            f"{day.isoformat()} is no working day, so nobody is reminded then. "
            f"The next one is {own.day(moment).isoformat()}."
        )
    if moment <= now:
        raise NotThen("This morning has passed. Please choose a time too, or a later day.")
    return moment


def _late(moment: datetime, task: Task, now: datetime, own: Own) -> str | None:
    """Why the moment is too late for the task; None if it isn't."""
    by, today, day = task.sign_by, own.day(now), own.day(moment)
    if by is None:
        return None
    if by < today:
        return None if moment <= own.morning(today + DAY) else _WAS_DUE.format(task.key, by.isoformat())
    if by == today:
        return None if day == today else _DUE_TODAY.format(task.key, by.isoformat())
    return None if day <= by and moment <= own.morning(by) else _DUE.format(task.key, by.isoformat())


def _said(moment: datetime, own: Own) -> str:
    return f"{moment.astimezone(own.zone):%Y-%m-%d %H:%M}"


_WAS_DUE = (
    "{} was to be signed by {}, so it can be put off until the next working morning at the latest. "
    "Please choose an earlier moment, or hand it over."
)
_DUE_TODAY = (
    "{} is to be signed by today, {}, so it can't be put off to a later day. "
    "Please choose a moment of today, or hand it over."
)
_DUE = (
    "{} is to be signed by {}, so it can be put off until the morning of that day at the latest. "
    "Please choose an earlier day, or hand it over."
)
