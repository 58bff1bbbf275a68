"""Save: the reviewed edit becomes the task's next revision."""

from __future__ import annotations

from bot.slack import chosen, edit_review, ids
from bot.slack.checking import Checking
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.request import Answer, Request
from bot.slack.sheet import Sheet
from bot.slack.showing import Pages
from bot.slack.standing import Names
from bot.slack.vetting import Vetting
from bot.tasks.desk import Desk
from bot.tasks.errors import Clashing, DayChanged


class Saving:
    """The handler of Save."""

    def __init__(
        self,
        desk: Desk,
        checking: Checking,
        pages: Pages,
        modals: Modals,
        people: People,
        vetting: Vetting,
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._checking = checking
        self._pages = pages
        self._modals = modals
        self._people = people
        self._vetting = vetting
        self._admins = admins

    async def save(self, request: Request) -> Answer:
        """Checks what was chosen, and saves the edit; what is wrong is said as by Create."""
        return await self._checking.then(request, lambda sheet, sure: self._save(request, sheet, sure=sure))

    async def _save(self, request: Request, sheet: Sheet, *, sure: bool) -> Answer:
        """What somebody else changed since Review was drawn stands on the page that comes then, beside what was
        chosen here.
        """
        facts = request.modal.facts
        names = await self._names(request, sheet)  # before: once it is saved, nothing may fail any more
        try:
            saved = await self._desk.edits.save(
                request.team,
                request.user,
                sheet.draft_id,
                admin=request.user in self._admins,
                stood=ids.text(facts, chosen.STOOD) if chosen.STOOD in facts else None,
            )
        except Clashing:
            return await self._pages.show(request, sheet)
        except DayChanged as changed:
            return await self._pages.show(request, sheet, str(changed))
        if not sure:
            self._vetting.again(request, sheet, f"Your edit of {saved.task.key} is saved, but:")
        return await self._modals.show(request, edit_review.saved(saved, names))

    async def _names(self, request: Request, sheet: Sheet) -> Names:
        """Of those whose signatures may count no more."""
        task = await self._desk.task(request.team, sheet.edits.task_id) if sheet.edits else None
        asked = [each.person for each in task.sign_offs if each.person] if task else []
        return await self._people.names(request.team, asked)
