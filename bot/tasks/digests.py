"""Summaries: ordered by somebody, or due by a schedule."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from bot.tasks import directory, posts, store_events, store_outbox, store_tasks, store_texts, summary, witness
from bot.tasks.changing import changed
from bot.tasks.documents import names_of
from bot.tasks.errors import NotAllowed
from bot.tasks.events import Fact
from bot.tasks.results import SummaryOrdered
from bot.tasks.substance import sha256
from bot.tasks.tables import schedules
from bot.tasks.task import Task

Following = Callable[[datetime], datetime | None]
"""The first moment after the given one; None for never."""


def order(session: Session, now: datetime, team: str, channel: str, asked_by: str | None) -> SummaryOrdered:
    """Render what the channel may see, keep it, and want its parts posted.

    It is posted as it is now, not as it will be when it is sent. `asked_by` is None for a schedule's.
    NotAllowed if they are no full member: a summary lists what guests don't read.
    """
    if asked_by:
        _check_full(session, team, asked_by)
    tasks = visible(session, team, channel)
    text = summary.render(tasks, _names(session, team, tasks), now)
    parts = summary.split(text)
    summary_id = secrets.token_hex(8)
    hashes = [store_texts.keep(session, team, part) for part in parts]
    wanted = [
        posts.summary(summary_id, part, channel, digest, asked_by) for part, digest in enumerate(hashes)
    ]
    store_outbox.want(session, team, now, wanted)
    _witness(session, now, team, channel, asked_by, sha256(text))
    return SummaryOrdered(id=summary_id, text=text, parts=len(parts), tasks=len(tasks))


def _check_full(session: Session, team: str, who: str) -> None:
    person = directory.people_by_id(session, team, [who]).get(who)
    if person is None:
        raise NotAllowed(
            "Slack could not say just now who you are, so no summary was made. Please try again."
        )
    if person.kind != "full" or not person.active:
        raise NotAllowed(
            "You can't post a summary: it lists tasks that only full members of this workspace may read. "
            "Please ask one of them."
        )


def visible(session: Session, team: str, channel: str) -> list[Task]:
    """The open tasks that everybody in this channel may read.

    Those of its own; and those whose channel is public, unless this one is shared with another workspace.
    A channel that isn't known is neither public nor surely unshared.
    """
    known = directory.channels_by_id(session, team)
    public = {each.id for each in known.values() if not each.private}
    here = known.get(channel)
    shown = {channel} if here is None or here.shared else {channel, *public}
    return [task for task in store_tasks.live(session, team) if task.channel in shown]


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


def order_when_due(
    session: Session, now: datetime, team: str, name: str, channel: str, following: Following
) -> SummaryOrdered | None:
    """Claim the schedule if it is due, and order its summary.

    The due time moves on from now: after a downtime one summary comes, not all that were missed.
    """
    due = (schedules.c.team_id == team, schedules.c.name == name, schedules.c.due_at <= now)
    if changed(session, update(schedules).where(*due).values(due_at=following(now))) == 0:
        return None
    return order(session, now, team, channel, None)


def _names(session: Session, team: str, tasks: list[Task]) -> dict[str, str]:
    ids = {each.person for task in tasks for each in task.sign_offs} | {task.assignee for task in tasks}
    return names_of(directory.people_by_id(session, team, {each for each in ids if each}))


def _witness(
    session: Session, now: datetime, team: str, channel: str, asked_by: str | None, text: str
) -> None:
    """The summary's event is a witness, too."""
    said = {"channel": channel, "text": text, **witness.facts(session, team)}
    fact = Fact(kind="summary ordered", who=asked_by, at=now, facts=said)
    store_events.append(session, team, store_events.WORKSPACE, [fact])
