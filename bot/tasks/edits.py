"""The face by which people edit a filed task: with a draft, which becomes its next revision."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlmodel import Session

from bot.tasks import drafts, edit_drafts, editing, reading, versions
from bot.tasks.asking import FirstReminder, keep_apart
from bot.tasks.comparing import changes
from bot.tasks.database import Database
from bot.tasks.draft import Draft, Merge
from bot.tasks.edit_asking import Office
from bot.tasks.edit_drafts import Choice
from bot.tasks.errors import DraftGone
from bot.tasks.outbox import Clock
from bot.tasks.refusing import Refusing, Write, admit
from bot.tasks.results import Begun, Look, Saved
from bot.tasks.rights import Action
from bot.tasks.said import FOLLOWS
from bot.tasks.saving import save
from bot.tasks.separate import Pairs
from bot.tasks.substance import without_ticks
from bot.tasks.task import Task
from bot.template.answers import Answers
from bot.template.form import Form

T = TypeVar("T")


class Edits:
    """Each looks at the rights first. A refusal is an event, and raised."""

    def __init__(
        self,
        db: Database,
        refusing: Refusing,
        now: Clock,
        first_reminder: FirstReminder,
        zone: str,
        separate: Pairs = (),
    ) -> None:
        """`zone` is the IANA name for the days of people whose own time zone isn't known; `separate` the roles
        that one person can't hold both.
        """
        self._refusing = refusing
        self._read = db.read
        self._now = now
        self._first_reminder = first_reminder
        self._zone = zone
        self._separate = separate

    async def begin(self, team: str, task_id: int, who: str, *, admin: bool = False) -> Begun:
        """What somebody begins an edit with, or goes on with. Nothing is written. NotAllowed, NotKept, UnknownTask."""

        def look(session: Session) -> Begun:
            task = _admitted(session, team, task_id, who, admin=admin)
            form, answers = reading.answers(session, task)
            draft = edit_drafts.unsaved(session, team, who, task_id)
            return Begun(task=task, form=form, answers=answers, draft=draft)

        return await self._run(team, task_id, who, look, within=self._read)

    async def base(
        self, team: str, who: str, task_id: int, revision: int, *, admin: bool = False
    ) -> tuple[Form, Answers]:
        """What an edit that began with this revision began with. NotAllowed, NotKept, UnknownTask."""

        def look(session: Session) -> tuple[Form, Answers]:
            task = _admitted(session, team, task_id, who, admin=admin, anytime=True)
            return edit_drafts.base(session, task, revision)

        return await self._run(team, task_id, who, look, within=self._read)

    async def save_draft(self, new: Draft, merge: Merge | None, *, admin: bool = False) -> Draft:
        """Make the draft, which edits a task, or save over it. NotAllowed, NotKept, NotYours, UnknownTask.

        Also while the task is done or closed: what was typed isn't lost, though it can't be saved to it now.
        Of a draft that is there, `new.base_revision` says for which revision the page was drawn.
        """
        task_id = new.edits or 0

        def work(session: Session) -> Draft:
            if before := drafts.any_with_id(session, new.team, new.id):
                after = drafts.save(session, new, merge)
                task = reading.must_find(session, new.team, after.edits or task_id)
                return edit_drafts.typed(session, task, before, after, new.base_revision)
            task = _admitted(session, new.team, task_id, new.owner, admin=admin, anytime=True)
            return drafts.save(session, edit_drafts.begun(session, task, new))

        return await self._run(new.team, task_id, new.owner, work)

    async def look(self, team: str, who: str, draft_id: str, *, admin: bool = False) -> Look:
        """What saving would do now. DraftGone, NotYours, NotAllowed, NotKept."""

        def work(session: Session) -> Look:
            draft = edit_drafts.own(session, team, who, draft_id)
            task = _admitted(session, team, draft.edits or 0, who, admin=admin)
            return _looked(session, self._zone, task, draft)

        return await self._on_draft(team, who, draft_id, work, within=self._read)

    async def save(
        self, team: str, who: str, draft_id: str, *, admin: bool = False, stood: str | None = None
    ) -> Saved:
        """Save the edit; a second call gives the task already saved. `stood`: the "Sign by" that was shown as the
        task's (YYYY-MM-DD, "" for none); None if it isn't known.

        Clashing, DayChanged, TitleMissing, CannotSign, HoldsBoth, DraftGone, NotYours, NotAllowed, NotKept.
        """

        def work(session: Session) -> Saved:
            draft = edit_drafts.own(session, team, who, draft_id)
            if draft.task_id is not None:
                return Saved(task=reading.must_find(session, team, draft.task_id), new=False)
            task = _admitted(session, team, draft.edits or 0, who, admin=admin)
            office = Office(self._now(), self._first_reminder, self._zone, self._separate)
            saved = save(session, office, task, edit_drafts.as_shown(draft, stood))
            keep_apart(session, self._separate, task, saved.task)
            return saved

        return await self._on_draft(team, who, draft_id, work)

    async def settle(
        self,
        team: str,
        who: str,
        draft_id: str,
        revision: int,
        choices: Mapping[str, Choice],
        *,
        admin: bool = False,
    ) -> Draft:
        """The draft as an edit of this revision; where both changed a field, as chosen by its key.

        A clash without a choice clashes again. Nothing is written to the task.
        DraftGone, NotYours, NotAllowed, NotKept.
        """

        def work(session: Session) -> Draft:
            draft = edit_drafts.own(session, team, who, draft_id)
            if draft.task_id is not None:
                return draft
            task = _admitted(session, team, draft.edits or 0, who, admin=admin)
            return edit_drafts.settle(session, task, draft, revision, choices)

        return await self._on_draft(team, who, draft_id, work)

    async def _on_draft(
        self, team: str, who: str, draft_id: str, work: Callable[[Session], T], *, within: Write | None = None
    ) -> T:
        """The work on a draft; what it refuses is written down with the task that the draft edits."""
        draft = await self._read(lambda session: drafts.any_with_id(session, team, draft_id))
        if draft is None:
            raise DraftGone(draft_id)
        return await self._run(team, draft.edits or 0, who, work, within=within)

    async def _run(
        self, team: str, task_id: int, who: str, work: Callable[[Session], T], *, within: Write | None = None
    ) -> T:
        return await self._refusing.run(Action.EDIT, team, task_id, who, work, within=within)


def _admitted(
    session: Session, team: str, task_id: int, who: str, *, admin: bool, anytime: bool = False
) -> Task:
    task = reading.must_find(session, team, task_id)
    admit(session, Action.EDIT, task, who, admin=admin, anytime=anytime)
    return task


def _looked(session: Session, zone: str, task: Task, draft: Draft) -> Look:
    three = edit_drafts.sides(session, task, draft)
    found = edit_drafts.merged(session, task, three)
    changed = changes(three.form, three.theirs, found.answers)
    old, new = without_ticks(three.theirs), without_ticks(found.answers)
    return Look(
        task=task,
        base=draft.base_revision or 1,
        clashes=found.clashes,
        changes=changed,
        comparison=versions.compared(session, task, three.form, old, new, zone, unknown=FOLLOWS),
        dismissed=editing.dismissed(task) if changed else (),
        sign_by_was=edit_drafts.sign_by_was(draft),
    )
