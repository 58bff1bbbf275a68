"""What two people changed at once: which of two texts stays, one field after the other."""

from __future__ import annotations

from bot.slack import clashes, ids
from bot.slack.modals import Modals
from bot.slack.request import Answer, Request
from bot.slack.reviewing import Reviewing
from bot.slack.sheet import Sheet
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed

SETTLED = "Which of the two texts stays was settled in the meantime. Please close this, and go on."


class Settling:
    """Handlers of the page on which two texts stand side by side."""

    def __init__(
        self,
        desk: Desk,
        sheets: Sheets,
        pages: Pages,
        modals: Modals,
        reviewing: Reviewing,
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._reviewing = reviewing
        self._admins = admins

    async def settle(self, request: Request) -> Answer:
        """Go on: what was chosen is settled, and Review shows what comes of it, or the next clashes."""
        sheet = await self._settled(request)
        return await self._pages.show(request, sheet.at(len(sheet.screens)))

    async def change(self, request: Request) -> Answer:
        """Change yours: the page on which the field is asked. What was chosen so far is settled."""
        page = ids.number(request.facts, "p")
        sheet = await self._settled(request)
        return await self._pages.show(request, sheet.at(sheet.first_of(page)))

    async def read(self, request: Request) -> Answer:
        """One of two texts in full, above the page where it is too long, so that what is chosen there stays.
        NotAllowed if it isn't asked about any more.
        """
        facts, page = request.facts, request.modal.facts
        draft_id = ids.text(facts if "d" in facts else page, "d")
        seen = await self._reviewing.seen(request, draft_id)
        form = (await self._sheets.own(request, draft_id)).form
        key = clashes.field_at(form, ids.number(facts, "p"), ids.number(facts, "f"))
        clash = next((each for each in seen.look.clashes if each.key == key), None)
        if clash is None:
            raise NotAllowed(SETTLED)
        view = clashes.whole(seen, clash, {**facts, "d": draft_id}, ids.number(facts, "n"))
        below = request.modal.callback_id == ids.CLASHES
        return await (self._modals.push if below else self._modals.show)(request, view)

    async def _settled(self, request: Request) -> Sheet:
        """The edit, based on the revision that was shown; as it is, if another window has settled more already."""
        pressed = await self._sheets.pressed(request)
        shown = ids.number(request.modal.facts, "r")
        sheet = await self._sheets.own(request, pressed.draft_id)
        if sheet.edits and shown < sheet.edits.base:
            return sheet
        draft = await self._desk.edits.settle(
            request.team,
            request.user,
            sheet.draft_id,
            shown,
            clashes.chosen(sheet.form, request.modal.state),
            admin=request.user in self._admins,
        )
        return await self._sheets.of_draft(draft)
