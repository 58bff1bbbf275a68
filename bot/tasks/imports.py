"""The face by which filled documents come in: as new tasks, or as edits of tasks that are there."""

import asyncio

from sqlmodel import Session

from bot.tasks import (
    directory,
    documents,
    edit_drafts,
    footers,
    imported,
    importing,
    reading,
    store_events,
    store_texts,
    versions,
)
from bot.tasks.database import Database
from bot.tasks.draft import Draft
from bot.tasks.errors import NotFromHere, NotKept
from bot.tasks.imported import Source
from bot.tasks.importing import Understood
from bot.tasks.outbox import Clock
from bot.tasks.refusing import Refusing, Write, admit
from bot.tasks.reimporting import Ground, Reimported, reimported
from bot.tasks.rights import Action
from bot.tasks.task import Task
from bot.template.form import Form
from bot.template.origin import Origin, origin_of


class Imports:
    """Documents are understood in threads. A refusal of an edit is an event, and raised."""

    def __init__(self, db: Database, write: Write, refusing: Refusing, now: Clock, zone: str) -> None:
        """`zone` is the IANA name for the days of people whose own time zone isn't known."""
        self._read = db.read
        self._write = write
        self._refusing = refusing
        self._now = now
        self._zone = zone

    async def task_of(self, team: str, form: Form, document: str) -> Task | None:
        """The task of this workspace whose key the document's first heading has; None for a new task's.

        Where the document says of which task it is, the heading is read by that task's own template first.
        """
        if origin := origin_of(document):
            told = await self._read(lambda session: _with_form(session, team, origin.key))
            if told and await self._is_of(team, told[1], document, told[0]):
                return told[0]
        key = await asyncio.to_thread(importing.key_in, form, document)
        return await self._read(lambda session: reading.find_by_key(session, team, key)) if key else None

    async def understand(self, team: str, form: Form, document: str) -> Understood:
        """What a filled document gives a new task."""
        people = await self._read(lambda session: directory.everybody(session, team))
        return await asyncio.to_thread(importing.understood, form, document, people)

    async def reimport(
        self, team: str, who: str, task_id: int, document: str, *, admin: bool = False
    ) -> Reimported:
        """What a document would change in the task that it is of. Nothing is written.

        NotAllowed, NotFromHere, NotKept, UnknownTask.
        """

        def look(session: Session) -> Ground:
            task = reading.must_find(session, team, task_id)
            admit(session, Action.EDIT, task, who, admin=admin)
            _check_from_here(session, task, document)
            return _ground(session, self._zone, task, document)

        ground = await self._refusing.run(Action.EDIT, team, task_id, who, look, within=self._read)
        return await asyncio.to_thread(reimported, ground, document)

    async def draft(self, team: str, owner: str, draft_id: str, said: Understood, source: Source) -> Draft:
        """Make a draft of a document that was understood, and keep its text, which the task will name. NotYours."""
        return await self._refusing.with_draft(
            team,
            draft_id,
            owner,
            lambda session: imported.save(session, self._now(), team, owner, draft_id, said, source),
        )

    async def edit_draft(
        self, owner: str, draft_id: str, said: Reimported, source: Source, *, admin: bool = False
    ) -> Draft:
        """Make a draft that edits the task, and keep the document's text, which the revision will name.

        NotAllowed, NotKept, NotYours.
        """
        task = said.task

        def work(session: Session) -> Draft:
            now = reading.must_find(session, task.team, task.id)
            admit(session, Action.EDIT, now, owner, admin=admin)
            return imported.save_edit(session, self._now(), now, owner, draft_id, said, source)

        return await self._refusing.run(Action.EDIT, task.team, task.id, owner, work)

    async def _is_of(self, team: str, form: Form, document: str, task: Task) -> bool:
        key = await asyncio.to_thread(importing.key_in, form, document)
        found = await self._read(lambda session: reading.find_by_key(session, team, key)) if key else None
        return found is not None and found.id == task.id


def _with_form(session: Session, team: str, key: str) -> tuple[Task, Form] | None:
    task = reading.find_by_key(session, team, key)
    return (task, versions.form(session, task)) if task else None


def _ground(session: Session, zone: str, task: Task, document: str) -> Ground:
    """All that the document is held against. NotKept."""
    form, now = reading.answers(session, task)
    told = _exported(task, document)
    try:
        _, then = edit_drafts.base(session, task, told or task.revision)
    except NotKept:
        told, then = None, now
    revision = versions.one(session, task, told or task.revision)
    people = tuple(directory.everybody(session, task.team))
    return Ground(
        task=task,
        form=form,
        base=told or task.revision,
        told=told is not None,
        then=then,
        now=now,
        stored=store_texts.find(session, task.team, revision.document_hash) or "",
        document=reading.document(session, task, zone),
        kept=documents.kept_of(form, task, {each.id: each for each in people}, zone),
        people=people,
    )


def _exported(task: Task, document: str) -> int | None:
    """The revision of this task from which the document says that it was exported; None if it doesn't say."""
    footer = _footer(document)
    said = origin_of(document) or (Origin(footer.key, footer.revision) if footer else None)
    return said.revision if said and said.key == task.key and 1 <= said.revision <= task.revision else None


def _check_from_here(session: Session, task: Task, document: str) -> None:
    """NotFromHere if the footer names an event that the task's history doesn't have."""
    footer = _footer(document)
    if footer and not store_events.has(session, task.team, store_events.task_chain(task.id), footer.head):
        raise NotFromHere(task.key)


def _footer(document: str) -> footers.Footer | None:
    """What the footer of a signed document says; such a task may have been reopened since."""
    try:
        return footers.read(document).footer
    except footers.NoFooter:
        return None
