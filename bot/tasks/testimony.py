"""What the witnesses of a workspace say against its chains as they stand now."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from bot.tasks import store_audit, witness
from bot.tasks.events import Event


class Testimony:
    """Hears one witness after the other, in their order."""

    def __init__(self, session: Session, team: str, told: Iterable[str]) -> None:
        """`told` are the chains of which it is known already that they don't hold."""
        self._session = session
        self._team = team
        self._known: dict[str, tuple[int, str]] = {}
        self._told = set(told)
        self._counted_others = False

    def against(self, event: Event) -> Iterator[tuple[str, str]]:
        """The chains that no longer have what the event names, each with a sentence, and each told once.

        Nothing for an event that is no witness.
        """
        moved = witness.told(event.facts)
        if moved is None:
            return
        there = store_audit.standing(self._session, self._team, moved)
        for chain, (number, head) in moved.items():
            if there.get((chain, number)) != head and chain not in self._told:
                self._told.add(chain)
                yield chain, self._sentence(event, chain, number, found=(chain, number) in there)
        self._known.update(moved)
        yield from self._count(event)

    def _sentence(self, event: Event, chain: str, number: int, *, found: bool) -> str:
        said = f"The witness of {event.at:%Y-%m-%d} (event {event.number} of the workspace) names its event {number}"
        if found:
            return f"{said} with another hash: the chain was written anew."
        last = store_audit.last_number(self._session, self._team, chain)
        if last == 0:
            return f"{said}, and there is no such chain any more: it is missing."
        return f"{said}, and the chain ends with {last}: its end was cut."

    def _count(self, event: Event) -> Iterator[tuple[str, str]]:
        """Whether the witness saw the chains that it and those before it name, and no others."""
        if self._counted_others or event.facts.get("heads") == witness.digest(self._known):
            return
        self._counted_others = True
        yield (
            event.chain,
            f"The witness of {event.at:%Y-%m-%d} (event {event.number}) didn't find all chains that earlier "
            "ones had named: a chain went missing before it.",
        )
