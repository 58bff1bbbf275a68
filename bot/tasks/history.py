"""Who did what when, with the names that are known now: since a moment, or of one task."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, store_audit
from bot.tasks.chains import readable
from bot.tasks.documents import names_of
from bot.tasks.errors import DatabaseError
from bot.tasks.events import Event
from bot.tasks.store_events import task_chain, task_id_of
from bot.tasks.task import Task
from bot.tasks.words import words as words_of

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
    called: dict[str, str] = {}
    """The known names of all whom its facts name, by user id."""
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
        own = task(owner, event.chain)
        yield _entry(owner, event, names(owner), own.get("key"), own.get("title"))


def of_task(session: Session, task: Task) -> list[Entry]:
    """All that happened to the task, in its order; an event that was made unreadable is left out."""
    events = list(_readable(store_audit.chain(session, task.team, task_chain(task.id))))
    people = {user for event in events for user in (event.who, *_texts(event.facts)) if user}
    known = names_of(directory.people_by_id(session, task.team, people))
    return [_entry(task.team, event, known, task.key, task.title) for event in events]


def words(entry: Entry, zone: tzinfo | None = None) -> str:
    """What happened, in words that follow the name: `signed as Developer`. Moments are in `zone`, else in UTC."""
    return words_of(entry.event, entry.called, zone)


def _entry(team: str, event: Event, known: Mapping[str, str], key: str | None, title: str | None) -> Entry:
    return Entry(
        team=team,
        event=event,
        name=known.get(event.who, event.who) if event.who else BOT,
        called={each: known[each] for each in _texts(event.facts) if each in known},
        key=key,
        title=title,
    )


def _texts(facts: Mapping[str, Any]) -> list[str]:
    return [each for each in facts.values() if isinstance(each, str)]


def _readable(rows: Iterable[store_audit.Stored]) -> Iterator[Event]:
    for row in rows:
        with suppress(ValueError):
            yield readable(row)


def _event(row: store_audit.Stored) -> Event:
    try:
        return readable(row)
    except ValueError:
        raise DatabaseError(
            f"Event {row['number']} of {row['chain']} can't be read: it was changed. "
            "countersign audit verify says what else doesn't hold."
        ) from None
