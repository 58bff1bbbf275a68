"""What is looked at before Review's button does anything: Create's, and Save's of an edit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.slack.picked import Picked
from bot.slack.request import Answer, Request
from bot.slack.sheet import Sheet
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.values import page_of
from bot.slack.vetting import Vetting, at_picker
from bot.tasks.errors import HoldsBoth
from bot.template.answers import Problem, check, normal

Done = Callable[[Sheet, bool], Awaitable[Answer]]
"""(the sheet as it is filed, whether Slack has said that everybody chosen may sign) -> what is shown then."""


class Checking:
    """What is wrong on a page leads there; what is wrong here stands at its field."""

    def __init__(self, sheets: Sheets, pages: Pages, vetting: Vetting, picked: Picked) -> None:
        self._sheets = sheets
        self._pages = pages
        self._vetting = vetting
        self._picked = picked

    async def then(self, request: Request, do: Done) -> Answer:
        """Keeps what was chosen, checks it, and does it. What became a task already is shown instead.

        Slack's word about the people and the channel is waited for a second; if it doesn't come, it is done.
        """
        pressed = await self._sheets.pressed(request)
        sheet = await self._sheets.save_view(request, pressed, len(pressed.screens))
        if sheet.task_id is not None:
            return await self._pages.show(request, sheet)
        problems = check(sheet.form, normal(sheet.form, sheet.answers))
        if problems:
            return await self._lead(request, sheet, problems[0])
        errors, sure = await self._vetting.refused(request, sheet)
        if errors:
            await self._sheets.stays(request, pressed)
            return {"response_action": "errors", "errors": errors}
        if refused := await self._picked.known(request.team, sheet):  # Slack was asked about them just now.
            return await self._lead(request, sheet, refused[0])
        try:
            return await do(sheet, sure)
        except HoldsBoth as both:
            await self._sheets.stays(request, pressed)
            return at_picker(request, sheet, both)

    async def _lead(self, request: Request, sheet: Sheet, problem: Problem) -> Answer:
        """To the page on which it is, with what is wrong there."""
        there = sheet.first_of(page_of(sheet.form, problem.key))
        return await self._pages.show(request, sheet.at(there), problem.message)
