"""Shows a form under way: its page, Review, or the task that it has become."""

from __future__ import annotations

import asyncio

from bot.slack import review, views
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.request import Answer, Request
from bot.slack.reviewing import Reviewing
from bot.slack.sheet import Sheet
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import DraftGone
from bot.tasks.said import FOLLOWS


class Pages:
    """Chooses the view for a sheet and puts it where the request came from."""

    def __init__(self, desk: Desk, modals: Modals, people: People, reviewing: Reviewing) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._reviewing = reviewing

    async def show(self, request: Request, sheet: Sheet, note: str = "") -> Answer:
        """The sheet's screen; `note` is a sentence above it, after the sheet's own. A draft that was filed
        or saved shows its task.
        """
        said = " ".join(filter(None, (sheet.note, note)))
        return await self._modals.show(request, await self._view(request, sheet, said))

    async def _view(self, request: Request, sheet: Sheet, note: str) -> ModalView:
        if sheet.task_id is not None:
            done = self._reviewing.saved if sheet.edits else self._filed
            return await done(request.team, sheet.task_id)
        if sheet.screen < len(sheet.screens):
            return await asyncio.to_thread(views.page, sheet, note)
        if sheet.edits is not None:
            return await self._reviewing.view(request, sheet, note)
        picked = review.people_in(sheet)
        names = dict.fromkeys(picked, FOLLOWS) | await self._people.names(request.team, picked)
        channel = sheet.plan.get("channel") or sheet.origin
        info = await self._desk.channel(request.team, channel) if channel else None
        # An imported document may be a megabyte: others' presses don't wait until it is drawn.
        return await asyncio.to_thread(review.review, sheet, names, info, note)

    async def _filed(self, team: str, task_id: int) -> ModalView:
        task = await self._desk.task(team, task_id)
        if task is None:
            raise DraftGone(str(task_id))
        return review.filed(task, new=False)
