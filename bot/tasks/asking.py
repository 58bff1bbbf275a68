"""What it is to be asked to sign."""

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from bot.tasks import directory
from bot.tasks.errors import CannotSign, HoldsBoth
from bot.tasks.people import PersonInfo
from bot.tasks.rhythm import STILL
from bot.tasks.separate import Pairs, clash
from bot.tasks.task import SignOff, SignOffState, Task

FirstReminder = Callable[[SignOff, PersonInfo | None, date | None, datetime], datetime | None]
"""(sign-off, the person if known, "Sign by", now) -> when to remind first; None for never."""


def asked(
    sign_off: SignOff,
    person: str,
    known: PersonInfo | None,
    sign_by: date | None,
    now: datetime,
    first_reminder: FirstReminder,
) -> SignOff:
    """The sign-off, asked of the person. CannotSign if it is known that they can't.

    Of somebody unknown the best is assumed, and proved when they sign.
    """
    if known and (reason := known.why_not_sign()):
        raise CannotSign(sign_off.role, person, known.name, reason)
    return waiting(sign_off, person, known, sign_by, now, first_reminder)


def waiting(
    sign_off: SignOff,
    person: str,
    known: PersonInfo | None,
    sign_by: date | None,
    now: datetime,
    first_reminder: FirstReminder,
) -> SignOff:
    """The same, whether they can sign or not: their signature may have been retracted."""
    begun = {"person": person, "stand_in": None, "state": SignOffState.ASKED, "reason": None, "asked_at": now}
    asked = sign_off.model_copy(update={**STILL, **begun, "escalate_at": now})
    return asked.model_copy(update={"remind_at": first_reminder(asked, known, sign_by, now)})


def keep_apart(session: Session, separate: Pairs, before: Task | None, after: Task) -> None:
    """HoldsBoth if the change gives somebody a role that is kept apart from another of theirs. None: it is new."""
    if found := clash(separate, before, after):
        known = directory.people_by_id(session, after.team, [found.person]).get(found.person)
        raise HoldsBoth(found.role, found.other, found.person, known.name if known else "This person")
