"""`/task summary`: ordered where it is asked."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.slack.later import Later
from bot.slack.people import People, why_not_post
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError, NotAllowed

log = structlog.get_logger()


class Summing:
    """The handler. `wake` is called when something waits to be sent after the ack."""

    def __init__(
        self, desk: Desk, people: People, private: Private, later: Later, wake: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._people = people
        self._private = private
        self._later = later
        self._wake = wake

    async def post(self, request: Request) -> Answer:
        """Acked at once: whether the bot can post here, and who may see what here, only Slack knows."""
        self._later.run(self._order(request))
        return {}

    async def _order(self, request: Request) -> None:
        channel = str(request.channel)
        _, known, _ = await self._people.look_up(request.team, [request.user], channel)
        if known and (refused := why_not_post(known)):
            await self._private.send(request, f"The summary can't be posted here. {refused}")
            return
        try:
            await self._desk.summaries.order(request.team, channel, asked_by=request.user)
        except NotAllowed as why:
            await self._private.send(request, str(why))
        except DatabaseError:
            log.exception("a summary could not be ordered")
            await self._private.send(
                request, "The summary could not be made just now. Please ask again in a moment."
            )
        self._wake()
