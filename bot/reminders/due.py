"""When somebody is reminded. Pure: moments come in aware, and go out aware and in UTC.

Durations are elapsed time. A moment outside somebody's working hours and days moves to the next one
inside. Where the clock is put on or back, a moment counts as inside only if the clock says so too.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.reminders.holidays import is_holiday
from bot.tasks.people import PersonInfo, zone_info
from bot.tasks.task import SignOff

MIDNIGHT = time(0)
LONGEST = timedelta(days=365)
"""The longest wait to which others grow."""
FORTNIGHT = 14
"""So many days before "Sign by" a working day is looked for."""
APART = 3
"""Steps of an escalation are at least this part of its time apart, also where one came late."""


class Policy(BaseModel):
    """How the installation reminds."""

    model_config = ConfigDict(frozen=True)

    first: timedelta = Field(gt=timedelta(0))
    """From being asked to the first reminder."""
    every: timedelta = Field(gt=timedelta(0))
    """From one reminder to the next."""
    backoff: float = Field(1.0, ge=1)
    """By what each wait is longer than the one before it; 1 keeps them equal. No wait is longer than a year."""
    most: int = Field(10, ge=1)
    """How many reminders there are of one thing, the first included."""
    escalate: timedelta | None = Field(None, gt=timedelta(0))
    """From being asked to the first step of an escalation, and from each step to the next; None for none."""
    hours: tuple[time, time] = (time(9), time(17, 30))
    """From and until, in the person's own time. An end of 00:00 is the end of the day; two are all day."""
    days: frozenset[int] = Field(default=frozenset(range(5)), min_length=1)
    """On which days, Monday 0."""
    holidays: str | None = None
    """Whose public holidays are no such days: a country, or a part of one (`DE-BY`); None for nobody's."""
    zone: str = "UTC"
    """The IANA name for people whose own zone isn't known."""

    @model_validator(mode="after")
    def _hours_in_order(self) -> Self:
        begin, end = self.hours
        if end <= begin and end != MIDNIGHT:
            raise ValueError("the working hours must end after they begin, on the same day")
        return self

    def first_due(
        self, sign_off: SignOff, person: PersonInfo | None, sign_by: date | None, now: datetime
    ) -> datetime:
        """The first reminder after somebody was asked: by "Sign by" in the morning at the latest."""
        zone = self._zone_of(person)
        due = self.inside(now.astimezone(UTC) + self.first, zone)
        return self._by(sign_by, zone, now, due, now)

    def next_due(
        self, sign_off: SignOff, person: PersonInfo | None, sign_by: date | None, now: datetime
    ) -> datetime | None:
        """The next reminder, after one that comes now; None if that was the last.

        `sign_off.reminders_sent` counts those before it. A wait that has grown doesn't leave the day of
        "Sign by" out; at least `every` is between two.
        """
        if sign_off.reminders_sent + 1 >= self.most:
            return None
        zone, now = self._zone_of(person), now.astimezone(UTC)
        due = self.inside(now + self._wait(sign_off.reminders_sent), zone)
        return self._by(sign_by, zone, now, due, self.inside(now + self.every, zone))

    def next_escalation(
        self, sign_off: SignOff, step: int, person: PersonInfo | None, taken: datetime | None = None
    ) -> datetime | None:
        """When a step (from 1) comes that reaches this person; None if none does, or if nobody is asked.

        So many times `escalate` after the role was asked. `taken`: when the step before it was, if that was just
        now: the next one keeps away from it, so that after a long downtime not all of them come at once.
        """
        if self.escalate is None or sign_off.asked_at is None:
            return None
        due = sign_off.asked_at.astimezone(UTC) + step * self.escalate
        if taken is not None:
            due = max(due, taken.astimezone(UTC) + self.escalate / APART)
        return self.inside(due, self._zone_of(person))

    def at_work(self, person: PersonInfo | None, now: datetime) -> datetime:
        """`now` if the person may be reminded then, else the next moment at which they may."""
        return self.inside(now, self._zone_of(person))

    def inside(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment if it is inside working hours and days in the zone, else the next that is. UTC."""
        moment = moment.astimezone(UTC)
        if self.hours == (MIDNIGHT, MIDNIGHT) and len(self.days) == 7 and not self.holidays:
            return moment
        fitting = (max(moment, begin) for begin, end in self._windows(moment, zone) if moment < end)
        return next(fitting)

    def _by(
        self, sign_by: date | None, zone: ZoneInfo, now: datetime, due: datetime, soonest: datetime
    ) -> datetime:
        """`due`, or the morning of "Sign by", if that is yet to come and earlier; never before `soonest`."""
        if sign_by is None:
            return due
        morning = self._last_morning(sign_by, zone)
        return min(due, max(morning, soonest)) if morning > now else due

    def _last_morning(self, day: date, zone: ZoneInfo) -> datetime:
        """When work begins on the day, or on the last working day before it; after a `FORTNIGHT` off, on the next."""
        mornings = (_at(day - timedelta(days=back), self.hours[0], zone) for back in range(FORTNIGHT))
        working = (morning for morning in mornings if self.inside(morning, zone) == morning)
        return next(working, self.inside(_at(day, self.hours[0], zone), zone))

    def _windows(self, moment: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """The working hours of each working day from the moment's own on, in UTC; without empty ones."""
        today = moment.astimezone(zone).date()
        for step in count():
            day = today + timedelta(days=step)
            if day.weekday() not in self.days or is_holiday(self.holidays, day):
                continue
            begin, end = self.hours
            last = day + timedelta(days=1) if end == MIDNIGHT else day
            opens, closes = _at(day, begin, zone), _at(last, end, zone, early=True)
            if opens < closes:
                yield opens, closes

    def _wait(self, before: int) -> timedelta:
        """How long until the next reminder, where there were so many before the one that comes now."""
        try:
            return min(self.every * self.backoff**before, max(self.every, LONGEST))
        except OverflowError:
            return max(self.every, LONGEST)

    def _zone_of(self, person: PersonInfo | None) -> ZoneInfo:
        return zone_info(person.zone if person else None, self.zone)


def _at(day: date, clock: time, zone: ZoneInfo, *, early: bool = False) -> datetime:
    """When a clock shows this, in UTC.

    A time that comes twice or never, as the clocks change, has two readings: the later one, or with
    `early` the earlier. So hours that begin or end there never reach beyond what the clock says.
    """
    readings = [datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return min(readings) if early else max(readings)
