"""Summaries: drafted as their readers may read them, ordered by somebody, or due by a schedule."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update
from sqlmodel import Session

from bot.tasks import (
    directory,
    posts,
    store_events,
    store_outbox,
    store_overview,
    store_texts,
    summary,
    witness,
)
from bot.tasks.changing import changed
from bot.tasks.documents import names_of
from bot.tasks.errors import NotAllowed
from bot.tasks.events import Fact
from bot.tasks.listing import Reader, may_read
from bot.tasks.pieces import messages
from bot.tasks.results import SummaryOrdered
from bot.tasks.store_lists import Which
from bot.tasks.substance import sha256
from bot.tasks.tables import schedules, tasks
from bot.tasks.task import Task

Following = Callable[[datetime], datetime | None]
"""The first moment after the given one; None for never."""
Link = Callable[[str, str], str | None]
"""The address of the message in this channel with this timestamp; None if it isn't known."""


class Readers(NamedTuple):
    """Who will read a summary: whoever is in a channel, or one person alone."""

    channel: str | None
    """Where it is to stand; None for the direct messages of whoever asks."""
    insiders: bool = False
    """Whether all who are in the channel are known to be full members of this workspace."""
    alone: Reader | None = None
    """The one person who reads it, where there is no channel."""


class Nobody(NamedTuple):
    """Nobody can read a summary that is due."""

    why: str
    """In a sentence, with what to do."""
    told: tuple[str, ...]
    """The user ids of who is told so."""


class Drafted(NamedTuple):
    """A summary that nobody has seen yet."""

    text: str
    """The whole Markdown."""
    tasks: int
    """How many open tasks it counts."""


def draft(
    session: Session, now: datetime, zone: str, team: str, readers: Readers, link: Link
) -> Drafted | None:
    """The summary of what these readers may read, as it is now; None if there is nothing to tell."""
    found = store_overview.overview(session, team, _readable(session, team, readers), now)
    if not found.worth_telling:
        return None
    shown = found.tasks().values()
    names, links = _names(session, team, shown), _links(session, team, shown, link)
    return Drafted(summary.render(found, names, links, now, zone), found.live)


def order(
    session: Session, now: datetime, team: str, channel: str | None, drafted: Drafted, asked_by: str | None
) -> SummaryOrdered:
    """Keep it as it is, and want its parts posted: in the channel, or to who asked. That is a witness, too.

    `asked_by` is None for a schedule's.
    """
    parts = messages(drafted.text)
    summary_id = secrets.token_hex(8)
    hashes = [store_texts.keep(session, team, part) for part in parts]
    wanted = [
        posts.summary(summary_id, part, channel, digest, asked_by) for part, digest in enumerate(hashes)
    ]
    store_outbox.want(session, team, now, wanted)
    said = {"channel": channel, "text": sha256(drafted.text), **witness.facts(session, team)}
    fact = Fact(kind="summary ordered", who=asked_by, at=now, facts=said)
    store_events.append(session, team, store_events.WORKSPACE, [fact])
    return SummaryOrdered(id=summary_id, text=drafted.text, parts=len(parts), tasks=drafted.tasks)


def check_may_post(session: Session, team: str, who: str) -> None:
    """NotAllowed if they are no full member: a summary in a channel lists what guests don't read elsewhere."""
    person = directory.people_by_id(session, team, [who]).get(who)
    if person is None:
        raise NotAllowed(
            "Slack could not say just now who you are, so no summary was made. Please try again."
        )
    if person.kind != "full" or not person.active:
        raise NotAllowed(
            "You can't post a summary: it lists tasks that only full members of this workspace may read. Please ask "
            "one of them, or type /task summary in a direct message, such as the one with yourself, for what you may read."
        )


def schedule(
    session: Session, now: datetime, team: str, name: str, spec: str, following: Following
) -> datetime | None:
    """Keep the schedule's row true; its due time."""
    own = (schedules.c.team_id == team, schedules.c.name == name)
    row = session.execute(select(schedules).where(*own)).first()
    if row and row.spec == spec:
        due: datetime | None = row.due_at
        return due
    due = following(now)
    if row:
        session.execute(update(schedules).where(*own).values(spec=spec, due_at=due))
    else:
        session.execute(insert(schedules).values(team_id=team, name=name, spec=spec, due_at=due))
    return due


def is_due(session: Session, now: datetime, team: str, name: str) -> bool:
    """Whether the schedule is due."""
    due = (schedules.c.team_id == team, schedules.c.name == name, schedules.c.due_at <= now)
    return session.execute(select(schedules.c.name).where(*due)).first() is not None


def claim(session: Session, now: datetime, team: str, name: str, following: Following) -> bool:
    """Whether the schedule is due, and now the caller's.

    The due time moves on from now: after a downtime one summary comes, not all that were missed.
    """
    due = (schedules.c.team_id == team, schedules.c.name == name, schedules.c.due_at <= now)
    return changed(session, update(schedules).where(*due).values(due_at=following(now))) == 1


def _readable(session: Session, team: str, readers: Readers) -> Which:
    """Those that one person may read; or those that everybody in the channel may: its own, and where only full
    members of this workspace are in it, those of public channels. What isn't known is denied.
    """
    if readers.alone:
        return may_read(session, readers.alone)
    known = directory.channels_by_id(session, team)
    here = known.get(readers.channel or "")
    shown = {readers.channel}
    if readers.insiders and here and not here.shared:
        shown |= {each.id for each in known.values() if not each.private}
    return tasks.c.channel.in_(sorted(each for each in shown if each))


def _names(session: Session, team: str, shown: Iterable[Task]) -> dict[str, str]:
    """Of whom the summary may name."""
    asked = {user for task in shown for each in task.sign_offs for user in each.people}
    named = {user for task in shown for user in (task.author, task.assignee) if user}
    return names_of(directory.people_by_id(session, team, asked | named))


def _links(session: Session, team: str, shown: Iterable[Task], link: Link) -> dict[int, str]:
    """The addresses of their cards, by the tasks' ids."""
    targets = {posts.card(each.id).target: each.id for each in shown}
    posted = store_outbox.posted(session, team, targets)
    found = {targets[at]: link(each.channel, each.ts) for at, each in posted.items() if each.ts}
    return {task_id: address for task_id, address in found.items() if address}
