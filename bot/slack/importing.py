"""`/task import`: a filled document becomes a draft, shown first as what was understood of it.

What was given is understood and saved at once where that is quick. A file, and whatever takes longer, is
read after the ack: the modal says so, and what was understood takes its place.
"""

from __future__ import annotations

import asyncio

from bot.slack import ids, import_views
from bot.slack.failures import Failed
from bot.slack.forms import Forms
from bot.slack.import_reading import ImportReader
from bot.slack.import_views import FITTING, Given
from bot.slack.later import Later
from bot.slack.modals import Modals, NotOpened
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.trouble import foreseen, told
from bot.slack.views import ModalView, button
from bot.slack.wizard import TEMPLATE_GONE
from bot.tasks.draft import new_draft_id
from bot.tasks.errors import TaskError

PATIENCE = 1.5
"""Seconds that a submission waits for a pasted text to be understood; it must be answered within three."""
KEPT_AS_DRAFT = "Your document is read, and kept as a draft. Nothing is filed yet: press the button to go on."


Reading = asyncio.Future[ModalView]
"""A document that is being read; what the modal shows then."""


class Importing:
    """Handlers of the modals of an import."""

    def __init__(
        self,
        forms: Forms,
        sheets: Sheets,
        pages: Pages,
        modals: Modals,
        people: People,
        private: Private,
        reader: ImportReader,
        later: Later,
    ) -> None:
        self._forms = forms
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._people = people
        self._private = private
        self._reader = reader
        self._later = later
        self._under_way: dict[str, Reading] = {}
        """What is being read, by the id of the draft that comes of it."""
        self._waiting: set[str] = set()
        """The ids of the modals that say so."""

    async def open(self, request: Request) -> Answer:
        """`/task import`: asks for the document."""
        await self._forms.fresh()
        self._later.run(self._people.look_up(request.team, [request.user], request.channel))
        given = Given(begun=new_draft_id(), channel=request.channel)
        return await self._modals.show(request, self._asked(given))

    async def read(self, request: Request) -> Answer:
        """Read it: what is wrong with what was given is said at once, at its input."""
        given, errors = import_views.given_in(request.modal)
        if given.template != FITTING and self._reader.chosen(given) is None:
            errors = {import_views.TEMPLATE: TEMPLATE_GONE, **errors}
        if errors:
            return {"response_action": "errors", "errors": errors}
        work = self._begun(request, given)
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
        self._follow(request, given, self._begun(request, given), view_id)
        return {}

    async def go_on(self, request: Request) -> Answer:
        """From what was understood to Review."""
        sheet = await self._sheets.own(request, ids.text(request.modal.facts, "d"))
        return await self._pages.show(request, sheet.at(len(sheet.screens)))

    def _begun(self, request: Request, given: Given) -> Reading:
        """The reading of this document: the one that is under way, or a new one."""
        draft_id = given.draft_id
        if draft_id not in self._under_way:
            work = asyncio.ensure_future(self._reader.read(request.team, request.user, given))
            work.add_done_callback(lambda _: self._under_way.pop(draft_id))
            self._under_way[draft_id] = work
        return self._under_way[draft_id]

    def _follow(self, request: Request, given: Given, work: Reading, view_id: str) -> None:
        """After the ack: what comes of it takes the place of the modal, once."""
        if view_id not in self._waiting:
            self._waiting.add(view_id)
            work.add_done_callback(lambda _: self._waiting.discard(view_id))
            self._later.run(self._shown(request, given, work, view_id))

    def _asked(self, given: Given, note: str = "") -> ModalView:
        return import_views.form(given, self._sheets.choices(), note)

    async def _shown(self, request: Request, given: Given, work: Reading, view_id: str) -> None:
        """What came of it, where the modal says that it is being read; else by a private message."""
        (view,) = await asyncio.gather(work, return_exceptions=True)
        sentence = ""
        if isinstance(view, BaseException):
            if not foreseen(view):
                self._later.went_wrong()
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
