"""Create: the reviewed form becomes a task, once, however often it is pressed."""

from __future__ import annotations

from bot.slack import review
from bot.slack.modals import Modals
from bot.slack.request import Answer, Request
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.values import page_of
from bot.slack.vetting import Vetting, at_picker
from bot.tasks.desk import Desk
from bot.tasks.errors import HoldsBoth
from bot.template.answers import check, normal


class Filing:
    """The handler of Create."""

    def __init__(self, desk: Desk, sheets: Sheets, pages: Pages, modals: Modals, vetting: Vetting) -> None:
        self._desk = desk
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._vetting = vetting

    async def create(self, request: Request) -> Answer:
        """Saves what was chosen, checks it, and files the task.

        What is wrong on a page leads there; what is wrong here stands at its field. Slack's word about the
        people and the channel is waited for a second; if it doesn't come, the task is filed, and the
        author is told later should something prove wrong.
        """
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
            created = await self._desk.create(request.team, request.user, sheet.draft_id)
        except HoldsBoth as both:
            await self._sheets.stays(request, pressed)
            return at_picker(request, sheet, both)
        if not sure:
            self._vetting.again(request, sheet, f"{created.task.key} is filed, but:")
        return await self._modals.show(request, review.filed(created.task, new=created.new))
