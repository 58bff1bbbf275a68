"""What is known of people and channels, which events were taken, and private sentences to people."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, insert, select, union, update
from sqlmodel import Session

from bot.tasks import posts, store_outbox, store_texts
from bot.tasks.changing import changed
from bot.tasks.errors import UnknownTeam
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.tables import channel_members, channels, drafts, people, seen_events, tasks

REMEMBERED = timedelta(days=1)
"""How long an event's id is kept. Slack redelivers for an hour or two at most."""


def remember_person(session: Session, person: PersonInfo) -> None:
    """Write down what Slack said; a direct message's channel that is known already stays."""
    values = person.model_dump(exclude={"team", "dm_channel"} if person.dm_channel is None else {"team"})
    _put(session, people, person.team, values)


def remember_direct(session: Session, team: str, user: str, channel: str) -> None:
    """The channel of the bot's messages with somebody, if they are known. What else is known of them may be newer
    than what was read before Slack was asked.
    """
    own = (people.c.team_id == team, people.c.id == user)
    session.execute(update(people).where(*own).values(dm_channel=channel))


def people_by_id(session: Session, team: str, ids: Iterable[str]) -> dict[str, PersonInfo]:
    """What is known of these people, by id."""
    wanted = select(people).where(people.c.team_id == team, people.c.id.in_(set(ids)))
    rows = session.execute(wanted).all()
    return {row.id: PersonInfo.model_validate({**row._asdict(), "team": team}) for row in rows}


def everybody(session: Session, team: str) -> list[PersonInfo]:
    """All people of the workspace who are known, by id."""
    rows = session.execute(select(people).where(people.c.team_id == team).order_by(people.c.id)).all()
    return [PersonInfo.model_validate({**row._asdict(), "team": team}) for row in rows]


def teams(session: Session) -> list[str]:
    """The workspaces of which anything is known, in order."""
    known = union(*(select(each.c.team_id) for each in (people, channels, drafts, tasks)))
    return sorted(session.execute(known).scalars())


def must_know(session: Session, team: str) -> None:
    """UnknownTeam if nothing is known of this workspace."""
    if team not in (known := teams(session)):
        raise UnknownTeam(team, known)


def remember_channel(session: Session, channel: ChannelInfo) -> None:
    """Write down what Slack said."""
    _put(session, channels, channel.team, channel.model_dump(exclude={"team"}))


def channel(session: Session, team: str, channel_id: str) -> ChannelInfo | None:
    """What is known of the channel."""
    own = select(channels).where(channels.c.team_id == team, channels.c.id == channel_id)
    row = session.execute(own).first()
    return ChannelInfo.model_validate({**row._asdict(), "team": team}) if row else None


def channels_by_id(session: Session, team: str) -> dict[str, ChannelInfo]:
    """All channels that are known, by id."""
    rows = session.execute(select(channels).where(channels.c.team_id == team)).all()
    return {row.id: ChannelInfo.model_validate({**row._asdict(), "team": team}) for row in rows}


def is_member(session: Session, team: str, channel_id: str, person: str) -> bool:
    """Whether the person is known to be in the channel."""
    own = (channel_members.c.team_id == team, channel_members.c.channel == channel_id)
    found = select(channel_members.c.person).where(*own, channel_members.c.person == person)
    return session.execute(found).scalar() is not None


def channels_of(session: Session, team: str, person: str) -> set[str | None]:
    """The channels that the person is known to be in."""
    own = (channel_members.c.team_id == team, channel_members.c.person == person)
    return set(session.execute(select(channel_members.c.channel).where(*own)).scalars())


def remember_event(session: Session, now: datetime, event_id: str) -> bool:
    """Whether the event is new."""
    session.execute(delete(seen_events).where(seen_events.c.at < now - REMEMBERED))
    known = session.execute(select(seen_events.c.id).where(seen_events.c.id == event_id)).scalar()
    if known is None:
        session.execute(insert(seen_events).values(id=event_id, at=now))
    return known is None


def tell(
    session: Session, now: datetime, team: str, user: str, sentence: str, task_id: int | None = None
) -> None:
    """Want the sentence told; its text is kept aside, since rows of the outbox hold none.

    With a `task_id`, it comes with the button that opens that task.
    """
    text = store_texts.keep(session, team, sentence, task_id)
    store_outbox.want(session, team, now, [posts.tell(user, secrets.token_hex(8), text, task_id)])


def _put(session: Session, table: Table, team: str, values: dict[str, Any]) -> None:
    """Insert the row, or write over the one with its id."""
    same = (table.c.team_id == team, table.c.id == values["id"])
    if changed(session, update(table).where(*same).values(**values)) == 0:
        session.execute(insert(table).values(team_id=team, **values))
