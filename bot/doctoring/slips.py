"""What of the settings looks like a slip: the bot starts with it all the same, and warns of it as doctor does."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.doctoring.finding import Level
from bot.doctoring.names import misspelt
from bot.doctoring.retention import kept_for
from bot.surroundings import names_that_are_read, names_that_are_set

log = structlog.get_logger()


def warn_of_slips(keep: timedelta | None) -> None:
    """A line of the log for each name that nobody reads, and for texts that are kept very shortly. `keep`: how long
    they are; None: for ever.
    """
    found = [*misspelt(names_that_are_set(), names_that_are_read()), *kept_for(keep)]
    for each in found:
        if each.level is Level.WARNING:
            log.warning("settings.doubtful", said=each.said, next=each.do)
