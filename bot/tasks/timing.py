"""How long signatures take, from being asked to signing, by role. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from statistics import median, quantiles

from pydantic import BaseModel, ConfigDict


class RoleTime(BaseModel):
    """How long the signatures of one role took: elapsed time, nights and weekends included."""

    model_config = ConfigDict(frozen=True)

    role: str
    """As the templates name it."""
    signatures: int
    """How many there were; one at least."""
    median: timedelta
    """Half of them took no longer."""
    ninetieth: timedelta
    """The 90th percentile: nine of ten took no longer; between two of them, the part of the way."""


def by_role(durations: Iterable[tuple[str, timedelta]]) -> tuple[RoleTime, ...]:
    """The figures of each role, in the order of their names."""
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for role, duration in durations:
        seconds[role].append(duration.total_seconds())
    return tuple(_figures(role, own) for role, own in sorted(seconds.items()))


def spoken(duration: timedelta) -> str:
    """In two units at most: `3 days 4 hours`, `1 hour 5 minutes`, `less than a minute`. Rounded down."""
    minutes = int(duration.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    first = next((at for at, (count, _) in enumerate(units) if count), None)
    if first is None:
        return "less than a minute"
    return " ".join(_counted(count, unit) for count, unit in units[first : first + 2] if count)


def _figures(role: str, seconds: list[float]) -> RoleTime:
    # One value has no quantiles; those of two or more lie between the least and the most.
    ninetieth = quantiles(seconds, n=10, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return RoleTime(
        role=role,
        signatures=len(seconds),
        median=timedelta(seconds=median(seconds)),
        ninetieth=timedelta(seconds=ninetieth),
    )


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
