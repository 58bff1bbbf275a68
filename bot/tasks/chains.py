"""Walk along a chain of events as they are stored: does it hold, and what does it say of the rows? Pure.

A row is read here from what the file holds, so that one that makes no sense is told, and stops nothing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.tasks.events import START, Event, fault
from bot.tasks.retold import Retold

TEXTS, NOTES = ("substance", "document", "imported"), ("reason", "comment")
"""The facts that name a text by its hash: what was said and made of it, and what people added."""
UNREADABLE = "can't be read: it was changed after it was written"
"""Goes on from "event 2 of the chain"."""


@dataclass
class Chain:
    """What was found of a chain, up to its first bad event."""

    team: str
    name: str
    """`task:{id}`, or `workspace`."""
    length: int = 0
    """How many events hold."""
    head: str = START
    """The hash of the last of them."""
    sought: int | None = None
    """The number of the event with the hash that was asked for: see `follow`."""
    revisions: dict[int, Event] = field(default_factory=dict)
    """The event that made a revision, by its number: the one that names a template and a substance."""
    signed: list[Event] = field(default_factory=list)
    """One for each signature, in order."""
    sealed: list[Event] = field(default_factory=list)
    """One for each signed document."""
    done: int = 0
    """The number of the last event that says that the task was done; 0 for none."""
    texts: dict[str, int] = field(default_factory=dict)
    """The hash of each text of the task, by which event named it first."""
    notes: dict[str, int] = field(default_factory=dict)
    """The same for reasons and comments."""
    forgotten: Event | None = None
    """The event that says that retention deleted them all."""
    retold: Retold = field(default_factory=Retold)
    """Where the task and its roles stand by these events."""
    broken: str | None = None
    """What is wrong with event `length + 1`; None where the chain holds."""


def follow(team: str, name: str, rows: Iterable[Mapping[str, Any]], seek: str = "") -> Chain:
    """The chain of these rows, in the order of their numbers; `seek` is the hash of an event to look for."""
    chain = Chain(team, name)
    for row in rows:
        number = chain.length + 1
        try:
            event = readable(row)
        except ValueError:
            chain.broken = UNREADABLE
            return chain
        chain.broken = fault(event, number, chain.head)
        if chain.broken:
            return chain
        chain.length, chain.head = number, event.hash
        if event.hash == seek:
            chain.sought = number
        _note(chain, event)
    return chain


def readable(row: Mapping[str, Any]) -> Event:
    """The event of a row of which `at` and `facts` are text, as stored. ValueError if it is none."""
    try:
        values = {**row, "at": moment(row["at"]), "facts": json.loads(row["facts"])}
    except TypeError as wrong:
        raise ValueError(str(wrong)) from None
    return Event.model_validate(values, strict=True)


def moment(stored: str) -> datetime:
    """What the database keeps for a moment in UTC. ValueError, TypeError if it is none."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _note(chain: Chain, event: Event) -> None:
    chain.retold.hear(event)
    for facts, named in ((TEXTS, chain.texts), (NOTES, chain.notes)):
        for each in facts:
            if isinstance(digest := event.facts.get(each), str):
                named.setdefault(digest, event.number)
    if event.kind == "task done":
        chain.done = event.number
    elif "template" in event.facts and "substance" in event.facts:
        chain.revisions[event.facts.get("revision", 0)] = event
    elif event.kind == "signed":
        chain.signed.append(event)
    elif event.kind == "document sealed":
        chain.sealed.append(event)
    elif event.kind == "texts forgotten":
        chain.forgotten = event
