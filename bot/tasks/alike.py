"""Of several things the same can be said: together, in one phrase. Pure."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")


def alike(things: Iterable[T], what: Callable[[T], Hashable]) -> list[list[T]]:
    """Those together of which `what` says the same, wherever they stand; the groups in the order of their first ones."""
    found: dict[Hashable, list[T]] = {}
    for each in things:
        found.setdefault(what(each), []).append(each)
    return list(found.values())
