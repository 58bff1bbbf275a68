"""Who hears, step by step, that somebody has not answered. Pure."""

from enum import IntEnum
from typing import NamedTuple

from bot.tasks.task import SignOff


class Step(IntEnum):
    """The steps of an escalation, in their order."""

    SIGNER = 1
    """Whose turn it is gets their reminder with a hint that they can hand the role over."""
    AUTHOR = 2
    """The task's author is told who has not answered."""
    THREAD = 3
    """So are those who read the card's thread."""


class Case(NamedTuple):
    """A role that somebody is asked for and has not answered."""

    sign_off: SignOff
    """The role."""
    turn: str
    """Whose turn it is: the person's, or their stand-in's. A user id."""
    author: str
    """The task's author. A user id."""
    channel: str | None
    """The channel of the task's card; None if it has none."""


def following(case: Case, taken: int) -> Step | None:
    """The step that comes after so many were taken; None after the last. One that would reach nobody is left out."""
    return next((step for step in Step if step > taken and _reaches(step, case)), None)


def hearer(case: Case, step: Step) -> str:
    """In whose working hours the step comes: the thread, too, is told in the author's, of all roles at once. A user id."""
    return case.turn if step is Step.SIGNER else case.author


def _reaches(step: Step, case: Case) -> bool:
    match step:
        case Step.AUTHOR:
            return case.author not in (case.turn, case.sign_off.person)
        case Step.THREAD:
            return case.channel is not None
    return True
