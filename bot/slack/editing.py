"""Edit: a filed task's form, filled, or the edit of it that waits."""

from __future__ import annotations

from bot.slack import ids
from bot.slack.news import news, since
from bot.slack.people import People
from bot.slack.request import Answer, Request
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft, new_draft_id

RESUMED = (
    "You began this edit earlier and have not saved it yet (last changed {:%Y-%m-%d %H:%M}), so it goes on here. "
    "To begin anew, discard it: /task drafts lists it."
)


class Editing:
    """Handlers of the button Edit beside the document, and of `/task edit KEY`."""

    def __init__(
        self, desk: Desk, sheets: Sheets, pages: Pages, people: People, admins: frozenset[str]
    ) -> None:
        self._desk = desk
        self._sheets = sheets
        self._pages = pages
        self._people = people
        self._admins = admins

    async def open(self, request: Request) -> Answer:
        """The button Edit."""
        return await self.show(request, ids.number(request.facts, "t"))

    async def show(self, request: Request, task_id: int) -> Answer:
        """The first page, filled; nothing is saved before something is pressed there. Who may not edit the
        task gets one private sentence (the desk's refusals).
        """
        admin = request.user in self._admins
        begun = await self._desk.edits.begin(request.team, task_id, request.user, admin=admin)
        task = begun.task
        changes = since(request, await news(self._desk, request, task))
        if begun.draft is not None:
            return await self._resume(request, begun.draft, changes)
        sheet = self._sheets.edit(new_draft_id(), task, task.revision, begun.form, begun.answers)
        return await self._pages.show(request, sheet, changes)

    async def _resume(self, request: Request, draft: Draft, changes: str) -> Answer:
        saved = draft.updated_at.astimezone(await self._people.zone(request.team, request.user))
        note = " ".join(filter(None, (RESUMED.format(saved), changes)))
        return await self._pages.show(request, await self._sheets.of_draft(draft), note)
