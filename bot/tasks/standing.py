"""What somebody is to a task, by the rows: what isn't known there gives no right."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.tasks import directory
from bot.tasks.rights import Relation, relations
from bot.tasks.task import Task


def standing(
    session: Session, task: Task, who: str, *, admin: bool = False, there: bool = False
) -> frozenset[Relation]:
    """All that somebody is to the task. `there`: they were seen to be in the card's channel just now."""
    person = directory.people_by_id(session, task.team, [who]).get(who)
    if task.channel is None:
        return relations(task, who, person, admin=admin)
    channel = directory.channel(session, task.team, task.channel)
    member = there or directory.is_member(session, task.team, task.channel, who)
    return relations(task, who, person, channel, member=member, admin=admin)


def standings(
    session: Session,
    team: str,
    tasks: Iterable[Task],
    who: str,
    *,
    admin: bool = False,
    here: str | None = None,
) -> list[frozenset[Relation]]:
    """The same of many tasks of the workspace, in their order, by three queries however many there are.

    `here`: a channel in which the person was seen just now.
    """
    person = directory.people_by_id(session, team, [who]).get(who)
    channels = directory.channels_by_id(session, team)
    inside = directory.channels_of(session, team, who) | {here}
    return [
        relations(
            task,
            who,
            person,
            channels.get(task.channel or ""),
            member=task.channel is not None and task.channel in inside,
            admin=admin,
        )
        for task in tasks
    ]
