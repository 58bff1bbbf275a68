"""Past-tense facts, and the chain that makes a change of them visible. Pure.

A fact holds ids, field names and hashes, never form text. Each event of a chain carries the hash of the
one before, so whoever changes, drops or inserts one breaks every later hash.
"""

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.tasks.substance import sha256

START = ""
"""What stands for "the event before" in the first event of a chain."""


class Fact(BaseModel):
    """Something that happened, before it has its place in a chain."""

    model_config = ConfigDict(frozen=True)

    kind: str
    """In the past tense: "task created", "sign-off asked", "signed", "task done"."""
    who: str | None
    """The user's id; None if the bot did it by itself."""
    at: datetime
    """When, aware and in UTC."""
    facts: dict[str, Any] = {}
    """Ids, field names and hashes; JSON."""


class Event(Fact):
    """A fact in its chain."""

    chain: str
    """`task:{id}`, or `workspace`."""
    number: int
    """1 for the first of the chain; no gaps."""
    before: str
    """The hash of the event before; "" for the first."""
    hash: str
    """SHA-256 (hex) of everything above."""


def link(chain: str, number: int, before: str, fact: Fact) -> Event:
    """The fact as the chain's event `number`, after the event whose hash is `before`."""
    digest = _digest(chain, number, before, fact)
    return Event(**fact.model_dump(), chain=chain, number=number, before=before, hash=digest)


def fault(event: Event, number: int, before: str) -> str | None:
    """Why this can't be the chain's event `number`, after the one whose hash is `before`; None if it can.

    The words go on from "event 2 of the chain".
    """
    if event.number != number:
        return f"is missing: the next one that is there has number {event.number}"
    if event.hash != _digest(event.chain, event.number, event.before, event):
        return "was changed after it was written: it doesn't have the hash that it was given"
    if event.before != before:
        return "doesn't follow from the one before it: one of the two was exchanged for another"
    return None


def _digest(chain: str, number: int, before: str, fact: Fact) -> str:
    said = [1, chain, number, before, fact.kind, fact.who, fact.at.astimezone(UTC).isoformat(), fact.facts]
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
