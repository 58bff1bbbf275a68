"""Whom a written name means. Pure."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.tasks.absence import whose
from bot.tasks.people import Kind, PersonInfo

NEVER_MEANT: tuple[Kind, ...] = ("bot", "other workspace")

Found = tuple[PersonInfo | None, str]
"""The person who is meant, or nobody and why: words that can follow a colon."""

NOBODY = "nobody whom Countersign knows here is called so"
SEVERAL = "several people here are called so"


class Names:
    """The people of one workspace, by their displayed names and by their ids."""

    def __init__(self, people: Iterable[PersonInfo], named: Collection[str] = ()) -> None:
        """`named`: the ids of who is named already; whatever became of them since, one of these is meant first."""
        self._named = frozenset(named)
        self._called: defaultdict[str, dict[str, PersonInfo]] = defaultdict(dict)
        for each in people:
            if each.id in self._named or (each.active and each.kind not in NEVER_MEANT):
                for called in (each.name, each.id):
                    self._called[_folded(called)][each.id] = each

    def person(self, name: str) -> Found:
        """The only active person who is called so, however it is spaced, in any case, with @ or without."""
        known = self.called(name)
        known = [each for each in known if each.id in self._named] or known
        if len(known) == 1:
            return known[0], ""
        return None, SEVERAL if known else NOBODY

    def called(self, name: str) -> list[PersonInfo]:
        """All active people who are called so, and who is named already."""
        return list(self._called.get(_folded(name), {}).values())

    def first_named(self, name: str) -> list[PersonInfo]:
        """All active full members whose first name is this, by their names."""
        found = {each.id: each for people in self._called.values() for each in people.values()}
        first = _folded(name)
        meant = [
            each
            for each in found.values()
            if not each.why_not_sign() and _folded(each.name).partition(" ")[0] == first
        ]
        return sorted(meant, key=lambda each: (each.name, each.id))

    def signer(self, name: str) -> Found:
        """The same, if they can be asked to sign; of a stand-in's signature whose role it is."""
        found, why = self.person(name)
        if found is None:
            found, why = self.person(whose(name))
        reason = found.why_not_sign() if found else None
        return (None, reason) if reason else (found, why)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).strip().removeprefix("@").split()).casefold()
