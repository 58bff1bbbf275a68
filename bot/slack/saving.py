"""Save: the reviewed edit becomes the task's next revision, once what others changed too is settled."""

from __future__ import annotations

from bot.slack import clashes, edit_review, ids
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.request import Answer, Request
from bot.slack.reviewing import Reviewing
from bot.slack.sheet import Sheet
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.values import page_of
from bot.slack.vetting import Vetting, at_picker
from bot.tasks.desk import Desk
from bot.tasks.errors import Clashing, HoldsBoth, NotAllowed
from bot.template.answers import check, normal

SETTLED = "Which of the two texts stays was settled in the meantime. Please close this, and go on."


class Saving:
    """Handlers of Review's Save, and of the page on which two texts stand side by side."""

    def __init__(
        self,
        desk: Desk,
        sheets: Sheets,
        pages: Pages,
        modals: Modals,
        people: People,
        vetting: Vetting,
        reviewing: Reviewing,
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._people = people
        self._vetting = vetting
        self._reviewing = reviewing
        self._admins = admins

    async def save(self, request: Request) -> Answer:
        """Keeps what was chosen, checks it, and saves the edit; what is wrong is said as by Create."""
        pressed = await self._sheets.pressed(request)
        sheet = await self._sheets.save_view(request, pressed, len(pressed.screens))
        if sheet.task_id is not None:
            return await self._pages.show(request, sheet)
        problems = check(sheet.form, normal(sheet.form, sheet.answers))
        if problems:
            there = sheet.first_of(page_of(sheet.form, problems[0].key))
            return await self._pages.show(request, sheet.at(there), problems[0].message)
        errors, sure = await self._vetting.refused(request, sheet)
        if errors:
            await self._sheets.stays(request, pressed)
            return {"response_action": "errors", "errors": errors}
        try:
            return await self._save(request, sheet, sure=sure)
        except HoldsBoth as both:
            await self._sheets.stays(request, pressed)
            return at_picker(request, sheet, both)

    async def _save(self, request: Request, sheet: Sheet, *, sure: bool) -> Answer:
        """What somebody else changed since Review was drawn stands on the page that comes then."""
        try:
            saved = await self._desk.edits.save(
                request.team, request.user, sheet.draft_id, admin=self._is_admin(request)
            )
        except Clashing:
            return await self._pages.show(request, sheet)
        if not sure:
            self._vetting.again(request, sheet, f"Your edit of {saved.task.key} is saved, but:")
        people = [each.person for each in saved.dismissed if each.person]
        names = await self._people.names(request.team, people)
        return await self._modals.show(request, edit_review.saved(saved, names))

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
            admin=self._is_admin(request),
        )
        return await self._sheets.of_draft(draft)

    def _is_admin(self, request: Request) -> bool:
        return request.user in self._admins
