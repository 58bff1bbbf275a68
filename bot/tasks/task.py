"""What a task is. What may happen to it stands in moves.py."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Place = Literal["card", "dm", "home", "command"]
"""From where somebody signed: the card's button, the direct message's, the Home tab's, or `/task sign`."""


class State(StrEnum):
    """Where a task stands. A template's own words for it are labels: see `label`."""

    OPEN = "open"
    STARTED = "started"
    IN_REVIEW = "in review"
    DONE = "done"
    CLOSED = "closed"

    @property
    def live(self) -> bool:
        """Whether anybody is still waited for."""
        return self not in (State.DONE, State.CLOSED)


class SignOffState(StrEnum):
    """Where one role's sign-off stands."""

    NOBODY = "nobody yet"
    ASKED = "asked"
    SIGNED = "signed"
    CHANGES_REQUESTED = "changes requested"
    NOT_NEEDED = "not needed"


class SignOff(BaseModel):
    """A role of a task, and whom it asks."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    """Given by the database; 0 until then."""
    role: str
    """As the template names it."""
    statement: str
    """What the signature says, as in the template; "" if it says nothing."""
    person: str | None = None
    """The id of the user who is asked; None while nobody is."""
    state: SignOffState = SignOffState.NOBODY
    """Where it stands."""
    reason: str | None = None
    """Why changes were requested, or why it isn't needed."""
    asked_at: datetime | None = None
    """When the person was asked; aware, UTC."""
    remind_at: datetime | None = None
    """The next reminder; aware, UTC; None when none is wanted."""
    reminders_sent: int = 0
    """How many reminders there were since the person was asked."""
    snoozed_until: datetime | None = None
    """Until when whose turn it is wants no reminder, and then one; aware, UTC. `remind_at` is the rhythm after it."""
    stand_in: str | None = None
    """The user id of who may sign for the person, and is reminded in their place, while they are away."""
    escalate_at: datetime | None = None
    """When it is looked at next whether others have to be told that it still waits: at once after it was asked,
    then when they have to; aware, UTC; None when that isn't wanted (any more)."""
    escalated: int = 0
    """How many steps of that were taken since the person was asked."""

    def asks(self, who: str) -> bool:
        """Whether the role is theirs, or they stand in for whose it is."""
        return who in self.people

    @property
    def people(self) -> tuple[str, ...]:
        """The user ids of the person, and of who stands in for them; none if nobody is asked."""
        return tuple(each for each in (self.person, self.stand_in) if each)


class Signature(BaseModel):
    """A signature, as it was given: nothing in it ever changes."""

    model_config = ConfigDict(frozen=True)

    sign_off_id: int
    """The sign-off that it answers."""
    role: str
    """The role, as the template named it."""
    statement: str
    """What was signed, in words."""
    signer: str
    """The user's id."""
    signed_for: str | None = None
    """The user id of the person for whom a stand-in signed."""
    revision: int
    """The number of the revision that was signed."""
    substance_hash: str
    """The SHA-256 (hex) of that revision's substance."""
    document_hash: str
    """The SHA-256 (hex) of the whole document as it was shown; its text is kept."""
    name: str
    """The signer's displayed name at that moment; a stand-in's with whose role it is: see absence.in_place_of."""
    day: date
    """The signer's own day at that moment, in their time zone."""
    at: datetime
    """The moment; aware, UTC."""
    place: Place
    """From where it was given."""
    comment: str | None = None
    """What the signer added, as typed."""


