"""When somebody is away, and who may sign in their place meanwhile. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.tasks.errors import BadAbsence
from bot.tasks.people import PersonInfo, day_in, zone_info

State = Literal["planned", "under way", "over"]

LONGEST = timedelta(days=366)
"""The longest absence: a leap year. Who is away for longer hands their roles over."""
AHEAD = timedelta(days=2 * 366)
"""How far ahead an absence may end."""


class Absence(BaseModel):
    """Somebody is away for some days, and somebody else may sign for them."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    """Given by the database; 0 until then."""
    team: str
    """The workspace's id."""
    person: str
    """The user id of who is away."""
    stand_in: str
    """The user id of who may sign in their place, and is asked and reminded."""
    first: date
    """The first day away, in the person's own time zone."""
    last: date
    """The last day away; the same as `first` for one day."""
    state: State
    """What was made of it so far. Who may sign is told by the clock alone, `begins_at` and `ends_at`: the state says
    whether the roles were handed over and back.
    """
    begins_at: datetime
    """The begin of the first day, where the person was at home when it was set; aware, UTC."""
    ends_at: datetime
    """The end of the last day, or the moment at which it was ended before; aware, UTC."""

    @property
    def days(self) -> str:
        """`2026-12-01 to 2026-12-05`, or the one day."""
        one = self.first == self.last
        return self.first.isoformat() if one else f"{self.first.isoformat()} to {self.last.isoformat()}"

    @property
    def when(self) -> str:
        """The same in a sentence: `from 2026-12-01 to 2026-12-05`, or `on 2026-12-01`."""
        return f"on {self.days}" if self.first == self.last else f"from {self.days}"

    def overlaps(self, other: "Absence") -> bool:
        """Whether there is a moment at which both are away."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


def absence(person: PersonInfo, stand_in: str, first: date, last: date, now: datetime, zone: str) -> Absence:
    """The absence of these days, as it is planned.

    `zone` is the IANA name for a person whose own isn't known. BadAbsence for days that can't be taken.
    """
    today = day_in(person.zone, now, zone)
    _check_days(first, last, today)
    begins, ends = (_midnight(day, person.zone, zone) for day in (first, last + timedelta(days=1)))
    return Absence(
        team=person.team,
        person=person.id,
        stand_in=stand_in,
        first=first,
        last=last,
        state="planned",
        begins_at=begins,
        ends_at=ends,
    )


def check_own(new: Absence, own: Iterable[Absence]) -> None:
    """BadAbsence if the person is away on any of these days already."""
    same = next((each for each in own if each.first <= new.last and new.first <= each.last), None)
    if same:
        why = f"You are away already ({same.days}). End that absence first, or choose other days."
        raise BadAbsence("first", why)


def check_stand_in(new: Absence, stand_in: PersonInfo | None, theirs: Iterable[Absence]) -> None:
    """BadAbsence if nobody, or not this person, can stand in. `theirs`: when they are away themselves."""
    if new.stand_in == new.person:
        raise BadAbsence("stand_in", "You can't stand in for yourself. Please choose somebody else.")
    if stand_in is None:
        raise BadAbsence("stand_in", "Slack knows nobody with this name here. Please choose somebody else.")
    if reason := stand_in.why_not_sign():
        why = f"{stand_in.name} can't stand in for you: {reason}. Please choose an active full member."
        raise BadAbsence("stand_in", why)
    if away := next((each for each in theirs if each.overlaps(new)), None):
        why = f"{stand_in.name} is away, too ({away.days}). Please choose somebody who is there."
        raise BadAbsence("stand_in", why)


def check_chain(new: Absence, through_them: Iterable[Absence], names: Mapping[str, str]) -> None:
    """BadAbsence if the person stands in for somebody then: nobody stands in for a stand-in.

    `through_them`: the absences for which they are the stand-in. `names` are displayed ones, by user id.
    """
    if other := next((each for each in through_them if each.overlaps(new)), None):
        away = names.get(other.person, other.person)
        why = (
            f"You stand in for {away} then ({other.days}). Please ask {away} to choose somebody else first, or hand "
            "your own roles over with /task reassign KEY."
        )
        raise BadAbsence("first", why)


def in_place_of(name: str, person: str) -> str:
    """How a stand-in is written, everywhere, by displayed names: `Grace Hopper for Ada Lovelace`."""
    return f"{name} for {person}"


def whose(written: str) -> str:
    """For whom a signature was given, by the name that stands under it: `Ada Lovelace`, also of a stand-in's."""
    return written.rsplit(in_place_of("", ""), 1)[-1]


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        why = f"The last day ({last.isoformat()}) comes before the first ({first.isoformat()})."
        raise BadAbsence("last", f"{why} Please put them the other way round.")
    if last < today:
        raise BadAbsence(
            "last", f"These days are over: today is {today.isoformat()}. Please choose later ones."
        )
    if last - first >= LONGEST:
        why = "An absence lasts a year at most. For longer, hand your roles over with /task reassign KEY."
        raise BadAbsence("last", why)
    if last - today > AHEAD:
        raise BadAbsence("last", "These days are more than two years ahead. Please choose earlier ones.")


def _midnight(day: date, own: str | None, zone: str) -> datetime:
    """When the day begins, in UTC."""
    return datetime.combine(day, time(0), zone_info(own, zone)).astimezone(UTC)
