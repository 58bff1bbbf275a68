"""What may be refused, and why: each kind carries the facts, and str(error) is one sentence for the person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

MOST_NAMED = 5
"""Fields that a sentence names."""
MOST_SHOWN = 40
"""Characters of what somebody typed for a key: enough to recognise it."""


FIND = "/task list shows what is yours, and /task search finds any task by its words."


class TaskError(Exception):
    """Something that was asked of a task may not happen. `str(error)` is one sentence for the person."""


class NotYours(TaskError):
    """A draft belongs to somebody else, or to another workspace."""

    def __init__(self) -> None:
        super().__init__("This draft belongs to somebody else, so only they can go on with it.")


class DraftGone(TaskError):
    """A draft was discarded, or never existed."""

    def __init__(self, draft_id: str) -> None:
        self.draft_id = draft_id
        super().__init__(
            "This draft is no longer there. Type /task drafts to see yours, or /task to start anew."
        )


class TitleMissing(TaskError):
    """A task can't be filed without a title: the only answer that is required."""

    def __init__(self) -> None:
        super().__init__(
            "The task needs a title before it can be created. Please write one on the first page."
        )


class UnknownTask(TaskError):
    """No task of this workspace has the key; `nearest` is one that has it and may be meant, if any.

    `said` is the sentence without its hint, for where Slack's commands are none.
    """

    def __init__(self, key: str, nearest: str | None = None) -> None:
        self.key = key
        self.nearest = nearest
        typed = key if len(key) <= MOST_SHOWN else key[:MOST_SHOWN] + "…"
        hint = f"Did you mean {nearest}?" if nearest else FIND
        self.said = f"There is no task {typed} here."
        super().__init__(f"{self.said} {hint}")


class NotADocument(TaskError):
    """A file can't be read as a document; `why` goes on from "it"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The file can't be imported: {why}.")


class SeveralTeams(TaskError):
    """Several workspaces have a task with the key, and none was chosen."""

    def __init__(self, key: str, teams: tuple[str, ...]) -> None:
        self.key = key
        self.teams = teams
        super().__init__(f"{key} stands in several workspaces: {', '.join(teams)}.")


class UnknownTeam(TaskError):
    """A workspace was named of which nothing is kept; `known` are the ids of those of which something is."""

    def __init__(self, team: str, known: Sequence[str]) -> None:
        self.team = team
        self.known = known
        only = f", only {', '.join(known)}" if known else ", and none at all yet"
        super().__init__(f"The database knows no workspace {team}{only}.")


class NotAsked(TaskError):
    """Somebody wants to sign what they weren't asked to sign.

    `asked` holds the pairs (role, user id or None) of the task's sign-offs that are still needed; the
    sentence names people as `<@U…>`, for whoever shows it to draw as names.
    """

    def __init__(self, key: str, who: str, asked: tuple[tuple[str, str | None], ...] = ()) -> None:
        self.key = key
        self.who = who
        self.asked = asked
        people = ", ".join(f"{role} (<@{person}>)" for role, person in asked if person)
        rest = f" Still waiting for: {people}." if people else ""
        super().__init__(f"You weren't asked to sign {key}, so there is nothing for you to sign.{rest}")


class AlreadySigned(TaskError):
    """The person has signed every role they were asked for; `day` is their own day of the last signature.

    `by`: the name in the signatures, where a stand-in gave them for the person.
    """

    def __init__(self, key: str, roles: tuple[str, ...], day: date, by: str | None = None) -> None:
        self.key = key
        self.roles = roles
        self.day = day
        super().__init__(
            f"{by or 'You'} signed {key} as {' and '.join(roles)} on {day.isoformat()}; nothing more to do."
        )


class Stale(TaskError):
    """What was shown is not what stands now; `what` says what changed, `state` is the present one."""

    def __init__(self, key: str, what: str, state: str, to_see: str = "what you would sign") -> None:
        self.key = key
        self.what = what
        self.state = state
        super().__init__(f"{key} is {state} now, and {what}. Please open it again to see {to_see}.")


class NotSoFar(Stale):
    """What was shown is newer than the task in the database, which was restored since, say."""

    def __init__(self, key: str, state: str) -> None:
        what = (
            "what you were shown is newer than what the bot knows, as happens after its database was restored"
        )
        super().__init__(key, what, state, "how it stands")


class NotAllowed(TaskError):
    """The rules forbid it; `why` is a sentence that says the reason and what to do."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NotNow(NotAllowed):
    """They may, but not as the task stands."""


