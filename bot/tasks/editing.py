"""An edit of a filed task: what it makes of it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.tasks.comparing import Change, sections
from bot.tasks.events import Fact
from bot.tasks.facets import Facets
from bot.tasks.moves import day_of, fact, moved, replaced, said_of_revision
from bot.tasks.responding import concerned, headed, resting, which_signed
from bot.tasks.substance import Tick
from bot.tasks.task import SignOff, SignOffState, Task

EDITED = "task edited"
"""The kind of the event that is looked for later."""


class Beside(BaseModel):
    """What an edit changes besides the answers."""

    model_config = ConfigDict(frozen=True)

    named: Mapping[int, SignOff] = {}
    """Roles that had nobody and are asked of somebody now, by their ids."""
    reminded: Mapping[int, SignOff] = {}
    """Roles whose first reminder comes at another time now, by their ids."""
    sign_by: date | None = None
    """The day by which the task should be signed from now on."""


class Origin(BaseModel):
    """Where an edit comes from."""

    model_config = ConfigDict(frozen=True)

    base: int
    """The number of the revision that it is based on."""
    imported: str | None = None
    """The SHA-256 of the document that it was imported from, if it was."""


def answered(task: Task) -> tuple[SignOff, ...]:
    """The roles whose answer was to what the task says: signed, or changes requested."""
    answers = (SignOffState.SIGNED, SignOffState.CHANGES_REQUESTED)
    return tuple(each for each in task.sign_offs if each.state in answers)


def answerers(task: Task) -> set[str]:
    """The user ids of those whose roles these are, and of those who answered in their place."""
    signers = {own.signer for each in answered(task) if (own := task.signature_of(each))}
    return signers | {person for each in answered(task) for person in each.people}


def dismissed(task: Task) -> tuple[SignOff, ...]:
    """The signed roles, whose signatures count no more once the answers change."""
    return tuple(each for each in task.sign_offs if task.signature_of(each))


def beside(task: Task, now: datetime, what: Beside) -> Task:
    """The task with roles named and another "Sign by", and the answers as they were."""
    return moved(task, now, sign_offs=replaced(task, {**what.reminded, **what.named}), sign_by=what.sign_by)


def revised(
    task: Task,
    now: datetime,
    what: Beside,
    title: str,
    substance_hash: str,
    columns: Facets,
    again: Mapping[int, SignOff],
    *,
    started: bool,
) -> Task:
    """The task's next revision, before its document is rendered; `again` are those asked anew, by their ids.

    Where the task rests is told by its signatures, and none is of the new substance.
    """
    update: dict[str, Any] = {
        **columns._asdict(),
        "title": title,
        "revision": task.revision + 1,
        "substance_hash": substance_hash,
        "sign_offs": replaced(task, {**what.reminded, **what.named, **again}),
        "sign_by": what.sign_by,
    }
    after = moved(task, now, **update)
    return after.model_copy(update={"state": resting(after, started=started)})


def revision_facts(
    before: Task,
    after: Task,
    who: str,
    now: datetime,
    changed: tuple[Change, ...],
    origin: Origin,
    ticks: Iterable[Tick],
) -> list[Fact]:
    """The event that makes the revision, one for each signature that counts no more, and one for each role
    that is asked again though it wasn't signed. `ticks` are those of the revision.
    """
    made: dict[str, Any] = {
        **said_of_revision(after, ticks),
        "changed": [each.key for each in changed],
    }
    if origin.base != before.revision:
        made["base"] = origin.base
    if origin.imported:
        made["imported"] = origin.imported
    gone = dismissed(before)
    return [
        fact(after, EDITED, who, now, **made),
        *(_dismissed(before, after, who, now, each) for each in gone),
        *(_asked(after, who, now, each) for each in answered(before) if each not in gone),
    ]


def beside_facts(before: Task, after: Task, who: str, now: datetime, what: Beside) -> list[Fact]:
    """Who was asked to sign, and another "Sign by"."""
    facts = [_asked(after, who, now, each) for each in what.named.values()]
    if after.sign_by != before.sign_by:
        facts.append(fact(after, "sign-by changed", who, now, sign_by=day_of(after)))
    return facts


def told(before: Task, after: Task, who: str, name: str, changed: tuple[Change, ...]) -> dict[str, str]:
    """What author and assignee are told, by user id; who is asked again hears it otherwise. `name` is `who`'s."""
    people = (concerned(before) | concerned(after)) - {who} - answerers(before)
    return dict.fromkeys(people, f"{name} edited {headed(after)}\nChanged: {sections(changed)}.")


def _dismissed(before: Task, after: Task, who: str, now: datetime, sign_off: SignOff) -> Fact:
    """It names the signature as a retraction does."""
    signature = before.signature_of(sign_off)
    said = {"role": sign_off.role, "sign_off": sign_off.id, "signed": which_signed(before, sign_off)}
    return fact(after, "signature dismissed", who, now, **said, signer=signature and signature.signer)


def _asked(task: Task, who: str, now: datetime, sign_off: SignOff) -> Fact:
    return fact(task, "sign-off asked", who, now, role=sign_off.role, person=sign_off.person)
