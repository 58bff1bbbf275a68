"""What a person's page shows, as JSON: everything that is drawn, and nothing that they may not see."""

from datetime import UTC, datetime
from typing import Any

from bot.sandbox import inviting
from bot.sandbox.eyes import Eyes
from bot.sandbox.modals import View
from bot.sandbox.page.offers import controls_json
from bot.sandbox.page.places import closed, liveliest, people, places, visible
from bot.sandbox.page.reading import Reading
from bot.sandbox.page.trouble import refused, unanswered
from bot.sandbox.values import starting
from bot.sandbox.workspace import Channel, Message, User
from bot.sandbox.world import World

Json = dict[str, Any]

HOME = "home"
"""The place that is the app's Home tab."""
SLACK = "USLACKBOT"


class Seeing:
    """Looks for one page; changes nothing but how far its person has read."""

    def __init__(self, world: World) -> None:
        self._world, self._eyes, self._reading = world, Eyes(world), Reading()

    def state(self, user: User, place_id: str) -> Json:
        """All that ``user`` sees while that conversation (or ``home``) is open; else where the newest message is."""
        seen, modals = places(self._world, user), self._world.modals
        at_home = place_id == HOME and self._world.app.has_home
        place = None if at_home else next((each for each in seen if each.id == place_id), liveliest(seen))
        if place:
            self._reading.read(user.id, place)
        home, stack = modals.home(user.id), modals.stack(user.id)
        return {
            "me": user.id,
            "zone": user.tz,
            "ahead": self._world.clock.ahead.total_seconds(),
            "moves": self._world.clock.led,
            "app": self._app(),
            "people": [{"id": each.id, "name": each.name} for each in people(self._world)],
            "names": self._names(),
            "places": [self._place(user, each) for each in seen],
            "place": place.id if place else HOME,
            "messages": self._messages(user, place) if place else [],
            "home": self._view(user, home) if home and at_home else None,
            "modal": {**self._view(user, stack[-1]), "depth": len(stack)} if stack else None,
            "trouble": refused(self._world),
            "unanswered": unanswered(self._world),
        }

    def _app(self) -> Json:
        app = self._world.app
        named = {
            kind: [each.name for each in app.shortcuts if each.type == kind] for kind in ("global", "message")
        }
        return {
            "name": app.name,
            "address": f"https://{app.team_domain}.slack.com/",
            "hints": {**app.hints, inviting.COMMAND: inviting.HINT},
            "shortcuts": named,
            "home": app.has_home,
        }

    def _names(self) -> dict[str, str]:
        workspace = self._world.workspace
        public = {each.id: each.name for each in workspace.channels.values() if each.kind == "public"}
        return public | {each.id: each.name for each in workspace.users.values()}

    def _place(self, user: User, place: Channel) -> Json:
        return {
            "id": place.id,
            "name": self._world.app.name if place.kind == "im" else f"#{place.name}",
            "closed": closed(self._world, place),
            "unread": self._reading.unread(user.id, place),
        }

    def _messages(self, user: User, place: Channel) -> list[Json]:
        """The conversation, oldest first, each with its replies."""
        tops: list[Json] = []
        threads: dict[str, list[Json]] = {}
        for each in visible(self._world, user, place):
            if each.thread_ts in (None, each.ts):
                tops.append({**self._message(user, each), "replies": threads.setdefault(each.ts, [])})
            else:
                threads.setdefault(str(each.thread_ts), []).append(self._message(user, each))
        return tops

    def _message(self, user: User, message: Message) -> Json:
        controls = controls_json(self._world, user, message.blocks, starting(message.blocks))
        return {
            "place": message.channel,
            "ts": message.ts,
            "at": datetime.fromtimestamp(float(message.ts), UTC).isoformat(),
            "author": "Slack" if message.user == SLACK else self._eyes.name(message.user),
            "app": message.by_app,
            "private": message.only_for is not None,
            "edited": message.edited,
            "text": message.text,
            "blocks": message.blocks,
            "controls": controls,
            "files": [{"id": f.id, "name": f.name, "size": len(f.content)} for f in message.files],
        }

    def _view(self, user: User, view: View) -> Json:
        words = {key: (view.content.get(key) or {}).get("text", "") for key in ("title", "submit", "close")}
        return {
            "id": view.id,
            "hash": view.hash,
            **words,
            "blocks": view.blocks,
            "controls": controls_json(self._world, user, view.blocks, view.values),
            "errors": view.errors,
        }