class Task(BaseModel):
    """A task at one moment."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    """Given by the database; 0 until then."""
    team: str
    """The workspace's id."""
    key: str
    """What people call it: `TASK-012`."""
    title: str
    """One line, as typed."""
    version: int = 1
    """Raised by every change; a change is refused unless it was made on the latest."""
    state: State = State.OPEN
    """Where it stands."""
    revision: int = 1
    """The number of the present revision of its substance, from 1."""
    author: str
    """The user id of who created it."""
    channel: str | None = None
    """The channel of its card; None if it has none."""
    sign_by: date | None = None
    """The day by which it should be signed."""
    created_at: datetime
    """Aware, UTC."""
    updated_at: datetime
    """The last change; aware, UTC."""
    template_hash: str
    """The SHA-256 (hex) of its template's text."""
    substance_hash: str
    """The SHA-256 (hex) of the present revision's substance."""
    document_hash: str
    """The SHA-256 (hex) of the document as it was when the present revision was made."""
    signed_document_hash: str | None = None
    """The SHA-256 (hex) of the whole signed document, footer included, once it is done."""
    forgotten_at: datetime | None = None
    """When its texts were deleted, as COUNTERSIGN_KEEP says; aware, UTC; None while they are kept."""
    assignee: str | None = None
    """A user id, from the first person field."""
    priority: str | None = None
    """The answer of the first choice labelled Priority or Severity."""
    priority_rank: int | None = None
    """The place of `priority` among its options, from 0."""
    source: str | None = None
    """The permalink of the message that it was made from."""
    sign_offs: tuple[SignOff, ...] = ()
    """One for each role, in the template's order."""
    signatures: tuple[Signature, ...] = ()
    """In the order in which they were given."""

    def waiting(self) -> tuple[SignOff, ...]:
        """The sign-offs whose person is asked and has not answered; none once it is done or closed."""
        asked = tuple(each for each in self.sign_offs if each.state is SignOffState.ASKED)
        return asked if self.state.live else ()

    def turn_of(self, sign_off: SignOff) -> str | None:
        """Whose turn it is: the person's who is asked, or their stand-in's; the author's, where changes are requested or nobody is
        asked yet; nobody's (None), where there is an answer, or the task is done or closed.
        """
        if not self.state.live:
            return None
        if sign_off.state is SignOffState.ASKED:
            return sign_off.stand_in or sign_off.person
        left = (SignOffState.CHANGES_REQUESTED, SignOffState.NOBODY)
        return self.author if sign_off.state in left else None

    def asked_of(self, who: str) -> tuple[SignOff, ...]:
        """The sign-offs that this user may still answer, for themselves or as a stand-in: also where changes are
        requested.
        """
        may_answer = (SignOffState.ASKED, SignOffState.CHANGES_REQUESTED)
        own = tuple(each for each in self.sign_offs if each.asks(who) and each.state in may_answer)
        return own if self.state.live else ()

    def signature_of(self, sign_off: SignOff) -> Signature | None:
        """The latest signature of the sign-off, for the present substance; None if there is none."""
        fitting = [
            each
            for each in self.signatures
            if each.sign_off_id == sign_off.id and each.substance_hash == self.substance_hash
        ]
        return fitting[-1] if fitting and sign_off.state is SignOffState.SIGNED else None

    def signed_by(self, who: str) -> tuple[SignOff, ...]:
        """The sign-offs whose signature, for the present substance, this user gave."""
        return tuple(
            each for each in self.sign_offs if (own := self.signature_of(each)) and own.signer == who
        )

    def given_for(self, who: str) -> tuple[Signature, ...]:
        """The signatures that this user gave, for the present substance, in the template's order; if there are none,
        those that stand-ins gave for them.
        """
        found = [given for each in self.sign_offs if (given := self.signature_of(each))]
        own = tuple(each for each in found if each.signer == who)
        return own or tuple(each for each in found if each.signed_for == who)

    def counting(self) -> tuple[Signature, ...]:
        """The signatures that count now, in the order in which they were given."""
        latest = {id(self.signature_of(each)) for each in self.sign_offs}
        return tuple(each for each in self.signatures if id(each) in latest)

    def label(self, statuses: tuple[str, ...]) -> str:
        """The state in the words of the template's Status options; without options, in ours."""
        return label(self.state, statuses)


def label(state: State, statuses: tuple[str, ...]) -> str:
    """The state in a template's words, by position.

    The first is open, the last is done, the second is started, the last but one is in review; where there
    are fewer, the one before. Closed reads "last (closed)".
    """
    if not statuses:
        return state.value
    last = len(statuses) - 1
    at = {State.OPEN: 0, State.STARTED: min(1, max(last - 1, 0)), State.IN_REVIEW: max(last - 1, 0)}
    return statuses[at.get(state, last)] + (" (closed)" if state is State.CLOSED else "")
