"""`/task summary`: posted where it is asked, with what everybody there may read; asked for in direct messages, it
is for who asks alone, with what they may read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog

from bot.slack.audience import Audience
from bot.slack.later import Later
from bot.slack.people import People, why_not_post
from bot.slack.permalinks import permalink
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.tasks.desk import Desk
from bot.tasks.digests import Readers
from bot.tasks.errors import DatabaseError, NotAllowed
from bot.tasks.listing import Reader

log = structlog.get_logger()

NOTHING = (
    "There is nothing to sum up: of the tasks that everybody here may read, none is open, and none was done in the "
    "last 7 days. /task begins one."
)
NOTHING_OF_YOURS = (
    "There is nothing to sum up: of the tasks that you may read, none is open, and none was done in the last 7 days. "
    "/task begins one."
)
SENT = "The summary comes as a direct message from Countersign: what you may read, for you alone."
ALONE = (
    "Or type /task summary in a direct message, such as the one with yourself: then it comes to you alone."
)


class Summing:
    """The handler. `wake` is called when something waits to be sent after the ack."""

    def __init__(
        self,
        desk: Desk,
        people: People,
        audience: Audience,
        private: Private,
        later: Later,
        wake: Callable[[], None],
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._people = people
        self._audience = audience
        self._private = private
        self._later = later
        self._wake = wake
        self._admins = admins

    async def post(self, request: Request) -> Answer:
        """Acked at once: whether the bot can post here, and who may see what here, only Slack knows."""
        self._later.run(self._answer(request))
        return {}

    async def _answer(self, request: Request) -> None:
        try:
            said = await (self._send(request) if _is_direct(request) else self._post(request))
        except NotAllowed as why:
            said = str(why)
        except DatabaseError:
            self._later.went_wrong()
            log.exception("a summary could not be ordered")
            said = "The summary could not be made just now. Please ask again in a moment."
        self._wake()
        if said:
            await self._private.send(request, said)

    async def _post(self, request: Request) -> str:
        """In the channel; what there is to be said to who asked."""
        channel = str(request.channel)
        _, known, _ = await self._people.look_up(request.team, [request.user], channel)
        if known and (refused := why_not_post(known)):
            return f"The summary can't be posted here. {refused} {ALONE}"
        readers = await self._audience.of(request.team, channel)
        return "" if await self._order(request, readers) else NOTHING

    async def _send(self, request: Request) -> str:
        """To who asks, with their own rights; Slack is asked who they are."""
        await self._people.look_up(request.team, [request.user])
        reader = Reader(request.team, request.user, request.user in self._admins)
        if not await self._order(request, Readers(None, alone=reader)):
            return NOTHING_OF_YOURS
        known = (await self._desk.people(request.team, [request.user])).get(request.user)
        return "" if known and known.dm_channel == request.channel else SENT

    async def _order(self, request: Request, readers: Readers) -> bool:
        link = partial(permalink, request.team_domain)
        return await self._desk.summaries.order(request.team, readers, request.user, link) is not None


def _is_direct(request: Request) -> bool:
    """Slack: the ids of conversations between two begin with D."""
    return str(request.channel).startswith("D")
