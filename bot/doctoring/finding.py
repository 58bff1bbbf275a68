"""One thing that was looked at, and how it stands."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    """As it should be."""
    WARNING = "warning"
    """The bot works; somebody should look at it."""
    ERROR = "error"
    """The bot doesn't work, or not all of it."""


class Finding(BaseModel):
    """A line of the report."""

    model_config = ConfigDict(frozen=True)

    what: str
    """What was looked at: settings, bot token, scopes, …"""
    level: Level
    """How it stands."""
    said: str
    """What was found, in a sentence."""
    do: str | None = None
    """What to do about it; None where it is fine."""


def ok(what: str, said: str) -> Finding:
    """It is as it should be."""
    return Finding(what=what, level=Level.OK, said=said)


def warning(what: str, said: str, do: str) -> Finding:
    """Somebody should look at it."""
    return Finding(what=what, level=Level.WARNING, said=said, do=do)


def error(what: str, said: str, do: str) -> Finding:
    """It keeps the bot from its work."""
    return Finding(what=what, level=Level.ERROR, said=said, do=do)
