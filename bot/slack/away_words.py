"""What is typed after `/task away`. Pure."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.slack.text import shorten

HOW = (
    "Please write the days like 2026-12-01..2026-12-05, or one day alone, and then who signs for you: "
    "/task away 2026-12-01..2026-12-05 @name. Or type /task away to choose them, or to end an absence."
)
MOST_SHOWN = 40
"""Characters of what is no day: enough to recognise it."""


class NoDays(Exception):
    """What was typed can't be read as days; str() says so, and what to type."""


class Wish(BaseModel):
    """When somebody wants to be away, and who is to stand in, as far as it is said."""

    model_config = ConfigDict(frozen=True)

    first: date | None = None
    """The first day away."""
    last: date | None = None
    """The last day away."""
    user: str | None = None
    """The stand-in's user id."""
    name: str = ""
    """The stand-in as typed, where no id is given; "" if nobody is named."""


def read(typed: str) -> Wish:
    """`FROM..TO @stand-in`, or one day alone; all of it may be left out from the end. NoDays.

    Between the days a dash or a `to` does, too: a last day that isn't seen would make an absence of one day.
    """
    words = typed.strip()
    if not words:
        return Wish()
    found = _SHAPE.fullmatch(words)
    if not found:
        raise NoDays(_NO_DAY.format(shorten(words, MOST_SHOWN)))
    begin, whom = _day(found["first"]), found["whom"] or ""
    mention = _MENTION.fullmatch(whom)
    return Wish(
        first=begin,
        last=_day(found["last"]) if found["last"] else begin,
        user=mention[1] if mention else None,
        name="" if mention else whom.removeprefix("@"),
    )


def _day(typed: str) -> date:
    try:
        if not _ISO.fullmatch(typed):
            raise ValueError
        return date.fromisoformat(typed)
    except ValueError:
        raise NoDays(_NO_DAY.format(shorten(typed, MOST_SHOWN))) from None


_NO_DAY = "“{}” is no day. " + HOW
_BETWEEN = r"\s*(?:\.{2,3}|[…–—])\s*|\s+(?:-|to|until)\s+|\s+(?=[0-9]{4}-)"
_SHAPE = re.compile(
    rf"(?P<first>[^\s,]+?)(?:(?:{_BETWEEN})(?P<last>[^\s,]+))?(?:[\s,]+(?P<whom>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
"""How Slack sends a mention, where it is told to: with a name behind the id, or without."""
