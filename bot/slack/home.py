"""The Home tab in the hands of its reader: opened, turned, pressed; and made to show what it should."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable

import structlog

from bot.slack import home_views
from bot.slack.happened import Happened
from bot.slack.poster import Poster
from bot.slack.request import Answer, Request
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError
from bot.tasks.posts import OutboxRow

log = structlog.get_logger()

Handler = Callable[[Request], Awaitable[Answer]]


class Home:
    """Handlers of the event and of the presses that are the Home's own. `wake`: something waits to be sent."""

    def __init__(self, desk: Desk, wake: Callable[[], None]) -> None:
        self._desk = desk
        self._wake = wake

    async def opened(self, event: Happened) -> None:
        """Somebody looks at their Home; not at the messages beside it, of which Slack tells by the same event."""
        if event.tab == "home":
            await self._desk.homes.opened(event.id, event.team, event.user, event.home)
            self._wake()

    async def turn(self, request: Request) -> Answer:
        """Another page of one of the lists, as it stands now."""
        part, first = home_views.read(request.facts)
        await self._desk.homes.turn(request.team, request.user, part, first, request.home or "")
        return {}

    def kept(self, press: Handler) -> Handler:
        """The handler of a press that may come from a Home, which is then drawn anew if it shows an older state,
        whatever came of the press.
        """

        async def pressed(request: Request) -> Answer:
            try:
                return await press(request)
            finally:
                if request.at_home:
                    await self._redraw(request)

        return pressed

    async def _redraw(self, request: Request) -> None:
        """Nothing is lost if that fails: the next press wants it again."""
        try:
            await self._desk.homes.pressed(request.team, request.user, request.home or "")
        except DatabaseError as failed:
            log.warning("a Home could not be wanted anew", user=request.user, error=str(failed))


class HomeTab:
    """Shows somebody's Home what it is to show now."""

    def __init__(self, desk: Desk, poster: Poster) -> None:
        self._desk = desk
        self._poster = poster

    async def show(self, row: OutboxRow) -> None:
        """Publish it, unless it shows just this. NotYet, Failed.

        What it shows stands in it, so that Slack tells us with each event and press; none of Slack's own hashes is
        sent along, since nobody else draws it, and one row is in hand at a time.
        """
        user = str(row.ref["user"])
        home = await self._desk.homes.home(row.team, user)
        if home is None:
            return
        view = home_views.view(home, self._desk.snoozes.own(home.people.get(user)))
        digest = hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
        if digest != home.payload_hash:
            await self._poster.publish(row.team, user, {**view, "private_metadata": digest})
            await self._desk.homes.published(row.team, user, digest, instead_of=home.payload_hash)
