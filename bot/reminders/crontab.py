"""What five crontab fields mean, said so that APScheduler understands the same. Pure.

Cron counts weekdays from Sunday (0 and 7), APScheduler 3 from Monday. Where a line names days of the month
and weekdays, cron means either, APScheduler both.
"""

import re

SHAPE = "crontab line of five fields, such as 0 9 * * mon-fri"
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")

_DAY = rf"[0-7]|{'|'.join(WEEKDAYS)}"
_PART = re.compile(rf"(?:\*|(?P<first>{_DAY})(?:-(?P<last>{_DAY}))?)(?:/(?P<step>[1-9]))?")


def plain_lines(cron: str) -> tuple[str, ...]:
    """The line with its weekdays as a list of names; two lines where either of them may come.

    Cron: either, unless one of the two fields begins with a star. ValueError with a sentence.
    """
    fields = cron.split()
    if len(fields) != 5:
        raise ValueError("it has 1 field" if len(fields) == 1 else f"it has {len(fields)} fields")
    minute, hour, day, month, weekday = fields
    names = weekday if weekday == "*" else _names(weekday)
    if day.startswith("*") or weekday.startswith("*"):
        return (f"{minute} {hour} {day} {month} {names}",)
    return f"{minute} {hour} {day} {month} *", f"{minute} {hour} * {month} {names}"


def _names(field: str) -> str:
    """The weekdays of the fifth field: `1-5` is `mon,tue,wed,thu,fri`."""
    days = {day for part in field.lower().split(",") for day in _days(part)}
    return ",".join(WEEKDAYS[day] for day in sorted(days))


def _days(part: str) -> set[int]:
    """The weekdays of one item of the list, Sunday 0. A range may go over the end of the week: `fri-mon`."""
    found = _PART.fullmatch(part)
    alone = found and found["first"] and not found["last"]
    if not found or (alone and found["step"]):
        raise ValueError("the fifth field takes weekdays such as 1-5, mon-fri, 0 or 7 for Sunday, or */2")
    first = _number(found["first"]) if found["first"] else 0
    last = _number(found["last"]) if found["last"] else first if alone else 6
    end = last + 7 if last < first else last
    return {day % 7 for day in range(first, end + 1, int(found["step"] or 1))}


def _number(day: str) -> int:
    return int(day) if day.isdigit() else WEEKDAYS.index(day)
