"""Create: the reviewed form becomes a task, once, however often it is pressed."""

from __future__ import annotations

import asyncio

from bot.slack import review
from bot.slack.later import Later
from bot.slack.modals import Modals
from bot.slack.people import PATIENCE, People, why_not_post
from bot.slack.request import Answer, Request
from bot.slack.sheet import Sheet
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.values import page_of
from bot.tasks.desk import Desk
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.task import Task
from bot.template.answers import check, normal

UNHURRIED = 10.0
"""Seconds that Slack may take for its word when nobody waits for it."""
PAUSES = (0, 2, 10, 60, 300)
"""Seconds before each time that Slack is asked again."""


class Filing:
    """The handler of Create."""

    def __init__(
        self, desk: Desk, sheets: Sheets, pages: Pages, modals: Modals, people: People, later: Later
    ) -> None:
        self._desk = desk
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._people = people
        self._later = later

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
        errors, sure = await self._refused(request, sheet)
        if errors:
            await self._sheets.stays(request, pressed)
            return {"response_action": "errors", "errors": errors}
        created = await self._desk.create(request.team, request.user, sheet.draft_id)
        if not sure:
            self._later.run(self._check_again(request, sheet, created.task))
        return await self._modals.show(request, review.filed(created.task, new=created.new))

    async def _refused(self, request: Request, sheet: Sheet) -> tuple[dict[str, str], bool]:
        """What stands against the channel and the people, by block id; and whether Slack was heard."""
        people, channel, sure = await self._ask(request, sheet)
        no_channel = why_not_post(channel) if channel else None
        signers = refused_signers(_signers(sheet), people, sure=sure)
        return review.errors(request.modal.state, sheet, no_channel, signers), sure

    async def _ask(
        self, request: Request, sheet: Sheet, patience: float = PATIENCE
    ) -> tuple[dict[str, PersonInfo], ChannelInfo | None, bool]:
        users = {request.user, *review.people_in(sheet), *_signers(sheet).values()}
        return await self._people.look_up(request.team, users, sheet.plan.get("channel"), patience=patience)

    async def _check_again(self, request: Request, sheet: Sheet, task: Task) -> None:
        """After the ack: asks until Slack is heard, and tells the author what is wrong."""
        for pause in PAUSES:
            await asyncio.sleep(pause)
            people, channel, sure = await self._ask(request, sheet, UNHURRIED)
            if sure:
                break
        wrong = list(refused_signers(_signers(sheet), people, sure=sure).values())
        if channel and (reason := why_not_post(channel)):
            wrong.append(reason)
        for sentence in wrong:
            await self._desk.tell(request.team, request.user, f"{task.key} is filed, but: {sentence}")


def _signers(sheet: Sheet) -> dict[str, str]:
    """Who was chosen for the form's roles; another template's may have been chosen before."""
    chosen = sheet.plan.get("signers") or {}
    return {each.role: chosen[each.role] for each in sheet.form.roles if chosen.get(each.role)}


def refused_signers(signers: dict[str, str], people: dict[str, PersonInfo], *, sure: bool) -> dict[str, str]:
    """Sentences about those who can't be asked to sign, by role. Whom Slack doesn't know is refused only
    when Slack was heard (`sure`).
    """
    refused = {}
    for role, user in signers.items():
        info = people.get(user)
        reason = info.why_not_sign() if info else "Slack doesn't know this person" if sure else None
        if reason:
            name = info.name if info else "This person"
            refused[role] = f"{name} can't be asked to sign: {reason}. Choose an active full member."
    return refused
