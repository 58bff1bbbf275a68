"""Public holidays, by the library's calendars."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


def is_holiday(region: str | None, day: date) -> bool:
    """Whether nobody works that day there: a country, or a part of one (`DE-BY`), as the settings checked it."""
    return region is not None and day in _calendar(region)


@lru_cache(maxsize=8)
def _calendar(region: str) -> "HolidayBase":
    """The region's holidays; each year is worked out when it is first asked for."""
    import holidays  # Only here: few set it, and its calendars take a while to load.

    country, _, part = region.partition("-")
    return holidays.country_holidays(country, subdiv=part or None)
