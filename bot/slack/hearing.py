"""What Slack tells by itself, and which method takes it. One listener, as for what people do: routes.py."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.happened import Happened, read
from bot.slack.home import Home
from bot.slack.leaving import Leaving
from bot.slack.membership import Membership
from bot.slack.watching import Watch, handling, new_reference

Heard = Mapping[str, Callable[[Happened], Awaitable[None]]]
ANY = re.compile(".*", re.DOTALL)


def table(membership: Membership, leaving: Leaving, home: Home) -> Heard:
    """Every event that is subscribed to. A private channel has some of its own (Slack: `group_…`)."""
    return {
        "member_joined_channel": membership.joined,
        "member_left_channel": membership.left,
        "channel_left": membership.bot_left,
        "group_left": membership.bot_left,
        "channel_archive": membership.archived,
        "group_archive": membership.archived,
        "channel_unarchive": membership.unarchived,
        "group_unarchive": membership.unarchived,
        "user_change": leaving.changed,
        "app_home_opened": home.opened,
    }


class Hearing:
    """Where events come in. What raises is not acked, so that Slack sends it again."""

    def __init__(self, heard: Heard, watch: Watch) -> None:
        self._heard = heard
        self._watch = watch

    def listen(self, app: AsyncApp) -> None:
        """Registers the listener."""
        app.event(ANY)(self.event)

    async def event(self, body: dict[str, Any]) -> None:
        """An event, which is acked once it is taken."""
        happened = read(body)
        taken = False
        with handling(self._watch, "event", happened.type, new_reference()):
            try:
                if take := self._heard.get(happened.type):
                    await take(happened)
                taken = True
            finally:
                if not taken:
                    self._watch.failed("event")
