"""Where a task and its roles stand, retold by its events alone. Pure.

Their rows change with every step, so they can't be append-only; but whatever changes them leaves an event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.tasks.events import Event
from bot.tasks.task import SignOffState, State


class Told(NamedTuple):
    """A role."""

    state: str = SignOffState.NOBODY.value
    """Where it stands."""
    person: str | None = None
    """The id of the user who is asked, or has answered."""
    reason: str | None = None
    """The SHA-256 of why changes are requested, or why it isn't needed."""


@dataclass
class Retold:
    """What the events say that were heard so far."""

    state: str = State.OPEN.value
    """Where the task stands."""
    roles: dict[str, Told] = field(default_factory=dict)
    """By their names; a role of which nothing was heard has nobody."""
    unasked: Event | None = None
    """The first answer of somebody whom the role didn't ask."""
    started: bool = False
    """Whether the work was ever said to have begun."""

    def hear(self, event: Event) -> None:
        """The next event of the task's chain."""
        if event.kind in _OF_ROLE:
            role = str(event.facts.get("role"))
            before = self.roles.get(role, Told())
            if event.kind in _ANSWERS and (event.facts.get("for") or event.who) != before.person:
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


def _asked(person: object) -> Told:
    return Told(SignOffState.ASKED.value, None if person is None else str(person))


def _with_reason(state: SignOffState, person: str | None, facts: Mapping[str, object]) -> Told:
    return Told(state.value, person, str(facts.get("reason")))


_OF_ROLE: dict[str, Callable[[Told, Mapping[str, object]], Told]] = {
    "sign-off asked": lambda _, facts: _asked(facts.get("person")),
    "sign-off reassigned": lambda _, facts: _asked(facts.get("to")),
    "signature retracted": lambda before, _: _asked(before.person),
    "signature dismissed": lambda before, _: _asked(before.person),
    "signed": lambda before, _: Told(SignOffState.SIGNED.value, before.person),
    "changes requested": lambda before, facts: _with_reason(
        SignOffState.CHANGES_REQUESTED, before.person, facts
    ),
    "sign-off not needed": lambda _, facts: _with_reason(SignOffState.NOT_NEEDED, None, facts),
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
