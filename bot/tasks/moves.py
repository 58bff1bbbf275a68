"""What may happen to a task: pure decisions, (task, what is asked, now) -> (task, facts) or a TaskError."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from bot.tasks.absence import in_place_of
from bot.tasks.errors import AlreadySigned, NotAsked, NotNow, Stale, TaskError
from bot.tasks.events import Fact
from bot.tasks.rhythm import STILL
from bot.tasks.substance import Tick, sha256, ticks_hash
from bot.tasks.task import Place, Signature, SignOff, SignOffState, State, Task

NOBODY: Mapping[str, str] = {}
"""Displayed names of nobody."""


class Answer(BaseModel):
    """What somebody signs, as it was shown to them."""

    model_config = ConfigDict(frozen=True)

    who: str
    """The signer's user id."""
    sign_off_ids: tuple[int, ...]
    """One or several roles, all at once."""
    revision: int
    """The number of the revision that was shown."""
    substance_hash: str
    """The SHA-256 of its substance."""
    document_hash: str
    """The SHA-256 of the whole document as it was shown."""
    comment: str | None = None
    """As typed."""
    place: Place
    """From where."""
    persons: frozenset[str] | None = None
    """Whose roles these were as they were shown: the signer's, or of those they stand in for; None if nobody asked."""


def creation(task: Task, ticks: Iterable[Tick], imported: str | None = None) -> list[Fact]:
    """The facts of a new task with these boxes ticked: that it was created, and who was asked to sign.

    `imported` is the SHA-256 of the document that it was made from, if it was imported.
    """
    asked = [
        fact(task, "sign-off asked", task.author, task.created_at, role=each.role, person=each.person)
        for each in task.sign_offs
        if each.person
    ]
    created = fact(
        task,
        "task created",
        task.author,
        task.created_at,
        key=task.key,
        **said_of_revision(task, ticks),
        channel=task.channel,
        sign_by=day_of(task),
        **({"imported": imported} if imported else {}),
    )
    return [created, *asked]


def said_of_revision(task: Task, ticks: Iterable[Tick]) -> dict[str, str | int | None]:
    """What the event that makes a revision names of it; also who may edit it, what lists show and sort by, and
    which boxes are ticked.
    """
    return {
        "template": task.template_hash,
        "substance": task.substance_hash,
        "document": task.document_hash,
        "title": sha256(task.title),
        "assignee": task.assignee,
        "priority": None if task.priority is None else sha256(task.priority),
        "priority_rank": task.priority_rank,
        "ticks": ticks_hash(ticks),
    }


def day_of(task: Task) -> str | None:
    """What an event says of "Sign by": YYYY-MM-DD."""
    return task.sign_by.isoformat() if task.sign_by else None


def name_signers(
    task: Task, named: Mapping[int, SignOff], who: str, now: datetime
) -> tuple[Task, list[Fact]]:
    """The task with these sign-offs (by their ids), each of which is asked of somebody now. NotNow."""
    if not task.state.live:
        raise NotNow(f"{task.key} is {task.state.value}, so nobody can be asked to sign it any more.")
    after = moved(task, now, sign_offs=replaced(task, named))
    asked = [
        fact(after, "sign-off asked", who, now, role=each.role, person=each.person) for each in named.values()
    ]
    return after, asked


def sign(
    task: Task, answer: Answer, now: datetime, name: str, day: date, names: Mapping[str, str] = NOBODY
) -> tuple[Task, list[Fact]]:
    """The task with these signatures; done with the last that is needed.

    `name` and `day` are the signer's displayed name and own day now, and `names` the displayed ones, by user id,
    of those for whom they may sign: they are frozen in the signature. AlreadySigned, NotAsked, NotNow, Stale.
    """
    sign_offs = answered(task, answer.who, answer.sign_off_ids)
    _check_shown(task, answer, sign_offs)
    given = tuple(_signature(each, answer, now, name, day, names) for each in sign_offs)
    signed = {each.id: _settled(each) for each in sign_offs}
    after = moved(task, now, sign_offs=replaced(task, signed), signatures=task.signatures + given)
    after = after.model_copy(update={"state": State.IN_REVIEW if missing(after) else State.DONE})
    return after, _signing_facts(task, after, given, now)


def refusal(task: Task, who: str) -> TaskError:
    """Why somebody has nothing to sign here."""
    if given := task.given_for(who):
        return _already(task, given, who)
    if task.state is State.DONE:
        return NotNow(f"{task.key} is done: it has every signature it needs, so there is nothing to sign.")
    if task.state is State.CLOSED:
        return NotNow(f"{task.key} is closed, so it can't be signed. {way_back(task)}")
    open_ones = (SignOffState.ASKED, SignOffState.CHANGES_REQUESTED, SignOffState.NOBODY)
    asked = tuple(
        (each.role, each.stand_in or each.person) for each in task.sign_offs if each.state in open_ones
    )
    return NotAsked(task.key, who, asked)


