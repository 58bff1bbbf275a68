"""Who did what when: all events since a moment, with the names that are known now."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, store_audit
from bot.tasks.chains import readable
from bot.tasks.documents import names_of
from bot.tasks.errors import DatabaseError
from bot.tasks.events import Event
from bot.tasks.store_events import task_id_of

BOT = "Countersign"
"""Who did what nobody did: the bot by itself."""


class Entry(BaseModel):
    """An event, with what people call those who are in it."""

    model_config = ConfigDict(frozen=True)

    team: str
    """The workspace's id."""
    event: Event
    """What happened."""
    name: str
    """Who did it, by the name that is known now; by the id, if none is."""
    person: str | None
    """Whom it was about, likewise; None for nobody."""
    key: str | None
    """The task's key; None for what concerns no single task."""
    title: str | None
    """The task's title."""


def since(session: Session, moment: datetime | None, team: str | None = None) -> Iterator[Entry]:
    """The events from this moment (aware) on, or all, in the order of time; of one workspace, or of all.

    DatabaseError if one can't be read.
    """

    @lru_cache(maxsize=16)
    def names(owner: str) -> dict[str, str]:
        return names_of({each.id: each for each in directory.everybody(session, owner)})

    @lru_cache(maxsize=4096)
    def task(owner: str, chain: str) -> store_audit.Stored:
        task_id = task_id_of(chain)
        return (store_audit.task(session, owner, task_id) if task_id else None) or {}

    for row in store_audit.events_since(session, moment, team):
        owner, event = str(row["team_id"]), _event(row)
        known, own = names(owner), task(owner, event.chain)
        yield Entry(
            team=owner,
            event=event,
            name=known.get(event.who, event.who) if event.who else BOT,
            person=_person(event.facts.get("person"), known),
            key=own.get("key"),
            title=own.get("title"),
        )


def words(entry: Entry) -> str:
    """What happened, in a few words: `signed, as Developer, revision 1`."""
    facts = entry.event.facts
    parts = [
        entry.event.kind,
        f"as {facts['role']}" if entry.event.kind == "signed" and "role" in facts else facts.get("role"),
        entry.person,
        facts.get("action"),
        f"revision {facts['revision']}" if "revision" in facts else None,
    ]
    return ", ".join(str(part) for part in parts if part)


def _event(row: store_audit.Stored) -> Event:
    try:
        return readable(row)
    except ValueError:
        raise DatabaseError(
            f"Event {row['number']} of {row['chain']} can't be read: it was changed. "
            "countersign audit verify says what else doesn't hold."
        ) from None


def _person(user: Any, known: dict[str, str]) -> str | None:
    return known.get(str(user), str(user)) if user else None
