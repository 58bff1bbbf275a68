"""From what was given to a saved draft, and what is shown of it."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from bot.slack import import_preview
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
from bot.tasks.imported import document_hash, file_name
from bot.tasks.importing import Understood, best, text_of
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
        self, desk: Desk, forms: Forms, sheets: Sheets, downloads: Downloads, meeting: Meeting
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._sheets = sheets
        self._downloads = downloads
        self._meeting = meeting

    async def read(self, team: str, user: str, given: Given) -> ModalView:
        """Reads the document and saves its draft, once; the modal that says what was understood.

        TaskError where it can't be had, can't be read, or can't be imported.
        """
        draft = await self._desk.draft(team, user, given.draft_id)
        document = await self._document(team, user, given, draft)
        form = await self._form(given, document, draft)
        understood = await self._meant(team, form, document.text)
        if await asyncio.to_thread(_added, form, understood) > MOST_SCREENS:
            raise NotAllowed(TOO_MUCH)
        draft = draft or await self._desk.import_draft(
            team,
            user,
            given.draft_id,
            understood,
            document.text,
            name=document.name,
            origin_channel=given.channel,
        )
        return import_preview.preview(form, understood, draft.id, self._title(draft), document.name)

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
        nobody is meant. KeyTaken.
        """
        understood = await self._desk.understand(team, form, document)
        names = [each.name for each in understood.mentions]
        if names and await self._meeting.meet(team, names):
            return await self._desk.understand(team, form, document)
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


def _added(form: Form, understood: Understood) -> int:
    """How many screens what the document says adds to the form's own."""
    return len(screens(form, understood.answers)) - len(screens(form, {}))
