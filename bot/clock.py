"""The clock of a program that runs for real; everything else is handed the time."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)
