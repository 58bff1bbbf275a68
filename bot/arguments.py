"""What the words of a command line must be: an id, a day, one of a few words, a number. Else: wrong use, exit code 2."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import typer

USER, TEAM, CHANNEL = "U0123456789", "T0123456789", "C0123456789"
ID_KINDS = {
    USER: ("UW", "a person's id"),
    TEAM: ("TE", "a workspace's id"),
    CHANNEL: ("CG", "a channel's id"),
}
"""What each kind of id begins with, and what it is called."""
DAY = "%Y-%m-%d"
Word = TypeVar("Word", bound=StrEnum)


def an_id(example: str) -> Callable[[str | None], str | None]:
    """A check that takes an id of Slack's like the example, or none: wrong use, exit code 2."""
    kinds, what = ID_KINDS[example]

    def checked(value: str | None) -> str | None:
        if value is not None and not re.fullmatch(rf"[{kinds}][A-Z0-9]+", value):
            raise typer.BadParameter(f"write {what}, such as {example}")
        return value

    return checked


def an_output(value: str) -> str:
    """Where something is written: any name but none at all, which a variable that isn't set leaves."""
    if not value:
        raise typer.BadParameter("name a file, or - for standard output")
    return value


def a_day(value: str | datetime) -> datetime:
    """The day's midnight, without a zone."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.strptime(value, DAY)  # noqa: DTZ007 (a day of the calendar, wherever that is)
    except ValueError:
        raise typer.BadParameter("write a day like 2026-11-01") from None


def one_of(words: type[Word]) -> Callable[[str], Word]:
    """A reader of one of these words."""
    *all_but_last, last = words
    said = f"write {', '.join(all_but_last)} or {last}"

    def read(value: str) -> Word:
        try:
            return words(value)
        except ValueError:
            raise typer.BadParameter(said) from None

    return read


def a_port(value: str | int) -> int:
    """A port's number; 0 is any that is free."""
    text = str(value)
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise typer.BadParameter("write a port's number, from 0 to 65535")
    return int(text)
