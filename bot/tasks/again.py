"""What an edit took from somebody who had answered, and their signing it again, as they were shown it."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import reading, signing, store_events, versions
from bot.tasks.errors import NotAllowed
from bot.tasks.events import Event
from bot.tasks.moves import Answer, refusal
from bot.tasks.refusing import admit
from bot.tasks.results import Signed
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs
from bot.tasks.step import Shown, check_shown
from bot.tasks.task import SignOff, Task


class Outdated(BaseModel):
    """Roles of one person whose answer was to an earlier revision, and who hasn't answered since."""

    model_config = ConfigDict(frozen=True)

    signed: tuple[SignOff, ...]
    """The roles that they had signed; they are asked again."""
    wished: tuple[SignOff, ...]
    """The roles for which they had requested changes; they are asked again."""
    revision: int
    """The number of the revision that they answered; of several, the first."""
    editors: tuple[str, ...]
    """The ids of the users who made the revisions after it, each once, in their order."""


def outdated(session: Session, task: Task, user: str) -> Outdated | None:
    """What of this person's answers an edit took; None if nothing waits for them because of one."""
    asked = [each for each in task.waiting() if each.asks(user)]
    if not asked:
        return None
    chain = store_events.chain_of(session, task.team, store_events.task_chain(task.id))
    taken = {each.id: event for each in asked if (event := _taken(chain, each, user))}
    if not taken:
        return None
    first = min(int(event.facts["revision"]) for event in taken.values())
    made = (each.author for each in versions.all_of(session, task) if each.number > first)
    return Outdated(
        signed=tuple(each for each in asked if each.id in taken and taken[each.id].kind == "signed"),
        wished=tuple(each for each in asked if each.id in taken and taken[each.id].kind != "signed"),
        revision=first,
        editors=tuple(dict.fromkeys(made)),
    )


def sign_again(
    session: Session, now: datetime, separate: Pairs, zone: str, team: str, seen: Shown, who: str
) -> Signed:
    """The person signs again what they had signed before it was edited: just what they were shown now, by the
    document that was stored with it. UnknownTask, AlreadySigned, NotAsked, NotAllowed, SignsBoth, Stale.
    """
    task = reading.must_find(session, team, seen.task_id)
    admit(session, Action.SIGN, task, who)
    check_shown(task, seen)
    taken = outdated(session, task, who)
    if not task.asked_of(who):
        raise refusal(task, who)
    if taken is None or not taken.signed:
        raise NotAllowed(
            f"No signature of yours on {task.key} was dismissed, so there is none to give again. "
            "To sign it, press Sign off."
        )
    answer = Answer(
        who=who,
        sign_off_ids=tuple(each.id for each in taken.signed),
        revision=task.revision,
        substance_hash=task.substance_hash,
        document_hash=task.document_hash,
        place="dm",
    )
    return signing.sign(session, now, separate, zone, team, task.id, answer)


def _taken(chain: Iterable[Event], sign_off: SignOff, user: str) -> Event | None:
    """The person's answer for this role, if an edit took it and nothing else happened to the role since."""
    answer: Event | None = None
    edited = False
    for event in chain:
        if event.facts.get("role") != sign_off.role:
            continue
        if event.kind in _ANSWERS:
            answer, edited = (event if event.who == user else None), False
        elif event.kind == "sign-off reassigned":
            answer = None  # It may come back to them, and is then asked anew.
        elif event.kind == "signature dismissed" or _again(event, answer):
            edited = True
    return answer if edited else None


def _again(event: Event, answer: Event | None) -> bool:
    """Whether a role for which changes were requested is asked anew: only an edit does that."""
    return event.kind == "sign-off asked" and answer is not None and answer.kind == "changes requested"


_ANSWERS = ("signed", "changes requested")
