"""`/task import`: a filled document becomes a draft, shown first as what was understood of it.

What was given is understood and saved at once where that is quick. A file, and whatever takes longer, is
read after the ack: the modal says so, and what was understood takes its place.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from bot.slack import ids, import_preview, import_views
from bot.slack.download import Downloads
from bot.slack.failures import Failed
from bot.slack.forms import Forms, Offered
from bot.slack.import_views import FITTING, Given
from bot.slack.later import Later
from bot.slack.modals import Modals, NotOpened
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.trouble import told
from bot.slack.views import ModalView, button
from bot.slack.wizard import TEMPLATE_GONE
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft, new_draft_id
from bot.tasks.errors import NotAllowed, TaskError
from bot.tasks.imported import document_hash, file_name
from bot.tasks.importing import best, text_of
from bot.template.form import Form

PATIENCE = 1.5
"""Seconds that a submission waits for a pasted text to be understood; it must be answered within three."""
KEPT_AS_DRAFT = "Your document is read, and kept as a draft. Nothing is filed yet: press the button to go on."
NOT_SAVED = "What you pasted was not saved. Please paste it again."


class Document(NamedTuple):
    """What is read."""

    text: str
    """All of it."""
    name: str | None
    """The file's name; None for what was pasted."""


class Importing:
    """Handlers of the modals of an import."""

    def __init__(
        self,
        desk: Desk,
        forms: Forms,
        sheets: Sheets,
        pages: Pages,
        modals: Modals,
        people: People,
        private: Private,
        downloads: Downloads,
        later: Later,
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._people = people
        self._private = private
        self._downloads = downloads
        self._later = later
        self._under_way: set[str] = set()
        """The ids of the drafts that are being made after an ack."""

    async def open(self, request: Request) -> Answer:
        """`/task import`: asks for the document."""
        await self._forms.fresh()
        self._later.run(self._people.look_up(request.team, [request.user], request.channel))
        given = Given(begun=new_draft_id(), channel=request.channel)
        return await self._modals.show(request, self._asked(given))

    async def read(self, request: Request) -> Answer:
        """Read it: what is wrong with what was given is said at once, at its input."""
        given, errors = import_views.given_in(request.modal)
        if given.template != FITTING and self._chosen(given) is None:
            errors = {import_views.TEMPLATE: TEMPLATE_GONE, **errors}
        if errors:
            return {"response_action": "errors", "errors": errors}
        work = asyncio.ensure_future(self._understood(request, given))
        if given.text:
            await asyncio.wait({work}, timeout=PATIENCE)
        if not work.done():
            self._follow(request, given, work, request.modal.id)
            return await self._modals.show(request, import_views.reading(given))
        try:
            return await self._modals.show(request, work.result())
        except TaskError as refused:
            return {"response_action": "errors", "errors": {import_views.TEXT: str(refused)}}

    async def look(self, request: Request) -> Answer:
        """Look again: what became of it; read anew where nothing did, as after a restart of the bot."""
        given = import_views.given_by(request.facts)
        view_id = await self._modals.begin(request, import_views.reading(given))
        if given.draft_id not in self._under_way:
            work = asyncio.ensure_future(self._understood(request, given))
            self._follow(request, given, work, view_id)
        return {}

    async def go_on(self, request: Request) -> Answer:
        """From what was understood to Review."""
        sheet = await self._sheets.own(request, ids.text(request.modal.facts, "d"))
        return await self._pages.show(request, sheet.at(len(sheet.screens)))

    def _follow(self, request: Request, given: Given, work: asyncio.Future[ModalView], view_id: str) -> None:
        if given.draft_id in self._under_way:
            work.cancel()
            return
        self._under_way.add(given.draft_id)
        work.add_done_callback(lambda _: self._under_way.discard(given.draft_id))
        self._later.run(self._shown_later(request, given, work, view_id))

    async def _understood(self, request: Request, given: Given) -> ModalView:
        """Reads the document and saves its draft, once; the modal that says what was understood.

        TaskError where it can't be had, can't be read, or can't be imported.
        """
        draft = await self._desk.draft(request.team, request.user, given.draft_id)
        document = await self._document(request, given, draft)
        form = await self._form(given, document, draft)
        understood = await self._desk.understand(request.team, form, document.text)
        draft = draft or await self._desk.import_draft(
            request.team,
            request.user,
            given.draft_id,
            understood,
            document.text,
            name=document.name,
            origin_channel=given.channel,
        )
        return import_preview.preview(form, understood, draft.id, self._title(draft), document.name)

    async def _document(self, request: Request, given: Given, draft: Draft | None) -> Document:
        """The text that the draft was made from, if it is there; else what was pasted, or the file."""
        if draft is not None and (kept := document_hash(draft)):
            return Document(await self._desk.text(request.team, kept), file_name(draft))
        if given.text:
            return Document(given.text, None)
        if given.file is None:
            raise NotAllowed(NOT_SAVED)
        name, content = await self._downloads.fetch(given.file, request.user)
        return Document(await asyncio.to_thread(text_of, content), name)

    async def _form(self, given: Given, document: Document, draft: Draft | None) -> Form:
        if draft is not None:
            return await self._forms.of(draft.template_hash)
        if chosen := self._chosen(given):
            return chosen.form
        forms = [each.form for each in self._forms.offered]
        return await asyncio.to_thread(best, forms, document.text)

    def _chosen(self, given: Given) -> Offered | None:
        by_value = {each.value: each.name for each in self._sheets.choices()}
        name = by_value.get(given.template)
        return self._forms.named(name) if name is not None else None

    def _title(self, draft: Draft) -> str:
        """What menus call the draft's template; one that is not offered any more is an earlier one."""
        titles = {each.hash: each.title for each in self._forms.offered}
        return titles.get(draft.template_hash, "an earlier one")

    def _asked(self, given: Given, note: str = "") -> ModalView:
        return import_views.form(given, self._sheets.choices(), note)

    async def _shown_later(
        self, request: Request, given: Given, work: asyncio.Future[ModalView], view_id: str
    ) -> None:
        """After the ack: what came of it, in place of the modal that says that it is being read. Where that
        can't be drawn, the person is told.
        """
        (view,) = await asyncio.gather(work, return_exceptions=True)
        sentence = ""
        if isinstance(view, BaseException):
            # A file is chosen anew; what was typed stands in the modal still.
            sentence = told(request.model_copy(update={"view": None}) if given.file else request, view)
            view = self._asked(given, sentence)
        try:
            shown = await self._modals.replace(view_id, view)
        except (NotOpened, Failed):
            shown = False
        if not shown:
            await self._tell(request, given, sentence)

    async def _tell(self, request: Request, given: Given, sentence: str) -> None:
        """By a private message: what was wrong, or where the draft is."""
        if sentence:
            again = button("Import a document", ids.TYPED, w="import")
            await self._private.send(request, sentence, again)
        else:
            look = button("Show it", ids.LOOK_AGAIN, **given.facts())
            await self._private.send(request, KEPT_AS_DRAFT, look)