def way_back(task: Task) -> str:
    """What can be done about a task that is over."""
    if task.forgotten_at:
        return "What it said isn't kept any more, so it can't be reopened either."
    return "Its author can reopen it."


def answered(task: Task, who: str, ids: Iterable[int]) -> list[SignOff]:
    """The sign-offs with these ids, if the person may answer every one of them. AlreadySigned, NotAsked, NotNow; Stale
    if only others are theirs.
    """
    wanted = set(ids)
    chosen = [each for each in task.asked_of(who) if each.id in wanted]
    if chosen and len(chosen) == len(wanted):
        return chosen
    given = tuple(each for each in task.given_for(who) if each.sign_off_id in wanted)
    if given and len(given) == len(wanted):
        raise _already(task, given, who)
    if task.asked_of(who):
        raise Stale(task.key, "you aren't asked for all of these roles any more", task.state.value)
    raise refusal(task, who)


def _check_shown(task: Task, answer: Answer, sign_offs: Iterable[SignOff]) -> None:
    """Stale if it says something else by now, or if the signature would be given for somebody else."""
    if answer.persons is not None and any(each.person not in answer.persons for each in sign_offs):
        raise Stale(task.key, "you would sign for somebody else than you were shown", task.state.value)
    if (answer.revision, answer.substance_hash) == (task.revision, task.substance_hash):
        return
    what = (
        f"what it says has changed: you were shown revision {answer.revision}, and it is at {task.revision}"
    )
    raise Stale(task.key, what, task.state.value)


def _already(task: Task, given: Sequence[Signature], who: str) -> AlreadySigned:
    roles, day = tuple(each.role for each in given), max(each.day for each in given)
    return AlreadySigned(task.key, roles, day, None if given[0].signer == who else given[0].name)


def _signature(
    sign_off: SignOff, answer: Answer, now: datetime, name: str, day: date, names: Mapping[str, str]
) -> Signature:
    person = instead_of(sign_off, answer.who)
    return Signature(
        sign_off_id=sign_off.id,
        role=sign_off.role,
        statement=sign_off.statement,
        signer=answer.who,
        signed_for=person,
        revision=answer.revision,
        substance_hash=answer.substance_hash,
        document_hash=answer.document_hash,
        name=in_place_of(name, names.get(person, person)) if person else name,
        day=day,
        at=now,
        place=answer.place,
        comment=answer.comment,
    )


def instead_of(sign_off: SignOff, who: str) -> str | None:
    """The user id of whom somebody stands in for, if they answer this; None if they answer for themselves."""
    return None if who == sign_off.person else sign_off.person


def _settled(sign_off: SignOff) -> SignOff:
    """Signed: nobody is reminded of it any more, or stands in, and a wish for changes is answered."""
    update = {**STILL, "state": SignOffState.SIGNED, "reason": None, "stand_in": None}
    return sign_off.model_copy(update=update)


def missing(task: Task) -> tuple[SignOff, ...]:
    """The needed roles that have not signed the present substance; a role without a person is needed too."""
    needed = (each for each in task.sign_offs if each.state is not SignOffState.NOT_NEEDED)
    return tuple(each for each in needed if not task.signature_of(each))


def _signing_facts(before: Task, after: Task, given: tuple[Signature, ...], now: datetime) -> list[Fact]:
    facts = [_signed_fact(after, each) for each in given]
    if after.state is not before.state:
        kind = "task done" if after.state is State.DONE else "review started"
        facts.append(fact(after, kind, None, now))
    return facts


def _signed_fact(task: Task, signature: Signature) -> Fact:
    said = {
        "role": signature.role,
        "sign_off": signature.sign_off_id,
        "statement": sha256(signature.statement),
        "for": signature.signed_for,
        "substance": signature.substance_hash,
        "document": signature.document_hash,
        "name": sha256(signature.name),
        "day": signature.day.isoformat(),
        "place": signature.place,
        "comment": sha256(signature.comment) if signature.comment else None,
    }
    return fact(task, "signed", signature.signer, signature.at, **said)


def moved(task: Task, now: datetime, **update: object) -> Task:
    """The task with these changes, as its next version."""
    return task.model_copy(update={**update, "version": task.version + 1, "updated_at": now})


def replaced(task: Task, changed: Mapping[int, SignOff]) -> tuple[SignOff, ...]:
    """The task's sign-offs with these, by their ids, in place of what they were."""
    return tuple(changed.get(each.id, each) for each in task.sign_offs)


def fact(task: Task, kind: str, who: str | None, at: datetime, **said: object) -> Fact:
    """A fact about the task as it is now; `said` are ids, names of fields and hashes.

    It names the version that it made (a refusal: saw), so that an older button can be told what happened since.
    """
    return Fact(kind=kind, who=who, at=at, facts={"revision": task.revision, "version": task.version, **said})
