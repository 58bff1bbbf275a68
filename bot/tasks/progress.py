"""The boxes of a task's checklists: shown, and ticked one by one by whoever works on it or signs it.

Ticks are no part of what is signed: they make no revision, and dismiss no signature.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, reading, store_events, store_tasks, store_texts
from bot.tasks.boxes import Box, boxes
from bot.tasks.errors import NeverShown, NotNow, Stale
from bot.tasks.following import follow
from bot.tasks.moves import fact, moved
from bot.tasks.refusing import Refusing, Write, admit
from bot.tasks.rights import Action
from bot.tasks.step import Move, Shown, check_copy
from bot.tasks.substance import answers_in
from bot.tasks.task import Task
from bot.tasks.ticking import Ticked, ticked
from bot.tasks.unticked import SIGNED, TICKED, Ids, Unticked, numbers, told, unticked, when_signed
from bot.template.answers import Answers
from bot.template.form import Form

NEVER = "What you pressed isn't what {} ever said, so nothing was done. Please open it again."


class Board(BaseModel):
    """A task's boxes as they stand."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """The task."""
    boxes: tuple[Box, ...]
    """In the form's order; at least one. Their places in it are what `tick` calls them by."""


class Look(BaseModel):
    """What the boxes are to somebody who reads a task."""

    model_config = ConfigDict(frozen=True)

    boxes: int
    """How many there are."""
    unticked: tuple[Unticked, ...]
    """The signatures that count, and were given with boxes ticked that aren't any more."""


class Done(BaseModel):
    """Boxes were ticked or unticked."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """As it stands now."""
    changed: int
    """How many boxes say something else now."""
    lost: tuple[str, ...]
    """The texts of the boxes that an edit has taken away meanwhile."""


class Progress:
    """The use cases about boxes. A refusal is an event, and raised."""

    def __init__(self, refusing: Refusing, read: Write, now: Callable[[], datetime], zone: str) -> None:
        self._refusing = refusing
        self._read = read
        self._now = now
        self._zone = zone

    async def open(self, team: str, task_id: int, who: str, *, admin: bool = False) -> Board:
        """The boxes, for somebody who may tick them now. UnknownTask, NotAllowed, NotNow, NotKept."""

        def look(session: Session) -> Board:
            task = reading.must_find(session, team, task_id)
            admit(session, Action.TICK, task, who, admin=admin)
            found = boxes(*reading.answers(session, task))
            if not found:
                raise NotNow(f"{task.key} has no checklist, so there is nothing to tick.")
            return Board(task=task, boxes=tuple(found))

        return await self._refusing.run(Action.TICK, team, task_id, who, look, within=self._read)

    async def tick(
        self, team: str, seen: Shown, who: str, wanted: Mapping[int, bool], *, admin: bool = False
    ) -> Done:
        """Tick and untick these boxes, by their places in the board that was shown (from 0). Others stay as they are.

        A box that an edit has moved since is found by its text. UnknownTask, NotAllowed, NeverShown, NotKept,
        Stale.
        """

        def work(session: Session) -> Done:
            before = reading.must_find(session, team, seen.task_id)
            admit(session, Action.TICK, before, who, admin=admin)
            check_copy(before, seen.key, seen.version)
            form, present = reading.answers(session, before)
            result = ticked(form, _as_shown(session, before, seen, form, wanted), wanted, present)
            after = self._stored(session, before, form, present, result, who) if result.changed else before
            return Done(task=after, changed=len(result.changed), lost=result.lost)

        return await self._refusing.run(Action.TICK, team, seen.task_id, who, work)

    async def look(self, task: Task) -> Look:
        """What the boxes are to somebody who reads the task. NotKept."""

        def look(session: Session) -> Look:
            found = boxes(*reading.answers(session, task))
            off = unticked(found, at_signing(session, task, found), task)
            return Look(boxes=len(found), unticked=off)

        return await self._read(look)

    def _stored(
        self, session: Session, before: Task, form: Form, present: Answers, result: Ticked, who: str
    ) -> Task:
        now = self._now()
        said = telling(session, before, boxes(form, present), result.changed, who)
        after = moved(before, now)
        event = fact(after, TICKED, who, now, **numbers(result.changed, result.ticks))
        store_tasks.set_ticks(session, before, result.ticks)
        return follow(session, now, self._zone, before, Move(task=after, facts=(event,), told=said))


def telling(
    session: Session, task: Task, present: list[Box], changed: Iterable[Box], who: str
) -> dict[str, str]:
    """What signers are told who signed while a box was ticked that somebody has unticked, by user id."""
    off = [box for box in changed if not box.done]
    if not off:
        return {}
    known = directory.people_by_id(session, task.team, [who]).get(who)
    return told(off, at_signing(session, task, present), task, who, known.name if known else who)


def at_signing(session: Session, task: Task, present: list[Box]) -> dict[int, Ids]:
    """What was ticked when each signature that counts was given, by its sign-off's id."""
    chain = store_events.task_chain(task.id)
    return when_signed(present, store_events.latest(session, task.team, chain, (TICKED, SIGNED)), task)


def _as_shown(session: Session, task: Task, seen: Shown, form: Form, wanted: Collection[int]) -> Answers:
    """What the task said when it was shown; the ticks don't matter. NeverShown, Stale."""
    rows = store_tasks.revision_rows(session, task)
    row = next((each for each in rows if each.number == seen.revision), None)
    if row is None or row.substance_hash != seen.substance_hash:
        raise NeverShown(NEVER.format(task.key))
    text = store_texts.find(session, task.team, row.substance_hash)
    if text is None:
        raise Stale(task.key, "what you were shown isn't kept any more", task.state.value, "its boxes")
    answers = answers_in(text)
    if not set(wanted) <= set(range(len(boxes(form, answers)))):
        raise NeverShown(NEVER.format(task.key))
    return answers
