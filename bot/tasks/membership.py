"""Who is in the channels that hold cards: read anew each hour, and kept true in between by what Slack tells.

A channel that holds a card has a row in the schedules, with the moment when it is to be read next. Whoever
moves that on reads it, so that of two copies of the bot one does. Who isn't known to be in a channel isn't.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update
from sqlmodel import Session

from bot.tasks.changing import changed
from bot.tasks.tables import channel_members, channels, schedules, tasks

EACH = timedelta(hours=1)
PREFIX, SPEC = "members of ", "each hour"
"""Name (with the channel's id) and spec of the rows."""


def watch(session: Session, now: datetime, team: str, channel: str) -> None:
    """A card is to stand in this channel: who is in it is to be read, at once if it never was."""
    if not _is_watched(session, team, channel):
        row = {"team_id": team, "name": PREFIX + channel, "spec": SPEC, "due_at": now}
        session.execute(insert(schedules).values(**row))


def watch_all(session: Session, now: datetime, team: str) -> None:
    """The same for every channel that holds a card: for tasks of before who is in it was read at all."""
    held = select(tasks.c.channel).where(tasks.c.team_id == team, tasks.c.channel.is_not(None)).distinct()
    for channel in session.execute(held).scalars().all():
        watch(session, now, team, channel)


def claim(session: Session, now: datetime, team: str, most: int) -> list[str]:
    """The channels that are due, `most` of them, the longest waiting first: whoever gets them reads them."""
    ours = (schedules.c.team_id == team, schedules.c.name.startswith(PREFIX, autoescape=True))
    due = select(schedules.c.name).where(*ours, schedules.c.due_at <= now)
    names = session.execute(due.order_by(schedules.c.due_at, schedules.c.name).limit(most)).scalars().all()
    found = [name.removeprefix(PREFIX) for name in names]
    return [channel for channel in found if claim_one(session, now, team, channel)]


def claim_one(session: Session, now: datetime, team: str, channel: str) -> bool:
    """Whether this one is due, and now the caller's to read."""
    due = update(schedules).where(*_row(team, channel), schedules.c.due_at <= now)
    return changed(session, due.values(due_at=now + EACH)) == 1


def again(session: Session, team: str, channel: str, at: datetime) -> None:
    """It is to be read at that moment, though it was claimed: Slack gave no answer, or it may be out of date."""
    session.execute(update(schedules).where(*_row(team, channel)).values(due_at=at))


def keep(session: Session, team: str, channel: str, members: Iterable[str]) -> None:
    """These are in the channel, and nobody else."""
    wanted = set(members)
    own = _members(team, channel)
    known = set(session.execute(select(channel_members.c.person).where(*own)).scalars())
    if gone := [{"gone": each} for each in sorted(known - wanted)]:
        session.execute(
            delete(channel_members).where(*own, channel_members.c.person == bindparam("gone")), gone
        )
    new = [{"team_id": team, "channel": channel, "person": each} for each in sorted(wanted - known)]
    if new:
        session.execute(insert(channel_members), new)


def joined(session: Session, now: datetime, team: str, channel: str, person: str) -> None:
    """Somebody is in the channel now. Of a channel that holds no card nothing is kept."""
    if not _is_watched(session, team, channel):
        return
    known = (*_members(team, channel), channel_members.c.person == person)
    if not session.execute(select(channel_members.c.person).where(*known)).first():
        row = {"team_id": team, "channel": channel, "person": person}
        session.execute(insert(channel_members).values(**row))
    again(session, team, channel, now)  # A list that is being read at this moment may be of before.


def left(session: Session, now: datetime, team: str, channel: str, person: str) -> None:
    """Somebody is in the channel no more."""
    gone = (*_members(team, channel), channel_members.c.person == person)
    session.execute(delete(channel_members).where(*gone))
    again(session, team, channel, now)


def archived(session: Session, team: str, channel: str, *, yes: bool) -> None:
    """The channel was archived, or brought back."""
    own = (channels.c.team_id == team, channels.c.id == channel)
    session.execute(update(channels).where(*own).values(archived=yes))


def bot_left(session: Session, now: datetime, team: str, channel: str) -> None:
    """The bot is out, so nothing can be known of the channel's members; of a public one nothing need be."""
    own = (channels.c.team_id == team, channels.c.id == channel)
    session.execute(update(channels).where(*own).values(bot_is_in=False))
    keep(session, team, channel, ())
    again(session, team, channel, now)


def _is_watched(session: Session, team: str, channel: str) -> bool:
    return session.execute(select(schedules.c.name).where(*_row(team, channel))).first() is not None


def _row(team: str, channel: str) -> tuple[ColumnElement[bool], ...]:
    return (schedules.c.team_id == team, schedules.c.name == PREFIX + channel)


def _members(team: str, channel: str) -> tuple[ColumnElement[bool], ...]:
    return (channel_members.c.team_id == team, channel_members.c.channel == channel)
