"""Progress: the boxes of a task's checklists, to tick and untick."""

from __future__ import annotations

import secrets

from bot.slack import boxes, ids, shown
from bot.slack.modals import Modals
from bot.slack.present import Present
from bot.slack.request import Answer, Request
from bot.tasks.desk import Desk
from bot.tasks.unticked import named

LOST = "The task was edited meanwhile. No longer in it, and so neither ticked nor unticked: {}."


class Progress:
    """Handlers of the button Progress, of `/task progress KEY`, and of the modal, page by page."""

    def __init__(self, desk: Desk, modals: Modals, present: Present, admins: frozenset[str]) -> None:
        self._desk = desk
        self._modals = modals
        self._present = present
        self._admins = admins

    async def open(self, request: Request) -> Answer:
        """The button on card and document."""
        return await self.show(request, ids.number(request.facts, "t"))

    async def show(self, request: Request, task_id: int, page: int = 0, note: str = "") -> Answer:
        """The boxes as they stand. Who may not tick them gets one private sentence (the desk's refusals)."""
        admin = request.user in self._admins
        board = await self._desk.progress.open(request.team, task_id, request.user, admin=admin)
        drawn = boxes.view(board, page, secrets.token_hex(4), note)
        if request.kind == "view":  # What was ticked is saved: nothing of it is to be taken over.
            return await self._modals.show(request, drawn)
        return await self._present.show(request, board.task, drawn)

    async def turn(self, request: Request) -> Answer:
        """Back and Next: what was ticked is saved, and another page is shown."""
        note = await self._save(request)
        task_id = shown.read(request.modal.facts).task_id
        return await self.show(request, task_id, ids.number(request.facts, "n"), note)

    async def save(self, request: Request) -> Answer:
        """Save. The modal closes, unless something in it is no longer there."""
        note = await self._save(request)
        if not note:
            return {}
        facts = request.modal.facts
        return await self.show(request, shown.read(facts).task_id, ids.number(facts, "n"), note)

    async def _save(self, request: Request) -> str:
        """Only what this person changed on the page is written; what could not be, in a sentence."""
        wanted = boxes.wanted(request.modal)
        if not wanted:
            return ""
        seen, admin = shown.read(request.modal.facts), request.user in self._admins
        done = await self._desk.progress.tick(request.team, seen, request.user, wanted, admin=admin)
        return LOST.format(named(done.lost)) if done.lost else ""
