"""What an audit reads: rows as the file holds them, a few in memory at a time."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    Select,
    String,
    Table,
    cast,
    exists,
    literal,
    select,
    tuple_,
    type_coerce,
    union,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

from bot.tasks.columns import Moment
from bot.tasks.store_events import Heads, task_chain
from bot.tasks.tables import events, notes, revisions, sign_offs, signatures, tasks, texts

Stored = Mapping[str, Any]
"""A row, by its columns; moments, days and JSON as the text that stands in the file."""

_READ = {"yield_per": 500}
_PAIRS = 300
"""How many are looked up at once, three values for each. SQLite takes 999 values at least."""


def teams(session: Session) -> list[object]:
    """The workspaces of which anything is kept that an audit looks at; also what is no workspace's id."""
    kept = union(*(select(each.c.team_id) for each in (tasks, revisions, signatures, events, notes)))
    return sorted(session.execute(kept).scalars(), key=str)


def chains(session: Session, team: str) -> Iterator[tuple[str, Iterator[Stored]]]:
    """Each chain's name and its events, in order; a chain's are to be read before the next is asked for."""
    query = _stored(events).where(events.c.team_id == team).order_by(events.c.chain, events.c.number)
    for name, rows in groupby(_rows(session, query), itemgetter("chain")):
        yield str(name), rows  # Whoever changes the file may have put bytes there.


def chain(session: Session, team: str, name: str) -> Iterator[Stored]:
    """One chain's events, in order."""
    own = (events.c.team_id == team, events.c.chain == name)
    return _rows(session, _stored(events).where(*own).order_by(events.c.number))


def events_since(session: Session, moment: datetime | None, team: str | None) -> Iterator[Stored]:
    """The events from this moment on, or all, in the order of time; of one workspace, or of all."""
    own = [] if team is None else [events.c.team_id == team]
    if moment is not None:
        own.append(events.c.at >= moment)
    in_time = (events.c.at, events.c.team_id, events.c.chain, events.c.number)
    return _rows(session, _stored(events).where(*own).order_by(*in_time))


def task(session: Session, team: str, task_id: int) -> Stored | None:
    """The task's row; None if there is none."""
    own = (tasks.c.team_id == team, tasks.c.id == task_id)
    return next(_rows(session, _stored(tasks).where(*own)), None)


def revisions_of(session: Session, team: str, task_id: int) -> list[Stored]:
    """The task's revisions, in order."""
    own = (revisions.c.team_id == team, revisions.c.task_id == task_id)
    return list(_rows(session, _stored(revisions).where(*own).order_by(revisions.c.number)))


def signatures_of(session: Session, team: str, task_id: int) -> list[Stored]:
    """The task's signatures, in the order in which they were given."""
    own = (signatures.c.team_id == team, signatures.c.task_id == task_id)
    return list(_rows(session, _stored(signatures).where(*own).order_by(signatures.c.id)))


def sign_offs_of(session: Session, team: str, task_id: int) -> list[Stored]:
    """The task's roles, in the template's order."""
    own = (sign_offs.c.team_id == team, sign_offs.c.task_id == task_id)
    return list(_rows(session, _stored(sign_offs).where(*own).order_by(sign_offs.c.position)))


def without_events(session: Session, team: str) -> Iterator[tuple[str, Stored]]:
    """Rows whose task has no chain of events: the table's name, and the row."""
    for table, task_id in ((tasks, tasks.c.id), (revisions, revisions.c.task_id)):
        yield from _orphans(session, team, table, task_id)
    yield from _orphans(session, team, signatures, signatures.c.task_id)


def standing(session: Session, team: str, heads: Heads) -> dict[tuple[str, int], str]:
    """The hashes of those of these events that are there, by chain and number."""
    wanted = [(chain, number) for chain, (number, _) in heads.items()]
    found: dict[tuple[str, int], str] = {}
    for start in range(0, len(wanted), _PAIRS):
        pairs = wanted[start : start + _PAIRS]
        # The index is used for the chains alone; they are short.
        own = (events.c.team_id == team, events.c.chain.in_({chain for chain, _ in pairs}))
        named = tuple_(events.c.chain, events.c.number).in_(pairs)
        query = select(events.c.chain, events.c.number, events.c.hash).where(*own, named)
        found.update({(row.chain, row.number): row.hash for row in session.execute(query)})
    return found


def last_number(session: Session, team: str, chain: str) -> int:
    """The number of the chain's last event; 0 for a chain that isn't there."""
    own = select(events.c.number).where(events.c.team_id == team, events.c.chain == chain)
    return int(session.execute(own.order_by(events.c.number.desc()).limit(1)).scalar() or 0)


def all_texts(session: Session) -> Iterator[Stored]:
    """Every text that is kept, with its key."""
    yield from _rows(session, select(texts.c.team_id, texts.c.hash, texts.c.text))


def all_notes(session: Session) -> Iterator[Stored]:
    """Every reason and comment that is kept, with its key."""
    yield from _rows(session, select(notes.c.team_id, notes.c.hash, notes.c.text))


def gone(
    session: Session, team: str, task_id: int, said: Collection[str], added: Collection[str]
) -> set[str]:
    """Those of these hashes of which no text is kept: of what a task said, and of reasons and comments."""
    own = (notes.c.team_id == team, notes.c.task_id == task_id)
    return _without(session, texts, (texts.c.team_id == team,), said) | _without(session, notes, own, added)


def _without(
    session: Session, table: Table, own: tuple[ColumnElement[bool], ...], digests: Collection[str]
) -> set[str]:
    wanted, found = list(digests), set[str]()
    for start in range(0, len(wanted), _PAIRS):
        some = select(table.c.hash).where(*own, table.c.hash.in_(wanted[start : start + _PAIRS]))
        found |= set(session.execute(some).scalars())
    return set(wanted) - found


def _orphans(
    session: Session, team: str, table: Table, task_id: ColumnElement[Any]
) -> Iterator[tuple[str, Stored]]:
    name = literal(_prefix()) + cast(task_id, String)
    same = exists().where(events.c.team_id == team, events.c.chain == name)
    for row in _rows(session, _stored(table).where(table.c.team_id == team, ~same)):
        yield table.name, row


def _prefix() -> str:
    return task_chain(0).removesuffix("0")


def _stored(table: Table) -> Select[Any]:
    raw = (Moment, Date, JSON)
    return select(
        *(type_coerce(c, String).label(c.name) if isinstance(c.type, raw) else c for c in table.columns)
    )


def _rows(session: Session, query: Select[Any]) -> Iterator[Stored]:
    for row in session.execute(query, execution_options=_READ).mappings():
        yield dict(row)
