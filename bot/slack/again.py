"""Still good: sign again, with one press on the message that says what changed."""

from __future__ import annotations

from bot.slack import shown
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.signing import Signing
from bot.tasks.desk import Desk
from bot.tasks.errors import SignsBoth, Stale

WHO = "Slack could not say who you are just now, so nothing was signed. Please press Still good: sign again once more."


class Again:
    """Handler of the button Still good: sign again."""

    def __init__(self, desk: Desk, signing: Signing, people: People, private: Private) -> None:
        self._desk = desk
        self._signing = signing
        self._people = people
        self._private = private

    async def sign(self, request: Request) -> Answer:
        """Signs all that was dismissed, for what the message showed; the message is drawn anew.

        Where the task has moved on since, nothing is signed: the page to sign on opens with what changed.
        """
        known, _, _ = await self._people.look_up(request.team, [request.user])
        if request.user not in known:
            return self._private.say(request, WHO)
        seen = shown.read(request.facts)
        try:
            await self._desk.sign_again(request.team, seen, request.user)
        except (Stale, SignsBoth):
            return await self._signing.show(request, seen.task_id, "dm")
        return {}
