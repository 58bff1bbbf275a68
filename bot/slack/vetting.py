"""Whether the people and the channel that were chosen can be taken: Slack's word, waited for a second."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.slack import chosen, review
from bot.slack.later import Later
from bot.slack.people import People, why_not_post
from bot.slack.picked import Picked
from bot.slack.request import Answer, Request
from bot.slack.sheet import Sheet
from bot.tasks.desk import Desk
from bot.tasks.errors import HoldsBoth
from bot.tasks.people import ChannelInfo, PersonInfo

UNHURRIED = 10.0
"""Seconds that Slack may take for its word when nobody waits for it."""
PAUSES = (0, 2, 10, 60, 300)
"""Seconds before each time that Slack is asked again."""

Errors = dict[str, str]
"""Sentences by the block ids of the view, as Slack's `errors` takes them."""


class Vetting:
    """Asks Slack about what was chosen on Review: in a second, or again after the ack."""

    def __init__(self, desk: Desk, people: People, later: Later, picked: Picked) -> None:
        self._desk = desk
        self._people = people
        self._later = later
        self._picked = picked

    async def refused(self, request: Request, sheet: Sheet) -> tuple[Errors, bool]:
        """What stands against the channel, the day and the people; and whether Slack was heard in time."""
        people, channel, sure = await self._ask(request, sheet)
        no_channel = why_not_post(channel) if channel else None
        signers = refused_signers(_signers(sheet), people, sure=sure)
        # Of somebody whose zone isn't known it isn't known either which day it is for them.
        today = self._people.today_of(people[request.user]) if request.user in people else None
        past = chosen.why_not_by(sheet, request.modal.facts.get(chosen.STOOD), today)
        return chosen.errors(request.modal.state, sheet, no_channel, signers, past), sure

    def again(self, request: Request, sheet: Sheet, begin: str) -> None:
        """After the ack: asks until Slack is heard, and tells the person what is wrong: `begin` and a sentence."""
        self._later.run(self._again(request, sheet, begin))

    async def _again(self, request: Request, sheet: Sheet, begin: str) -> None:
        for pause in PAUSES:
            await asyncio.sleep(pause)
            people, channel, sure = await self._ask(request, sheet, UNHURRIED)
            if sure:
                break
        wrong = list(refused_signers(_signers(sheet), people, sure=sure).values())
        wrong += [problem.message for problem in await self._picked.known(request.team, sheet)]
        if channel and (reason := why_not_post(channel)):
            wrong.append(reason)
        for sentence in wrong:
            await self._desk.tell(request.team, request.user, f"{begin} {sentence}")

    async def _ask(
        self, request: Request, sheet: Sheet, patience: float | None = None
    ) -> tuple[dict[str, PersonInfo], ChannelInfo | None, bool]:
        users = {request.user, *review.people_in(sheet), *_signers(sheet).values()}
        return await self._people.look_up(request.team, users, sheet.plan.get("channel"), patience=patience)


def at_picker(request: Request, sheet: Sheet, refused: HoldsBoth) -> Answer:
    """The refusal, at the role's picker; raised again where that isn't on the page."""
    errors = chosen.errors(request.modal.state, sheet, None, {refused.role: str(refused)})
    if not errors:
        raise refused
    return {"response_action": "errors", "errors": errors}


def refused_signers(
    signers: Mapping[str, str], people: Mapping[str, PersonInfo], *, sure: bool
) -> dict[str, str]:
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


def _signers(sheet: Sheet) -> dict[str, str]:
    """Who was chosen for the form's roles; another template's may have been chosen before."""
    picked = sheet.plan.get("signers") or {}
    return {each.role: picked[each.role] for each in sheet.form.roles if picked.get(each.role)}
