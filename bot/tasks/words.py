"""What each kind of event is in words, which follow the name of who did it: `signed as Developer`. Pure."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo

from bot.tasks.absence import in_place_of
from bot.tasks.events import Event


class Said:
    """An event's facts, as words need them."""

    def __init__(self, event: Event, called: Mapping[str, str], zone: tzinfo | None) -> None:
        self.by_itself = event.who is None
        """Whether the bot did it: nobody is named."""
        self._facts = event.facts
        self._called = called
        self._zone = zone

    def __getitem__(self, name: str) -> str:
        """A fact as text; "?" where the event lacks it."""
        return str(self._facts.get(name, "?"))

    def has(self, name: str) -> bool:
        """Whether the event says it."""
        return self._facts.get(name) is not None

    def person(self, name: str) -> str:
        """Whom a fact names, by the name that is known now, else by the id; "nobody" for none."""
        user = self._facts.get(name)
        return self._called.get(str(user), str(user)) if user else "nobody"

    def moment(self, name: str) -> str:
        """A moment (ISO 8601, UTC) to the minute: in the reader's zone, else in UTC, which is then said."""
        if not self.has(name):
            return "?"
        at = datetime.fromisoformat(self[name]).astimezone(self._zone or UTC)
        return f"{at:%Y-%m-%d %H:%M}{'' if self._zone else ' UTC'}"

    def count(self, name: str) -> int:
        """How many a fact lists."""
        listed = self._facts.get(name)
        return len(listed) if isinstance(listed, list | dict) else 0


def words(event: Event, called: Mapping[str, str], zone: tzinfo | None = None) -> str:
    """What happened. `called`: displayed names by user id. A kind of a later version stands for itself.

    `zone` is where its reader is told that all times are; without it a moment says that it is in UTC.
    """
    say = WORDS.get(event.kind)
    return say(Said(event, called, zone)) if say else event.kind


def _created(said: Said) -> str:
    return "created it from a document" if said.has("imported") else "created it"


def _signed(said: Said) -> str:
    return f"signed as {said['role']}" + (f" for {said.person('for')}" if said.has("for") else "")


def _done(said: Said) -> str:
    return "marked it as done" + (", as nothing more was needed" if said.by_itself else "")


def _reassigned(said: Said) -> str:
    return f"handed the role {said['role']} from {said.person('from')} to {said.person('to')}"


def _snoozed(said: Said) -> str:
    return f"put off being reminded until {said.moment('until')}"


def _stood_in(said: Said) -> str:
    days = said["first"] if said["first"] == said["last"] else f"{said['first']} to {said['last']}"
    whom = in_place_of(said.person("stand_in"), said.person("person"))
    return f"asked {whom}, who is away ({days}), to sign as {said['role']}"


def _edited(said: Said) -> str:
    based = f", begun from revision {said['base']}" if said.has("base") else ""
    return f"edited it{' by a document' if said.has('imported') else ''}: revision {said['revision']}{based}"


def _dismissed(said: Said) -> str:
    return f"dismissed the signature of {said.person('signer')} as {said['role']} by the edit"


def _ticked(said: Said) -> str:
    return "ticked or unticked boxes of its checklists"


def _absence(did: str, said: Said) -> str:
    whom = in_place_of(said.person("stand_in"), said.person("person"))
    return f"{did} the absence {said['first']} to {said['last']}, with {whom}"


def _refused(said: Said) -> str:
    wanted = WANTED.get(said["action"], said["action"])
    return f"wanted to {wanted}, and was refused: {REFUSED.get(said['why'], said['why'])}"


def _escalated(said: Said) -> str:
    """What was done, by the numbers of the steps: see escalating.py."""
    who, role = said.person("person"), said["role"]
    if said["step"] == "1":
        return f"hinted to {who}, who had not answered as {role}, that it can be handed over"
    whom = "told the author" if said["step"] == "2" else "said in the channel"
    return f"{whom} that {who} had not answered as {role}"


WORDS: dict[str, Callable[[Said], str]] = {
    "task created": _created,
    "sign-off asked": lambda said: f"asked {said.person('person')} to sign as {said['role']}",
    "signed": _signed,
    "review started": lambda said: "put it in review",
    "task done": _done,
    "document sealed": lambda said: "sealed the signed document",
    "changes requested": lambda said: f"requested changes as {said['role']}",
    "signature retracted": lambda said: f"retracted the signature as {said['role']}",
    "sign-off reassigned": _reassigned,
    "sign-off not needed": lambda said: f"said that no signature as {said['role']} is needed",
    "snoozed": _snoozed,
    "escalated": _escalated,
    "sign-off freed": lambda said: (
        f"freed the role {said['role']}: the account of {said.person('from')} is deactivated"
    ),
    "stand-in asked": _stood_in,
    "stand-in freed": lambda said: f"gave the role {said['role']} back to {said.person('person')}",
    "absence set": lambda said: _absence("set", said),
    "absence ended": lambda said: _absence("ended", said),
    "task started": lambda said: "started it",
    "task closed": lambda said: "closed it",
    "task reopened": lambda said: "reopened it",
    "task edited": _edited,
    "signature dismissed": _dismissed,
    "sign-by changed": lambda said: "changed the day to sign by",
    "ticked": _ticked,
    "refused": _refused,
    "summary ordered": lambda said: "ordered a summary",
    "texts forgotten": lambda said: "deleted its texts, since it had been over for as long as they are kept",
    "heads witnessed": lambda said: "noted where each history stands",
}
"""Every kind of event that there is; tests/tasks/test_words.py finds one that is missing."""

WANTED = {"reassign": "hand a role over"}
"""What an action is called on its button, where events call it otherwise."""

REFUSED = {
    "NotAllowed": "it isn't allowed",
    "NotNow": "it can't be done as the task stood",
    "NeverShown": "what they pressed isn't what the task ever said",
    "NotAsked": "they weren't asked to sign",
    "ShownForAnother": "what they pressed was made for another task",
    "NotFromHere": "the file was of another task, which has the same key elsewhere",
    "NotYours": "it belongs to somebody else",
    "AlreadySigned": "they had signed",
    "AlreadyTheirs": "the role can't go to that person",
    "CannotSign": "the person can't sign",
    "HoldsBoth": "one person would hold two roles that are kept apart",
    "SignsBoth": "one person would sign as two roles that are kept apart",
    "NotOurs": "what they pressed held something that was changed",
    "BadReason": "the reason can't be taken",
    "BadAbsence": "the absence can't be taken",
    "NotThen": "a reminder can't be put off until then",
    "Stale": "it had changed meanwhile",
    "NotSoFar": "what they pressed was newer than what the database holds",
    "UnknownTask": "there is no such task",
    "Clashing": "somebody else had changed the same",
    "DayChanged": "the day to sign by had changed meanwhile",
    "TitleMissing": "it had no title",
    "NotKept": "what it said isn't kept any more",
}
"""Why, by the kind of the error."""
