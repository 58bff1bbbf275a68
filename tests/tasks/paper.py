"""What somebody with pencil and paper would keep of a task: plain facts, changed by the rules as they are written.

Each method says whether the step may be taken, and takes it if so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

ASKED, SIGNED, WISHES, NOBODY, NEEDLESS = (
    "asked",
    "signed",
    "changes requested",
    "nobody yet",
    "not needed",
)
WAITING = (ASKED, WISHES)
CHECKLIST = "definition-of-done"
LIVE = ("open", "started", "in review")

Answers = dict[str, Any]


@dataclass
class Role:
    """Who is asked, and what they have answered."""

    state: str = NOBODY
    person: str | None = None
    dismissed: bool = False
    """Whether an edit took a signature that was given for it, and nothing has become of the role since."""
    put_off_by: str | None = None
    """Who was the last to put off being reminded of it."""
    answered_by: str | None = None
    """Who signed it last, or wished for changes: the person, or who stood in for them."""

    def ask(self, person: str | None) -> None:
        self.person, self.state, self.dismissed = person, ASKED, False

    def answer(self, state: str, who: str) -> None:
        self.state, self.dismissed, self.answered_by = state, False, who


@dataclass(frozen=True)
class Plan:
    """An edit under way."""

    base: Answers
    """What it began with."""
    mine: Answers
    """What it says now."""
    ticked: frozenset[str]
    """The items that were ticked when it began."""
    named: Mapping[str, str]
    """Whom it asks to sign, for roles that have nobody."""


@dataclass
class Paper:
    """A task. The items of its one checklist are texts, each there once."""

    author: str
    answers: Answers
    roles: dict[str, Role]
    state: str = "open"
    started: bool = False
    ticked: set[str] = field(default_factory=set)
    """The texts of the items that are ticked."""
    revisions: list[Answers] = field(default_factory=list)
    """The answers of each, from the first on."""
    away: dict[str, str] = field(default_factory=dict)
    """Who is away now, and who stands in; of all tasks the same."""

    @property
    def live(self) -> bool:
        return self.state in LIVE

    @property
    def assignee(self) -> str | None:
        picked: str | None = self.answers["assignee"]["user"]
        return picked

    def theirs(self, who: str, *states: str) -> list[str]:
        """The roles of somebody that stand so; none once it is done or closed."""
        own = [
            name
            for name, role in self.roles.items()
            if who in (role.person, self.stand_in(name)) and role.state in states
        ]
        return own if self.live else []

    def given(self, who: str) -> list[str]:
        """The roles that somebody signed, for themselves or for others; none once it is done or closed."""
        own = [name for name, role in self.roles.items() if role.state == SIGNED and role.answered_by == who]
        return own if self.live else []

    def stand_in(self, name: str) -> str | None:
        """Who may answer for a role's person. Changes that were wished for stay with whoever wished for them."""
        role = self.roles[name]
        there = self.away.get(role.person or "") if self.live else None
        return there if role.state == ASKED or (role.state == WISHES and role.answered_by == there) else None

    def back(self, who: str) -> None:
        """Somebody is there again: what is theirs is theirs alone."""
        for role in self.roles.values():
            if role.person == who and role.state == WISHES:
                role.answered_by = who

    def turn(self, role: str) -> str | None:
        """Who is to do something about a role: who is asked; else its author, where nobody is or changes are wished."""
        whose = {
            ASKED: self.stand_in(role) or self.roles[role].person,
            WISHES: self.author,
            NOBODY: self.author,
        }
        return whose.get(self.roles[role].state) if self.live else None

    def missing(self) -> bool:
        """Whether a signature is still needed."""
        return any(role.state not in (SIGNED, NEEDLESS) for role in self.roles.values())

    def signed(self) -> bool:
        """Whether any signature counts."""
        return any(role.state == SIGNED for role in self.roles.values())

    def owns(self, who: str, admin: bool) -> bool:
        return admin or who == self.author

    def works(self, who: str, admin: bool) -> bool:
        return self.owns(who, admin) or who == self.assignee

    def snooze(self, who: str) -> bool:
        """All that is somebody's turn."""
        turns = [role for name, role in self.roles.items() if self.turn(name) == who]
        for role in turns:
            role.put_off_by = who
        return bool(turns)

    # What signers do

    def sign(self, who: str, roles: Collection[str]) -> bool:
        if not self._all(roles, self.theirs(who, *WAITING)):
            return False
        for name in roles:
            self.roles[name].answer(SIGNED, who)
        self.state = "in review" if self.missing() else "done"
        return True

    def taken(self, who: str) -> list[str]:
        """The roles that they had signed before an edit, and may sign again with one press."""
        own = self.theirs(who, ASKED)
        return [name for name in own if self.roles[name].dismissed and self.roles[name].answered_by == who]

    def sign_again(self, who: str) -> bool:
        return self.sign(who, self.taken(who))

    def request_changes(self, who: str, roles: Collection[str]) -> bool:
        """Always for the same reason, so that it is only once something that others are told."""
        if not self._all(roles, self.theirs(who, *WAITING)):
            return False
        if self._all(roles, self.theirs(who, WISHES)):
            return False
        for name in roles:
            self.roles[name].answer(WISHES, who)
        return True

    def retract(self, who: str, roles: Collection[str]) -> bool:
        if not self._all(roles, self.given(who)):
            return False
        for name in roles:
            self.roles[name].answer(ASKED, who)
        self._rest()
        return True

    # What happens to roles

    def reassign(self, who: str, role: str, person: str, admin: bool) -> bool:
        old = self.roles[role]
        own = old.person == who and old.state in WAITING
        any_one = self.owns(who, admin) and old.state in (*WAITING, NEEDLESS)
        if not self.live or not (own or any_one) or person in (who, old.person):
            return False
        old.ask(person)
        return True

    def not_needed(self, who: str, role: str, admin: bool) -> bool:
        old = self.roles[role]
        if not self.live or not self.owns(who, admin) or old.state not in (*WAITING, NOBODY):
            return False
        old.answer(NEEDLESS, who)
        old.person = None
        if self.signed() and not self.missing():
            self.state = "done"
        return True

    def name(self, who: str, named: Mapping[str, str], admin: bool) -> bool:
        taken = any(
            self.roles[role].person != who and self.roles[role].state != NOBODY for role, who in named.items()
        )
        if not self.live or not self.owns(who, admin) or taken:
            return False
        for role, person in named.items():
            if self.roles[role].state == NOBODY:
                self.roles[role].ask(person)
        return True

    # What is done to its answers

    def begin(self, who: str, admin: bool) -> bool:
        """Also of a task that is closed: what is typed is kept until it is reopened."""
        return self.works(who, admin)

    def save(self, who: str, plan: Plan, admin: bool) -> bool:
        if not self.live or not self.works(who, admin) or self._clashes(plan):
            return False
        mine = {key: value for key, value in plan.mine.items() if value != plan.base[key]}
        before, self.answers = self.answers, {**self.answers, **mine}
        kept, items = before[CHECKLIST], self.answers[CHECKLIST]
        self.ticked = {each for each in items if each in (self.ticked if each in kept else plan.ticked)}
        if self.answers != before:
            self._revised()
        for role, person in plan.named.items():
            if self.roles[role].state == NOBODY:
                self.roles[role].ask(person)
        return True

    def _clashes(self, plan: Plan) -> bool:
        return any(
            len({str(each[key]) for each in (plan.base, plan.mine, self.answers)}) == 3
            for key in self.answers
        )

    def _revised(self) -> None:
        """Whoever had answered is asked again."""
        self.revisions.append(self.answers)
        for role in self.roles.values():
            if role.state in (SIGNED, WISHES):
                role.state, role.dismissed = ASKED, role.state == SIGNED
        self._rest()

    def tick(self, who: str, item: str, done: bool, admin: bool) -> bool:
        own = (role.person == who or self.stand_in(name) == who for name, role in self.roles.items())
        signs = any(own) or bool(self.given(who))
        if not self.live or not (signs or self.works(who, admin)):
            return False
        if item in self.answers[CHECKLIST]:
            (self.ticked.add if done else self.ticked.discard)(item)
        return True

    # Its course

    def start(self, who: str, admin: bool) -> bool:
        if self.state != "open" or not self.works(who, admin):
            return False
        self.state, self.started = "started", True
        return True

    def finish(self, who: str, admin: bool) -> bool:
        if not self.live or not self.owns(who, admin) or self.missing():
            return False
        self.state = "done"
        return True

    def close(self, who: str, admin: bool) -> bool:
        if not self.live or not self.owns(who, admin):
            return False
        self.state = "closed"
        return True

    def reopen(self, who: str, admin: bool) -> bool:
        if self.live or not self.owns(who, admin):
            return False
        self._rest()
        return True

    def _rest(self) -> None:
        if self.signed():
            self.state = "in review"
        else:
            self.state = "started" if self.started else "open"

    def _all(self, chosen: Collection[str], allowed: list[str]) -> bool:
        return bool(chosen) and all(each in allowed for each in chosen)
