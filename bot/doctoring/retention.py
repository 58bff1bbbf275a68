"""How long texts are kept: what is deleted too soon, nobody brings back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.doctoring.finding import Finding, ok, warning
from bot.tasks.timing import spoken

SOON = timedelta(days=7)
"""Below this it looks like a slip: an hour was written where a day was meant."""


def kept_for(keep: timedelta | None) -> Iterator[Finding]:
    """Nothing where texts are kept for ever."""
    if keep is None:
        return
    said = f"What was typed into a task is deleted for good {spoken(keep)} after it was done or closed."
    if keep < SOON:
        do = "If that is meant, all is well; if not, correct COUNTERSIGN_KEEP at once: 365d, say."
        yield warning("retention", said, do)
    else:
        yield ok("retention", said)
