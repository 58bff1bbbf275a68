"""From what was given to a saved draft, and what is shown of it."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from bot.slack import import_edit, import_preview
from bot.slack.download import Downloads
from bot.slack.forms import Forms, Offered
from bot.slack.import_views import Given
from bot.slack.meeting import Meeting
from bot.slack.screens import screens
from bot.slack.sheets import Sheets
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft
from bot.tasks.errors import NotAllowed
from bot.tasks.imported import Source, document_hash, file_name
from bot.tasks.importing import Understood, best, text_of
from bot.tasks.reimporting import ANEW, Reimported
from bot.tasks.task import Task
from bot.template.answers import Answers
from bot.template.form import Form

MOST_SCREENS = 500
"""Screens that a document may add to a form's own: each press counts them anew, and nobody walks through more."""
TOO_MUCH = (
    "The document has hundreds of entries of one kind, such as steps: more than a form here can hold. "
    "Please shorten it, or let whoever runs Countersign import it by the command countersign import."
)
NOT_SAVED = "What you pasted was not saved. Please paste it again."


class Document(NamedTuple):
    """What is read."""

    text: str
    """All of it."""
    name: str | None
    """The file's name; None for what was pasted."""


class ImportReader:
    """Reads a document that was given, and saves its draft. Reading is done in threads."""

    def __init__(
        self,
        desk: Desk,
        forms: Forms,
        sheets: Sheets,
        downloads: Downloads,
        meeting: Meeting,
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._sheets = sheets
        self._downloads = downloads
        self._meeting = meeting
        self._admins = admins

    async def read(self, team: str, user: str, given: Given) -> ModalView:
        """Reads the document and saves its draft, once; the modal that says what was understood.

        A document of a task that is there is an edit of that task. TaskError where it can't be had, can't be
        read, or can't be imported.
        """
        draft = await self._desk.draft(team, user, given.draft_id)
        document = await self._document(team, user, given, draft)
        form = await self._form(given, document, draft)
        if task := await self._task(team, form, document, draft):
            return await self._edit(user, given, document, task)
        understood = await self._meant(team, form, document.text)
        await _check_size(form, understood.answers)
        source = _source(given, document)
        draft = draft or await self._desk.imports.draft(team, user, given.draft_id, understood, source)
        return import_preview.preview(form, understood, draft.id, self._title(draft), document.name)

    async def _task(self, team: str, form: Form, document: Document, draft: Draft | None) -> Task | None:
        """The task that is edited; None if a new one is made."""
        if draft is None:
            return await self._desk.imports.task_of(team, form, document.text)
        return await self._desk.task(team, draft.edits) if draft.edits else None

    async def _edit(self, user: str, given: Given, document: Document, task: Task) -> ModalView:
        """What the document changes in its task; where that is nothing, the draft is done with at once."""
        admin = user in self._admins
        try:
            found = await self._changed(task, user, document.text, admin=admin)
        except NotAllowed as refused:
            raise NotAllowed(f"{refused.why} {ANEW.format(task.key)}") from None
        await _check_size(await self._forms.of(task.template_hash), found.answers)
        draft = await self._desk.imports.edit_draft(
            user, given.draft_id, found, _source(given, document), admin=admin
        )
        if not (found.changes or found.clashes):
            await self._desk.edits.save(task.team, user, draft.id, admin=admin)
        return import_edit.preview(found, draft.id, document.name)

    async def _changed(self, task: Task, user: str, document: str, *, admin: bool) -> Reimported:
        """What the document would change. Slack is asked who is called as the document has it."""
        asked = (task.team, user, task.id, document)
        found = await self._desk.imports.reimport(*asked, admin=admin)
        names = [each.name for each in found.mentions]
        if names and await self._meeting.meet(task.team, names):
            return await self._desk.imports.reimport(*asked, admin=admin)
        return found

    async def _document(self, team: str, user: str, given: Given, draft: Draft | None) -> Document:
        """The text that the draft was made from, if it is there; else what was pasted, or the file."""
        if draft is not None and (kept := document_hash(draft)):
            return Document(await self._desk.text(team, kept), file_name(draft))
        if given.text:
            return Document(given.text, None)
        if given.file is None:
            raise NotAllowed(NOT_SAVED)
        name, content = await self._downloads.fetch(given.file, user)
        return Document(await asyncio.to_thread(text_of, content), name)

    async def _meant(self, team: str, form: Form, document: str) -> Understood:
        """What the document says. Slack is asked who else is called as the document has it: of two who are,
        nobody is meant.
        """
        understood = await self._desk.imports.understand(team, form, document)
        names = [each.name for each in understood.mentions]
        if names and await self._meeting.meet(team, names):
            return await self._desk.imports.understand(team, form, document)
        return understood

    async def _form(self, given: Given, document: Document, draft: Draft | None) -> Form:
        if draft is not None:
            return await self._forms.of(draft.template_hash)
        if chosen := self.chosen(given):
            return chosen.form
        forms = [each.form for each in self._forms.offered]
        return await asyncio.to_thread(best, forms, document.text)

    def chosen(self, given: Given) -> Offered | None:
        """The template that was chosen; None if it is left to the document, or is not there any more."""
        by_value = {each.value: each.name for each in self._sheets.choices()}
        name = by_value.get(given.template)
        return self._forms.named(name) if name is not None else None

    def _title(self, draft: Draft) -> str:
        """What menus call the draft's template; one that is not offered any more is an earlier one."""
        titles = {each.hash: each.title for each in self._forms.offered}
        return titles.get(draft.template_hash, "an earlier one")


def _source(given: Given, document: Document) -> Source:
    return Source(document=document.text, name=document.name, origin_channel=given.channel)


async def _check_size(form: Form, answers: Answers) -> None:
    """NotAllowed if nobody could walk through what the document says."""
    if await asyncio.to_thread(_added, form, answers) > MOST_SCREENS:
        raise NotAllowed(TOO_MUCH)


def _added(form: Form, answers: Answers) -> int:
    """How many screens what the document says adds to the form's own."""
    return len(screens(form, answers)) - len(screens(form, {}))
