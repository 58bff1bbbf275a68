"""Lists of tasks for one reader: only what they may read, in an order that helps, a page at a time."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import and_, or_
from sqlmodel import Session

from bot.tasks import posts, store_lists, store_outbox, store_tasks, turns
from bot.tasks.rights import Action, Relation, may
from bot.tasks.standing import standings
from bot.tasks.store_lists import LIVE, SOONEST
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
    """In how many of the list it is the reader's turn, where it begins with those; else of those on the page."""


class Chosen(NamedTuple):
    """What stands on a page of a list, by the database."""

    ids: tuple[int, ...]
    """The tasks' ids, in the order of the list."""
    first: int
    """The place of the first one on the whole list, from 0."""
    total: int
    """How many tasks the whole list has."""


def listed(session: Session, reader: Reader, which: Which, first: int) -> Page:
    """The page of a list of open tasks: what waits the longest first, then what is to be signed soonest."""
    page = page_of(session, reader, *asked(which, reader), first)
    if which not in (Which.FIRST, Which.WAITING):
        return page  # Nobody is told how many of them wait.
    waits, _ = asked(Which.WAITING, reader)
    waiting = store_lists.count(session, reader.team, waits, may_read(session, reader))
    return page.model_copy(update={"waiting": waiting})


def page_of(
    session: Session, reader: Reader, which: store_lists.Which, order: store_lists.Order, first: int
) -> Page:
    """A page of all tasks of which this holds and that the reader may read; no others are read."""
    found = chosen(session, reader.team, and_(which, may_read(session, reader)), order, first, PAGE)
    entries = readable(session, reader, store_tasks.by_ids(session, reader.team, found.ids))
    return _page(session, reader.team, entries, found)


def chosen(
    session: Session, team: str, which: store_lists.Which, order: store_lists.Order, first: int, size: int
) -> Chosen:
    """A page of this size of all tasks of which this holds, whoever may read them: only their ids are read."""
    total = store_lists.count(session, team, which)
    begin = beginning(first, total, size)
    ids = store_lists.ids(session, team, which, order=order, first=begin, most=size)
    return Chosen(tuple(ids), begin, total)


def readable(session: Session, reader: Reader, tasks: Sequence[Task]) -> list[Entry]:
    """Those of the tasks that the reader may read, in their order, without cards. By the table of rights: rights.py."""
    known = standings(session, reader.team, tasks, reader.who, admin=reader.admin, here=reader.here)
    pairs = zip(tasks, known, strict=True)
    return [_entry(task, reader.who, own) for task, own in pairs if may(Action.READ, own)]


def beginning(first: int, total: int, size: int) -> int:
    """Where the page of this size begins that has this place: the last one, if the list has become shorter."""
    return min(max(0, first), max(0, total - 1)) // size * size


def may_read(session: Session, reader: Reader) -> store_lists.Which:
    """The tasks that the reader may read."""
    return store_lists.may_read(session, reader.team, reader.who, admin=reader.admin, here=reader.here)


def asked(which: Which, reader: Reader) -> tuple[store_lists.Which, store_lists.Order]:
    """What holds of the tasks on a list, and their order: the longest waiting first, where that is what the list is
    for; else the soonest.
    """
    waits, theirs = turns.waits(reader.team, reader.who), store_lists.theirs(reader.who)
    longest = store_lists.longest(turns.since(reader.team, reader.who))
    match which:
        case Which.FIRST:
            return and_(LIVE, or_(waits, theirs)), (*longest, *SOONEST)
        case Which.WAITING:
            return and_(
                LIVE, waits
            ), longest  # LIVE keeps the database from looking through all that is over.
        case Which.MINE:
            return and_(LIVE, theirs), SOONEST
        case Which.ALL:
            return LIVE, SOONEST


def _page(session: Session, team: str, entries: Sequence[Entry], found: Chosen) -> Page:
    """The page of these, with their cards."""
    posted = store_outbox.posted(session, team, [posts.card(each.task.id).target for each in entries])
    cards = {target: (each.channel, each.ts) for target, each in posted.items() if each.ts}
    return Page(
        entries=tuple(
            each.model_copy(update={"card": cards.get(posts.card(each.task.id).target)}) for each in entries
        ),
        first=found.first,
        total=found.total,
        waiting=sum(each.waits for each in entries),
    )


def _entry(task: Task, who: str, known: frozenset[Relation]) -> Entry:
    asked = any(each.asks(who) for each in task.waiting())
    return Entry(
        task=task,
        waits=any(task.turn_of(each) == who for each in task.sign_offs),
        signs=asked and may(Action.SIGN, known),
    )
