"""Who may do what with a task: one table, and what isn't in it is denied. Pure.

A draft is no task yet: it is its owner's alone (drafts.py).
"""

from enum import StrEnum

from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.task import Task


class Relation(StrEnum):
    """What somebody is to a task. Several may be true at once: a guest who is its assignee."""

    AUTHOR = "author"
    ASSIGNEE = "assignee"
    SIGNER = "signer"
    """A role is theirs now, whether they have answered or not; or they stand in for whose it is, or signed for them."""
    FORMER_SIGNER = "former signer"
    """They signed once, and no role is theirs now."""
    ADMIN = "admin"
    MEMBER = "channel member"
    """A full member who is in the card's channel."""
    COULD_JOIN = "full member, public channel"
    """A full member; the card's channel is public, so they could join it."""
    FULL = "full member"
    GUEST = "guest"
    OTHER_WORKSPACE = "other workspace"
    DEACTIVATED = "deactivated"
    BOT = "bot"


class Action(StrEnum):
    """What may be done with a task."""

    READ = "read"
    """Also to list, find, export, audit and compare it, and to see it in a summary."""
    EDIT = "edit"
    """Also to import a file over it."""
    TICK = "tick"
    SIGN = "sign"
    REQUEST_CHANGES = "request changes"
    RETRACT = "retract"
    NAME = "name who signs"
    REASSIGN = "reassign"
    NOT_NEEDED = "say that it isn't needed"
    SNOOZE = "snooze"
    START = "start"
    FINISH = "mark as done"
    CLOSE = "close"
    REOPEN = "reopen"


AUTHOR, ASSIGNEE, SIGNER, ADMIN = Relation.AUTHOR, Relation.ASSIGNEE, Relation.SIGNER, Relation.ADMIN

MAY: dict[Action, frozenset[Relation]] = {
    Action.READ: frozenset({AUTHOR, ASSIGNEE, SIGNER, ADMIN, Relation.MEMBER, Relation.COULD_JOIN}),
    Action.EDIT: frozenset({AUTHOR, ASSIGNEE, ADMIN}),
    Action.TICK: frozenset({AUTHOR, ASSIGNEE, SIGNER, ADMIN}),
    Action.SIGN: frozenset({SIGNER}),
    Action.REQUEST_CHANGES: frozenset({SIGNER}),
    Action.RETRACT: frozenset({SIGNER}),
    Action.NAME: frozenset({AUTHOR, ADMIN}),
    Action.REASSIGN: frozenset({AUTHOR, SIGNER, ADMIN}),
    Action.NOT_NEEDED: frozenset({AUTHOR, ADMIN}),
    Action.SNOOZE: frozenset({AUTHOR, SIGNER}),
    Action.START: frozenset({AUTHOR, ASSIGNEE, ADMIN}),
    Action.FINISH: frozenset({AUTHOR, ADMIN}),
    Action.CLOSE: frozenset({AUTHOR, ADMIN}),
    Action.REOPEN: frozenset({AUTHOR, ADMIN}),
}
"""Any of these relations is enough. A signer may answer and hand on only their own role: moves.py, handing.py;
put off only what is their turn: permitted.py."""

ANSWERS = frozenset({Action.SIGN, Action.REQUEST_CHANGES})

NEVER: dict[Relation, frozenset[Action]] = {
    Relation.GUEST: ANSWERS,
    Relation.OTHER_WORKSPACE: ANSWERS,
    Relation.DEACTIVATED: frozenset(Action),
    Relation.BOT: frozenset(Action),
}
"""What stands against it, whatever else somebody is."""

KINDS = {
    "full": Relation.FULL,
    "guest": Relation.GUEST,
    "other workspace": Relation.OTHER_WORKSPACE,
    "bot": Relation.BOT,
}


def relations(
    task: Task,
    who: str,
    person: PersonInfo | None = None,
    channel: ChannelInfo | None = None,
    *,
    member: bool = False,
    admin: bool = False,
) -> frozenset[Relation]:
    """All that somebody is to the task; what isn't known (None) gives nothing.

    `channel` is the card's, and `member` whether it is known that they are in it.
    """
    full = person is not None and person.kind == "full"
    signer = any(each.asks(who) for each in task.sign_offs) or bool(task.signed_by(who))
    facts = {
        Relation.AUTHOR: who == task.author,
        Relation.ASSIGNEE: who == task.assignee,
        Relation.SIGNER: signer,
        Relation.FORMER_SIGNER: not signer and any(who == each.signer for each in task.signatures),
        Relation.ADMIN: admin,
        Relation.MEMBER: full and member,
        Relation.COULD_JOIN: full and channel is not None and not channel.private,
    }
    return frozenset(relation for relation, true in facts.items() if true) | account(person)


def account(person: PersonInfo | None) -> frozenset[Relation]:
    """What somebody is to every task, by their account alone; nothing if it isn't known."""
    if person is None:
        return frozenset()
    kind = KINDS[person.kind]
    return frozenset({kind} if person.active else {kind, Relation.DEACTIVATED})


def granted(action: Action, known: frozenset[Relation]) -> bool:
    """Whether any of these relations gives the right, were there nothing against it."""
    return bool(MAY.get(action, frozenset()) & known)


def against(action: Action, known: frozenset[Relation]) -> Relation | None:
    """The relation that forbids it, whatever else is true; None if none does."""
    return next((each for each in Relation if each in known and action in NEVER.get(each, ())), None)


def may(action: Action, known: frozenset[Relation]) -> bool:
    """Whether somebody who is all this to a task may do this with it."""
    return granted(action, known) and against(action, known) is None
