"""Where a task and its roles stand, retold by its events alone. Pure.

Their rows change with every step, so they can't be append-only; but whatever changes them leaves an event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.tasks.events import Event
from bot.tasks.task import SignOffState, State

OF_ROW = ("title", "assignee", "priority", "priority_rank", "sign_by", "ticks")
"""The facts that say what the task's own row holds from then on."""


class Told(NamedTuple):
    """A role."""

    state: str = SignOffState.NOBODY.value
    """Where it stands."""
    person: str | None = None
    """The id of the user who is asked, or has answered."""
    reason: str | None = None
    """The SHA-256 of why changes are requested, or why it isn't needed."""
    stand_in: str | None = None
    """The id of the user who may answer for the person now."""


@dataclass
class Retold:
    """What the events say that were heard so far."""

    state: str = State.OPEN.value
    """Where the task stands."""
    roles: dict[str, Told] = field(default_factory=dict)
    """By their names; a role of which nothing was heard has nobody."""
    unasked: Event | None = None
    """The first answer of somebody whom the role didn't ask, and who didn't stand in for its person."""
    started: bool = False
    """Whether the work was ever said to have begun."""
    named: dict[str, Event] = field(default_factory=dict)
    """The last event that names what a column of the task's own row holds, by the fact's name; an event of an
    earlier version names fewer of them.
    """

    def hear(self, event: Event) -> None:
        """The next event of the task's chain."""
        self.named.update((name, event) for name in OF_ROW if name in event.facts)
        if event.kind in _OF_ROLE:
            role = str(event.facts.get("role"))
            before = self.roles.get(role, Told())
            if event.kind in _ANSWERS and not _was_asked(event, before):
                self.unasked = self.unasked or event
            self.roles[role] = _OF_ROLE[event.kind](before, event.facts)
        self.started = self.started or event.kind == "task started"
        if event.kind in _RESTS:
            self.state = self._resting(edited=event.kind == "task edited")
        elif event.kind == "task reopened":
            self.state = str(event.facts.get("to"))
        elif event.kind in _STATES:
            self.state = _STATES[event.kind].value

    def _resting(self, *, edited: bool) -> str:
        """Where it stands by its signatures, none of which counts after an edit."""
        signed = any(each.state == SignOffState.SIGNED.value for each in self.roles.values())
        if signed and not edited:
            return State.IN_REVIEW.value
        return State.STARTED.value if self.started else State.OPEN.value


def _was_asked(event: Event, role: Told) -> bool:
    """Whether whoever answers is the role's person; or says that it is for them, and stands in for them then."""
    person = event.facts.get("for")
    return event.who == role.person if person is None else (person, event.who) == (role.person, role.stand_in)


def _stood_in(before: Told, stand_in: object) -> Told:
    return before._replace(stand_in=None if stand_in is None else str(stand_in))


def _asked(person: object) -> Told:
    return Told(SignOffState.ASKED.value, None if person is None else str(person))


def _wished(before: Told, facts: Mapping[str, object]) -> Told:
    """The wish is the stand-in's, or the person's, and then nobody stands in for its being answered."""
    stand_in = before.stand_in if facts.get("for") else None
    return Told(SignOffState.CHANGES_REQUESTED.value, before.person, str(facts.get("reason")), stand_in)


_OF_ROLE: dict[str, Callable[[Told, Mapping[str, object]], Told]] = {
    "sign-off asked": lambda _, facts: _asked(facts.get("person")),
    "sign-off reassigned": lambda _, facts: _asked(facts.get("to")),
    "signature retracted": lambda before, _: _asked(before.person),
    "signature dismissed": lambda before, _: _asked(before.person),
    "signed": lambda before, _: Told(SignOffState.SIGNED.value, before.person),
    "changes requested": _wished,
    "sign-off not needed": lambda _, facts: Told(
        SignOffState.NOT_NEEDED.value, None, str(facts.get("reason"))
    ),
    "sign-off freed": lambda _, facts: Told(),
    "stand-in asked": lambda before, facts: _stood_in(before, facts.get("stand_in")),
    "stand-in freed": lambda before, _: _stood_in(before, None),
}
"""What becomes of a role by each kind of event."""
_ANSWERS = ("signed", "changes requested")
_RESTS = ("signature retracted", "task edited")
_STATES = {
    "task started": State.STARTED,
    "review started": State.IN_REVIEW,
    "task done": State.DONE,
    "task closed": State.CLOSED,
}
"""Where a task stands by each kind of event."""
