"""Rules between the fields of an input element: lengths, numbers, days and times."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rules import check_length, is_integer

LONGEST_INPUT = 3000
"""Characters that a plain_text_input holds (Slack: plain-text input element)."""

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def text_fits(element: Mapping[str, Any], place: Place) -> None:
    """``min_length`` is at most ``max_length``, and ``initial_value`` lies between them.

    Lengths are of the string as sent: the person's client counts what is typed.
    """
    least, most = element.get("min_length", 0), element.get("max_length", LONGEST_INPUT)
    if not (is_integer(least) and is_integer(most)):
        return
    if "max_length" in element and least > most:
        place.at("min_length").refuse("must be less than or equal to `max_length`")
    initial = element.get("initial_value")
    if isinstance(initial, str):
        check_length(len(initial), place.at("initial_value"), least, min(most, LONGEST_INPUT))


def number(value: Any, place: Place) -> None:
    """A number written as a string (Slack: number input; JSON numbers are refused)."""
    if not isinstance(value, str):
        place.refuse("must provide a string")
    elif _decimal(value) is None:
        place.refuse("must be a number")


def _decimal(value: Any) -> Decimal | None:
    """The number that a string holds, if it holds one."""
    return Decimal(value) if isinstance(value, str) and NUMBER.fullmatch(value) else None


def number_fits(element: Mapping[str, Any], place: Place) -> None:
    """Whole numbers unless decimals are allowed; minimum <= initial value <= maximum."""
    names = ("min_value", "initial_value", "max_value")
    known = [(name, found) for name in names if (found := _decimal(element.get(name))) is not None]
    if element.get("is_decimal_allowed") is False:
        for name, _ in known:
            if "." in element[name]:
                place.at(name).refuse("must be a whole number when `is_decimal_allowed` is false")
    for (_, lower), (name, upper) in pairwise(known):
        if lower > upper:
            place.at(name).refuse("must not be less than the value before it: minimum, initial, maximum")


def lines_fit(element: Mapping[str, Any], place: Place) -> None:
    """``min_lines`` is at most ``max_lines`` of a rich_text_input."""
    least, most = element.get("min_lines"), element.get("max_lines")
    if is_integer(least) and is_integer(most) and least > most:
        place.at("min_lines").refuse("must be less than or equal to `max_lines`")


def day(value: Any, place: Place) -> None:
    """A day of the calendar as ``YYYY-MM-DD``."""
    if not isinstance(value, str):
        place.refuse("must provide a string")
    elif not _is_day(value):
        place.refuse("must be a valid date in the format YYYY-MM-DD")


def _is_day(text: str) -> bool:
    """Whether it reads as such a day (``fromisoformat`` alone also takes ``20261201``)."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
