"""Roles that one person can't hold both: who checks isn't who did it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from bot.tasks.task import SignOff, Task

Pairs = Collection[tuple[str, str]]
"""Names of two roles each, in any case and with any space between their words; none: nothing is kept apart."""


class Clash(NamedTuple):
    """One person holds, or would hold, two roles that are kept apart."""

    person: str
    """Their user id."""
    role: str
    """The role that is new to them, or comes later in the template."""
    other: str
    """The one that stands against it."""


def kept_apart(pairs: Pairs, one: str, other: str) -> bool:
    """Whether two people have to hold these roles."""
    return {_plain(one), _plain(other)} in [{_plain(name) for name in pair} for pair in pairs]


def unknown(pairs: Pairs, roles: Iterable[str]) -> list[str]:
    """The names in the pairs that none of these roles has: they keep nothing apart."""
    known = {_plain(role) for role in roles}
    return [name for pair in pairs for name in pair if _plain(name) not in known]


def clash(pairs: Pairs, before: Task | None, after: Task) -> Clash | None:
    """The first clash of the task that it did not have `before` (None: it is new)."""
    known = {(each.person, frozenset(each[1:])) for each in _clashes(pairs, before)} if before else set()
    fresh = (each for each in _clashes(pairs, after) if (each.person, frozenset(each[1:])) not in known)
    found = next(fresh, None)
    if found and before and found.person in _held(before).get(found.role, ()):
        return Clash(found.person, role=found.other, other=found.role)
    return found


def against_signing(pairs: Pairs, task: Task, who: str, chosen: Iterable[SignOff]) -> Clash | None:
    """What stands against signing these roles at once: a signature of theirs that counts, or one of the others."""
    signed = [each.role for each in task.signed_by(who)]
    roles: list[str] = []
    for each in chosen:
        for other in (*signed, *roles):
            if kept_apart(pairs, each.role, other):
                return Clash(who, each.role, other)
        roles.append(each.role)
    return None


def _clashes(pairs: Pairs, task: Task) -> Iterator[Clash]:
    held = _held(task)
    for other, role in combinations(held, 2):
        if kept_apart(pairs, role, other):
            yield from (Clash(person, role, other) for person in sorted(held[role] & held[other]))


def _held(task: Task) -> Mapping[str, set[str]]:
    """By role who is asked for it, and whose signature counts for it."""
    given = [(each, task.signature_of(each)) for each in task.sign_offs]
    return {
        each.role: {who for who in (each.person, signature and signature.signer) if who}
        for each, signature in given
    }


def _plain(role: str) -> str:
    return " ".join(role.casefold().split())
