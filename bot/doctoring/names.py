"""Settings whose names look misspelt: what nobody reads, nobody misses. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from difflib import get_close_matches

from bot.doctoring.finding import Finding, warning

PREFIX = "COUNTERSIGN_"
"""What begins so is meant for this program."""
ALIKE = 0.85
"""From which likeness on (1: the same) another name is taken for one of ours."""
SHORTEST = 6
"""Of names that are compared: the likes of PORT are like too many."""


def misspelt(names: Iterable[str], known: Set[str]) -> Iterator[Finding]:
    """A warning for each name that is set and that nobody reads, if it was meant for this program."""
    given = frozenset(names)
    for name in sorted(given - known):
        nearest = next(iter(get_close_matches(name, sorted(known), 1, ALIKE)), None)
        if name.startswith(PREFIX):
            hint = f"Did you mean {nearest}?" if nearest else "README.md lists all settings; take it out."
        elif nearest and nearest not in given and len(name) >= SHORTEST:
            hint = f"Did you mean {nearest}? If it is another program's, all is well."
        else:
            continue
        yield warning("settings", f"{name} is set, and Countersign has no such setting.", hint)
