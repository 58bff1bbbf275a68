"""What the text of a setting means, by its kind: a duration, hours, a zone … ValueError says what to write."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LONGEST = timedelta(days=365)
LONGEST_KEPT = timedelta(days=3650)
CHANNEL_ID = r"^[CG][A-Z0-9]+$"


def duration(value: object) -> object:
    """'24h', '30m', '2s' or '1d' as elapsed time, of a year at most: later sums of dates must not overflow."""
    elapsed = _elapsed(value)
    if isinstance(elapsed, timedelta) and not timedelta() < elapsed <= LONGEST:
        raise ValueError("write a duration such as 24h, 30m or 2s, of 365d at most")
    return elapsed


def keeping(value: object) -> object:
    """The same, of ten years at most: '365d', for how long texts are kept."""
    elapsed = _elapsed(value)
    if isinstance(elapsed, timedelta) and not timedelta() < elapsed <= LONGEST_KEPT:
        raise ValueError("write for how long, such as 365d, of 3650d at most; or off, to delete nothing")
    return elapsed


def _elapsed(value: object) -> object:
    """Elapsed time; none at all for a text that is no duration."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*([0-9]{1,8})\s*([smhd])\s*", value)
    return timedelta(**{UNITS[found[2]]: int(found[1])}) if found else timedelta()


def hours(value: object) -> object:
    """'09:00-17:30' as two times of the day; '00:00-24:00' is always and reads as two midnights."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*([0-9]{2}):([0-9]{2})\s*-\s*([0-9]{2}):([0-9]{2})\s*", value)
    try:
        if not found:
            raise ValueError
        begin = time(int(found[1]), int(found[2]))
        end = time(0) if found[3] + found[4] == "2400" else time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError("write working hours such as 09:00-17:30, or 00:00-24:00 for always") from None
    if end <= begin and end != time(0):
        raise ValueError(
            "the working hours must end after they begin, on the same day: write such as 09:00-17:30"
        )
    return begin, end


def days(value: object) -> object:
    """'mon-fri', 'mon-sun' or 'mon,wed,fri' as weekday numbers, Monday 0."""
    if not isinstance(value, str):
        return value
    found: set[int] = set()
    for part in value.lower().replace(" ", "").split(","):
        ends = part.split("-")
        if len(ends) > 2 or any(end not in DAYS for end in ends):
            raise ValueError("write working days such as mon-fri, mon-sun or mon,wed,fri")
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(found)


def users(value: object) -> object:
    """'U1, U2' as a set of user ids."""
    if not isinstance(value, str):
        return value
    found = frozenset(re.split(r"[,\s]+", value)) - {""}
    if not all(re.fullmatch(r"[UW][A-Z0-9]+", user) for user in found):
        raise ValueError("write people's ids, such as U0123456789, with commas between them")
    return found


def pairs(value: object) -> object:
    """'Developer/Code Reviewer, Author/Approver' as pairs of names."""
    if not isinstance(value, str):
        return value
    found = tuple(tuple(" ".join(name.split()) for name in pair.split("/")) for pair in value.split(","))
    if not all(len(pair) == 2 and all(pair) and pair[0].casefold() != pair[1].casefold() for pair in found):
        raise ValueError(
            "write pairs of two roles, such as Developer/Code Reviewer, with commas between them"
        )
    return found


def zone(value: object) -> object:
    """'Europe/London', if there is such a zone."""
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: a folder of zones, such as Europe, or a name that no file can have.
        raise ValueError("write the name of a zone, such as Europe/London or UTC") from None
    return value


def region(value: object) -> object:
    """'DE' or 'DE-BY': a country, or a part of one, whose public holidays are known."""
    if not isinstance(value, str):
        return value
    import holidays  # Only here: few set it, and its calendars take a while to load.

    name = value.strip().upper()
    country, _, part = name.partition("-")
    try:
        holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        raise ValueError("write a country such as DE, or a part of one such as DE-BY") from None
    return name


def address(value: object) -> object:
    """'https://slack.com/api/': without a login, since the token is one, and with a name that can be looked up."""
    if not isinstance(value, str):
        return value
    try:
        found = urlsplit(value)
        host, port = (found.hostname or "").encode("idna"), found.port
        fits = re.fullmatch(r"https?://\S+/", value) and host and port != 0
        if not fits or "@" in found.netloc or found.query or found.fragment:
            raise ValueError
    except ValueError:
        raise ValueError(
            "write a URL that begins with http:// or https:// and ends in /, such as https://slack.com/api/"
        ) from None
    return value


def token(prefix: str, name: str) -> BeforeValidator:
    """A check that takes a token only if it is of this kind: the two of an app are easily mixed up."""

    def taken(value: object) -> object:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(rf"{prefix}[A-Za-z0-9-]+", value.strip()):
            raise ValueError(f"write the {name}, which begins with {prefix}")
        return value.strip()

    return BeforeValidator(taken)


def off(value: object) -> object:
    """'off' and nothing are both: not set."""
    return None if isinstance(value, str) and value.strip().lower() in ("", "off") else value


def none_if_off(value: object) -> object:
    """The same for what may be several: none of them."""
    return () if off(value) is None else value


Off = BeforeValidator(off)
Duration = Annotated[timedelta, BeforeValidator(duration)]
Keeping = Annotated[Annotated[timedelta, BeforeValidator(keeping)] | None, Off]
UserIds = Annotated[frozenset[str], NoDecode, BeforeValidator(users)]
Pairs = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(pairs), BeforeValidator(none_if_off)]
BotToken = Annotated[SecretStr, token("xoxb-", "Bot User OAuth Token")]
AppToken = Annotated[SecretStr | None, token("xapp-", "app-level token"), BeforeValidator(off)]
Address = Annotated[str, BeforeValidator(address)]
Zone = Annotated[str, BeforeValidator(zone)]
Region = Annotated[Annotated[str, BeforeValidator(region)] | None, Off]
Templates = Annotated[Path | None, Off]
Channel = Annotated[Annotated[str, Field(pattern=CHANNEL_ID)] | None, Off]
Hours = Annotated[tuple[time, time], NoDecode, BeforeValidator(hours)]
Days = Annotated[frozenset[int], NoDecode, BeforeValidator(days)]
