"""Create: the reviewed form becomes a task, once, however often it is pressed."""

from __future__ import annotations

from bot.slack import review
from bot.slack.checking import Checking
from bot.slack.modals import Modals
from bot.slack.request import Answer, Request
from bot.slack.sheet import Sheet
from bot.slack.vetting import Vetting
from bot.tasks.desk import Desk


class Filing:
    """The handler of Create."""

    def __init__(self, desk: Desk, checking: Checking, modals: Modals, vetting: Vetting) -> None:
        self._desk = desk
        self._checking = checking
        self._modals = modals
        self._vetting = vetting

    async def create(self, request: Request) -> Answer:
        """Checks what was chosen, and files the task. Where Slack could not say in time whether somebody can be
        asked, the author is told later should something prove wrong.
        """

        async def file(sheet: Sheet, sure: bool) -> Answer:
            created = await self._desk.create(request.team, request.user, sheet.draft_id)
            if not sure:
                self._vetting.again(request, sheet, f"{created.task.key} is filed, but:")
            drawn = review.filed(created.task, new=created.new, away=created.away)
            return await self._modals.show(request, drawn)

        return await self._checking.then(request, file)
