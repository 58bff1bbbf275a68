"""Who may do what: one table, and what isn't in it is denied. Pure."""

from enum import StrEnum

from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.task import Task


class Party(StrEnum):
    """What somebody is to a task."""

    AUTHOR = "author"
    ASSIGNEE = "assignee"
    SIGNER = "signer"
    ADMIN = "admin"


class Action(StrEnum):
    """What may be done with a task."""

    EDIT = "edit"
    TICK = "tick"
    SIGN = "sign"
    REQUEST_CHANGES = "request changes"
    RETRACT = "retract"
    NAME = "name who signs"
    REASSIGN = "reassign"
    NOT_NEEDED = "say that it isn't needed"
    START = "start"
    FINISH = "mark as done"
    CLOSE = "close"
    REOPEN = "reopen"


MAY: dict[Action, frozenset[Party]] = {
    Action.EDIT: frozenset({Party.AUTHOR, Party.ASSIGNEE, Party.ADMIN}),
    Action.TICK: frozenset({Party.AUTHOR, Party.ASSIGNEE, Party.ADMIN, Party.SIGNER}),
    Action.SIGN: frozenset({Party.SIGNER}),
    Action.REQUEST_CHANGES: frozenset({Party.SIGNER}),
    Action.RETRACT: frozenset({Party.SIGNER}),
    Action.NAME: frozenset({Party.AUTHOR, Party.ADMIN}),
    Action.REASSIGN: frozenset({Party.AUTHOR, Party.ADMIN, Party.SIGNER}),
    Action.NOT_NEEDED: frozenset({Party.AUTHOR, Party.ADMIN}),
    Action.START: frozenset({Party.AUTHOR, Party.ASSIGNEE, Party.ADMIN}),
    Action.FINISH: frozenset({Party.AUTHOR, Party.ADMIN}),
    Action.CLOSE: frozenset({Party.AUTHOR, Party.ADMIN}),
    Action.REOPEN: frozenset({Party.AUTHOR, Party.ADMIN}),
}
"""A signer may sign and hand on only what is asked of them: moves.py looks at the sign-off itself."""


def parties(task: Task, who: str, *, admin: bool = False) -> frozenset[Party]:
    """All that somebody is to the task; nothing for a stranger."""
    facts = {
        Party.AUTHOR: who == task.author,
        Party.ASSIGNEE: who == task.assignee,
        Party.SIGNER: any(who == each.person for each in task.sign_offs),
        Party.ADMIN: admin,
    }
    return frozenset(party for party, true in facts.items() if true)


def may(action: Action, task: Task, who: str, *, admin: bool = False) -> bool:
    """Whether somebody may do this."""
    return bool(MAY.get(action, frozenset()) & parties(task, who, admin=admin))


def may_read(
    task: Task,
    who: str,
    person: PersonInfo | None,
    channel: ChannelInfo | None,
    *,
    member: bool = False,
    admin: bool = False,
) -> bool:
    """Whether somebody may read the task.

    Who is named in it and admins; members of the card's channel; for a public channel every active full
    member. Guests and people of other workspaces only where they are named. Unknown means no.
    """
    if person and not person.active:
        return False
    if parties(task, who, admin=admin):
        return True
    if person is None or person.kind != "full":
        return False
    return member or (channel is not None and not channel.private)
