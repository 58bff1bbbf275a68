"""How far the page's buttons move the sandbox's clock. Pure."""

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Step = Literal["hour", "day", "morning"]

MORNING = time(9, 30)
SATURDAY = 5


def later(now: datetime, step: Step, zone: ZoneInfo) -> datetime:
    """``now`` an hour or a day on; or the next Monday to Friday, 09:30 in ``zone``, after it."""
    if step == "hour":
        return now + timedelta(hours=1)
    if step == "day":
        return now + timedelta(days=1)
    day = now.astimezone(zone).date()
    while (morning := datetime.combine(day, MORNING, zone)) <= now or day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return morning
