"""Pages of long lists, asked of the database, so that what isn't shown is never read: whose tasks, which, in what order."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlmodel import Session

from bot.tasks import directory
from bot.tasks.people import PersonInfo
from bot.tasks.rights import MAY, Action, Relation, account, against
from bot.tasks.tables import channel_members, channels, sign_offs, signatures, tasks
from bot.tasks.task import SignOffState, State

Which = ColumnElement[bool]
"""What holds of the tasks that are asked for."""
Order = Sequence[ColumnElement[Any]]
"""What they are sorted by."""

LIVE: Which = tasks.c.state.in_([state.value for state in State if state.live])
SOONEST: Order = (
    tasks.c.sign_by.is_(None),
    tasks.c.sign_by,
    tasks.c.priority_rank.is_(None),
    tasks.c.priority_rank,
    tasks.c.id.desc(),
)
"""By "Sign by", then by the rank of the priority, then the newest first; without a day or a rank the last."""
NEWEST: Order = (tasks.c.id.desc(),)


def longest(since: ColumnElement[Any]) -> Order:
    """What has waited since the earliest moment comes first; what waits since none (null) is last, in no order."""
    return (since.nulls_last(), case((since.is_not(None), tasks.c.id)))


def theirs(who: str) -> Which:
    """Those whose author or assignee this person is."""
    return or_(tasks.c.author == who, tasks.c.assignee == who)


def among(found: Select[Any]) -> Which:
    """Those with the ids that are selected."""
    return tasks.c.id.in_(found)


def may_read(session: Session, team: str, who: str, *, admin: bool = False, here: str | None = None) -> Which:
    """The tasks that somebody may read, by the table of rights: the same as rights.may says of each.

    `here`: a channel in which the person was seen just now.
    """
    person = directory.people_by_id(session, team, [who]).get(who)
    if against(Action.READ, account(person)):
        return literal(value=False)
    held = _held(team, who, person, admin=admin, here=here)
    return or_(*(held[each] for each in sorted(MAY[Action.READ])))


def count(session: Session, team: str, *which: Which) -> int:
    """How many tasks of the workspace there are of which all of this holds."""
    counted = select(func.count()).select_from(tasks).where(tasks.c.team_id == team, *which)
    return int(session.execute(counted).scalar_one())


def ids(session: Session, team: str, *which: Which, order: Order, first: int, most: int) -> list[int]:
    """The ids of at most `most` of those, from place `first` (from 0) on."""
    own = selected(team, *which)
    return list(session.execute(own.order_by(*order).offset(first).limit(most)).scalars())


def selected(team: str, *which: Which) -> Select[tuple[int]]:
    """Selects the ids of those."""
    return select(tasks.c.id).where(tasks.c.team_id == team, *which).correlate(None)


def _held(
    team: str, who: str, person: PersonInfo | None, *, admin: bool, here: str | None
) -> dict[Relation, Which]:
    """What holds of the tasks to which the person is that: rights.relations, as conditions."""
    full = literal(person is not None and person.kind == "full")
    own = (channel_members.c.team_id == team, channel_members.c.person == who)
    inside = select(channel_members.c.channel).where(*own)
    # A task without a channel is in none: to compare with None would find just those.
    seen = literal(value=False) if here is None else tasks.c.channel == here
    public = select(channels.c.id).where(channels.c.team_id == team, channels.c.private.is_(False))
    return {
        Relation.AUTHOR: tasks.c.author == who,
        Relation.ASSIGNEE: tasks.c.assignee == who,
        Relation.SIGNER: or_(_asks(team, who), _signed_by(team, who)),
        Relation.ADMIN: literal(admin),
        Relation.MEMBER: and_(full, or_(seen, tasks.c.channel.in_(inside))),
        Relation.COULD_JOIN: and_(full, tasks.c.channel.in_(public)),
    }


def _asks(team: str, who: str) -> Which:
    """A role is theirs, or they stand in for whose it is."""
    named = or_(sign_offs.c.person == who, sign_offs.c.stand_in == who)
    return tasks.c.id.in_(select(sign_offs.c.task_id).where(sign_offs.c.team_id == team, named))


def _signed_by(team: str, who: str) -> Which:
    """A role's signature that counts is theirs: the latest one for the present substance."""
    same = (
        signatures.c.team_id == team,
        signatures.c.sign_off_id == sign_offs.c.id,
        signatures.c.substance_hash == tasks.c.substance_hash,
    )
    latest = select(signatures.c.signer).where(*same).order_by(signatures.c.id.desc()).limit(1)
    theirs = select(signatures.c.sign_off_id).where(signatures.c.team_id == team, signatures.c.signer == who)
    own = (
        sign_offs.c.team_id == team,
        sign_offs.c.task_id == tasks.c.id,
        sign_offs.c.state == SignOffState.SIGNED.value,
        sign_offs.c.id.in_(theirs),
        latest.correlate(sign_offs, tasks).scalar_subquery() == who,
    )
    return select(sign_offs.c.id).where(*own).correlate(tasks).exists()
