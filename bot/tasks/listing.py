"""Lists of tasks for one reader: only what they may read, in an order that helps, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement
from sqlmodel import Session

from bot.tasks import posts, store_lists, store_outbox, store_tasks
from bot.tasks.rights import Action, Relation, may
from bot.tasks.standing import standings
from bot.tasks.task import Task

PAGE = 20
"""Tasks on a page."""


class Which(StrEnum):
    """Which tasks are asked for."""

    FIRST = "first"
    """What waits for the reader; then what else is theirs."""
    WAITING = "waiting"
    """Open tasks in which it is the reader's turn."""
    MINE = "mine"
    """Open tasks whose author or assignee the reader is."""
    ALL = "all"
    """All open tasks."""


class Reader(NamedTuple):
    """Who asks for a list, and what is known of them besides the rows."""

    team: str
    """The workspace's id."""
    who: str
    """The user's id."""
    admin: bool = False
    """Whether they look after this installation."""
    here: str | None = None
    """A channel in which they were seen just now; None if in none."""


class Entry(BaseModel):
    """A task on a list."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands."""
    waits: bool
    """Whether it is the reader's turn."""
    signs: bool
    """Whether the reader is asked to sign it, and may."""
    card: tuple[str, str] | None = None
    """The channel and the timestamp of its card; None if it has none."""


class Page(BaseModel):
    """A page of a list."""

    model_config = ConfigDict(frozen=True)

    entries: tuple[Entry, ...]
    """At most `PAGE` tasks."""
    first: int
    """The place of the first one on the whole list, from 0."""
    total: int
    """How many tasks the whole list has."""
    waiting: int
    """In how many of them it is the reader's turn; of those on the page, where the list is everybody's or a search."""


def listed(session: Session, reader: Reader, which: Which, first: int) -> Page:
    """The page of a list of open tasks: what waits the longest first, then what is to be signed soonest."""
    if which is Which.ALL:
        return page_of(session, reader, store_lists.LIVE, store_lists.SOONEST, first)
    who = reader.who
    tasks = store_tasks.live_concerning(session, reader.team, who)
    entries = [each for each in readable(session, reader, tasks) if _IS_ON[which](each, who)]
    entries.sort(key=lambda each: order(each, which, who))
    begin, waiting = _beginning(first, len(entries)), sum(each.waits for each in entries)
    return _page(session, reader.team, entries[begin : begin + PAGE], begin, len(entries), waiting)


def page_of(
    session: Session,
    reader: Reader,
    which: store_lists.Which,
    sorted_by: Sequence[ColumnElement[Any]],
    first: int,
) -> Page:
    """A page of all tasks of which this holds and that the reader may read; no others are read."""
    team, who = reader.team, reader.who
    own = (which, store_lists.may_read(session, team, who, admin=reader.admin, here=reader.here))
    total = store_lists.count(session, team, *own)
    begin = _beginning(first, total)
    ids = store_lists.ids(session, team, *own, order=sorted_by, first=begin, most=PAGE)
    entries = readable(session, reader, store_tasks.by_ids(session, team, ids))
    return _page(session, team, entries, begin, total, sum(each.waits for each in entries))


def readable(session: Session, reader: Reader, tasks: Sequence[Task]) -> list[Entry]:
    """Those of the tasks that the reader may read, in their order, without cards. By the table of rights: rights.py."""
    known = standings(session, reader.team, tasks, reader.who, admin=reader.admin, here=reader.here)
    pairs = zip(tasks, known, strict=True)
    return [_entry(task, reader.who, own) for task, own in pairs if may(Action.READ, own)]


def _beginning(first: int, total: int) -> int:
    """Where the page begins that has this place: the last one, if the list has become shorter."""
    last = max(0, (total - 1) // PAGE * PAGE)
    return min(max(0, first) // PAGE * PAGE, last)


def _page(
    session: Session, team: str, entries: Sequence[Entry], begin: int, total: int, waiting: int
) -> Page:
    """The page of these, with their cards."""
    posted = store_outbox.posted(session, team, [posts.card(each.task.id).target for each in entries])
    cards = {target: (each.channel, each.ts) for target, each in posted.items() if each.ts}
    return Page(
        entries=tuple(
            each.model_copy(update={"card": cards.get(posts.card(each.task.id).target)}) for each in entries
        ),
        first=begin,
        total=total,
        waiting=waiting,
    )


def _entry(task: Task, who: str, known: frozenset[Relation]) -> Entry:
    asked = any(each.asks(who) for each in task.waiting())
    return Entry(
        task=task,
        waits=any(task.turn_of(each) == who for each in task.sign_offs),
        signs=asked and may(Action.SIGN, known),
    )


def _is_theirs(entry: Entry, who: str) -> bool:
    return who in (entry.task.author, entry.task.assignee)


_IS_ON: Mapping[Which, Callable[[Entry, str], bool]] = {
    Which.FIRST: lambda entry, who: entry.waits or _is_theirs(entry, who),
    Which.WAITING: lambda entry, who: entry.waits,
    Which.MINE: _is_theirs,
}


def order(entry: Entry, which: Which, who: str) -> tuple[object, ...]:
    """What waits comes first where that is what the list is for: the longest waiting first. Else the soonest."""
    task = entry.task
    if entry.waits and which in (Which.FIRST, Which.WAITING):
        asked = [each.asked_at or task.created_at for each in task.sign_offs if task.turn_of(each) == who]
        return (0, min(asked), task.id)
    return (1, *soonest(task))


def soonest(task: Task) -> tuple[object, ...]:
    """To sort by "Sign by", then by the rank of the priority, then the newest first."""
    rank = task.priority_rank
    return (task.sign_by or date.max, rank is None, rank or 0, -task.id)