class NeverShown(NotAllowed):
    """What was pressed isn't what the task ever said."""


class NotFromHere(NotAllowed):
    """A signed document is to edit a task whose history has nothing of it: another installation has its key too."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"This file isn't from here: the {key} whose history its footer names isn't the {key} of this database. It "
            "is of another installation, or of what was lost when a backup was restored."
        )


class ShownForAnother(NotAllowed):
    """What was pressed names a task that it was never drawn for."""

    def __init__(self) -> None:
        super().__init__(
            "What you pressed was shown for another task, so nothing was done. Please open the task again."
        )


class NotThen(TaskError):
    """A reminder can't be put off until then; `clock`: because of the time of day, and not of the day."""

    def __init__(self, why: str, *, clock: bool = False) -> None:
        self.why = why
        self.clock = clock
        super().__init__(why)


class BadReason(TaskError):
    """A reason says nothing, or is longer than can be shown in a form."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class CannotSign(TaskError):
    """Somebody who can't be asked to sign was chosen for a role: a guest, a bot, a closed account."""

    def __init__(self, role: str, person: str, name: str, reason: str) -> None:
        self.role = role
        self.person = person
        self.name = name
        self.reason = reason
        super().__init__(f"{name} can't sign as {role}: {reason}. Please choose an active full member.")


class HoldsBoth(TaskError):
    """Somebody would hold two roles of a task that one person can't hold both."""

    def __init__(self, role: str, other: str, person: str, name: str) -> None:
        self.role = role
        self.other = other
        self.person = person
        super().__init__(
            f"{name} can't be both {role} and {other}: here two different people hold these roles. "
            "Please choose somebody else for one of them."
        )


class SignsBoth(TaskError):
    """Somebody would sign a task as two roles that one person can't hold both.

    `ask` names who can hand the roles over, where they can't: a stand-in has no role of their own to give.
    """

    def __init__(self, key: str, role: str, other: str, *, signed: bool, ask: str = "") -> None:
        self.key = key
        self.role = role
        self.other = other
        hand = f"ask {ask} to hand" if ask else "hand"
        super().__init__(
            f"You signed {key} as {other}, so you can't sign it as {role} too: here two different people do. "
            f"Please {hand} {role} to somebody else."
            if signed
            else f"You can't sign {key} both as {role} and as {other}: here two different people do. "
            f"Please choose one, and {hand} the other to somebody else."
        )


class AlreadyTheirs(TaskError):
    """A role was to be handed to whoever hands it over, or to whoever has it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class BadAbsence(TaskError):
    """Somebody can't be away then, or not with this stand-in; `field` says which is wrong: first, last, stand_in."""

    def __init__(self, field: str, why: str) -> None:
        self.field = field
        self.why = why
        super().__init__(why)


class Clashing(TaskError):
    """Two people changed the same fields; `clashes` (merging.Clash) says which, against the present `revision`."""

    def __init__(self, key: str, revision: int, clashes: tuple[Any, ...]) -> None:
        self.key = key
        self.revision = revision
        self.clashes = clashes
        labels = list(dict.fromkeys(each.label for each in clashes))
        more = f" and {len(labels) - MOST_NAMED} more" if len(labels) > MOST_NAMED else ""
        super().__init__(
            f"Somebody else has changed {', '.join(labels[:MOST_NAMED])}{more} in {key} too since you began. "
            "Nothing was overwritten: please choose for each which text stays."
        )


class DayChanged(TaskError):
    """Two people changed "Sign by" (YYYY-MM-DD; None is no day): `mine` was chosen, and `theirs` stands by now."""

    def __init__(self, key: str, mine: str | None, theirs: str | None) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(
            f"“Sign by” of {key} was changed to {theirs or 'no day'} since this page was drawn, and you chose "
            f"{mine or 'no day'}. Nothing is saved yet: please choose which of them stays, and press Save again."
        )


class NotKept(TaskError):
    """A text of the task isn't kept any more."""

    def __init__(self, key: str, revision: int) -> None:
        self.key = key
        self.revision = revision
        super().__init__(
            f"What {key} said in revision {revision} isn't kept any more: "
            "texts are deleted some time after a task was done or closed."
        )


class Conflict(TaskError):
    """Somebody else changed the same row in between; tried anew before anybody is told."""

    def __init__(self) -> None:
        super().__init__("Several people changed this task at the same moment. Please try again.")


class DatabaseError(Exception):
    """The database can't do its work; `str(error)` is one clear line that says what and what to do."""
