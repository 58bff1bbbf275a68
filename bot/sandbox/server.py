"""The sandbox: starts the small Slack, and is what tests and the demo hold in their hands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.sandbox import happenings
from bot.sandbox.app import read_manifest
from bot.sandbox.clock import Clock
from bot.sandbox.eyes import Eyes
from bot.sandbox.faults import Fault
from bot.sandbox.holds import Hold
from bot.sandbox.limits import Limits
from bot.sandbox.person import Person
from bot.sandbox.records import Ack, Call
from bot.sandbox.routes import make_web_app
from bot.sandbox.uploads import Uploads
from bot.sandbox.workspace import Channel
from bot.sandbox.world import make_world


@dataclass(frozen=True)
class Account:
    """Somebody who is there from the start."""

    name: str
    """Full name."""
    tz: str
    """IANA time zone."""


DEFAULT_PEOPLE = (
    Account("Ada Lovelace", "Europe/London"),
    Account("Grace Hopper", "America/New_York"),
    Account("Katherine Johnson", "America/New_York"),
    Account("Alan Turing", "Europe/London"),
    Account("Linus Pauling", "America/Los_Angeles"),
)
DEFAULT_CHANNELS = ("general", "engineering")


class Sandbox:
    """A small Slack on 127.0.0.1, for one app in one workspace.

    ``manifest`` is the app's parsed manifest. ``port`` 0 takes any free one. ``people`` and ``channels``
    are there from the start, everybody and the bot in every channel. ``ack_deadline``: real seconds that
    the bot has to acknowledge; a trigger id lives as long by the clock (Slack: 3, Handling user interaction). ``grant_optional``: whether ``bot_optional`` scopes are granted.
    Use it from one event loop.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        port: int = 0,
        clock: Clock | None = None,
        people: Sequence[Account] = DEFAULT_PEOPLE,
        channels: Sequence[str] = DEFAULT_CHANNELS,
        ack_deadline: float = 3.0,
        grant_optional: bool = True,
    ) -> None:
        app = read_manifest(manifest, grant_optional=grant_optional)
        self._world = make_world(app, clock or Clock(), ack_deadline)
        self._eyes = Eyes(self._world)
        self._port = port
        self._runner: web.AppRunner | None = None
        for each in people:
            self.add_person(each.name, tz=each.tz)
        for name in channels:
            self.add_channel(name, members=[each.name for each in people])

    # Starting and stopping

    async def start(self) -> None:
        """Begin to serve. Raises OSError if the port is taken."""
        self._runner = web.AppRunner(make_web_app(self._world), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._world.address.url = f"http://127.0.0.1:{self._port}/"
        self._world.urls.base = self._world.base_url + "response/"

    async def stop(self) -> None:
        """Stop serving; whatever is under way is given up."""
        await self._world.events.stop()
        self._world.uploads.stop()
        await self._world.sockets.close()
        await self._world.posts.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    # What the bot is told

    @property
    def api_url(self) -> str:
        """For ``SLACK_API_URL``."""
        return self._world.base_url + "api/"

    @property
    def page_url(self) -> str:
        """Where anybody clicks through the workspace in a browser."""
        return self._world.base_url

    @property
    def bot_token(self) -> str:
        """For ``SLACK_BOT_TOKEN``."""
        return self._world.app.bot_token

    @property
    def app_token(self) -> str:
        """For ``SLACK_APP_TOKEN``."""
        return self._world.app.app_token

    @property
    def signing_secret(self) -> str:
        """For ``SLACK_SIGNING_SECRET``."""
        return self._world.app.signing_secret

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self._world.app.team_id

    @property
    def bot_user_id(self) -> str:
        """The bot's user id."""
        return self._world.bot.id

    @property
    def clock(self) -> Clock:
        """The time of this Slack, to be moved."""
        return self._world.clock

    # The way to the bot

    def deliver_to(self, url: str | None) -> None:
        """Post payloads, signed, to ``url``; None goes back to Socket Mode."""
        self._world.delivery.url = url

    async def connected(self, seconds: float = 10) -> None:
        """Wait until a socket is open. Raises TimeoutError after that many real ones."""
        opened = await self._world.changes.until(lambda: self._world.sockets.count or None, seconds)
        if opened is None:
            raise TimeoutError("The bot has opened no socket.")

    async def disconnected(self, seconds: float = 10) -> None:
        """Wait until no socket is open. Raises TimeoutError after that many real seconds."""
        if await self._world.changes.until(lambda: not self._world.sockets.count or None, seconds) is None:
            raise TimeoutError("The bot still has a socket open.")

    async def drop_sockets(self) -> None:
        """Ask the bot to reconnect, as Slack does every few hours."""
        await self._world.sockets.drop()

    async def forge(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        secret: str | None = None,
        timestamp: int | None = None,
    ) -> int:
        """Post a payload with a wrong ``secret`` or another ``timestamp`` (unix seconds); the HTTP status.

        ``kind``: ``slash_commands``, ``interactive`` or ``events_api``. Needs ``deliver_to``.
        """
        assert self._world.delivery.url, "Forging needs an address: call deliver_to first."
        status, _ = await self._world.posts.post(
            self._world.delivery.url, kind, payload, {}, deadline=10, secret=secret, timestamp=timestamp
        )
        return status

    async def events_seen(self, count: int, seconds: float = 10) -> None:
        """Wait until ``count`` deliveries of events have ended. Raises TimeoutError."""

        def seen() -> bool | None:
            return sum(each.kind == "events_api" for each in self.acks) >= count or None

        if await self._world.changes.until(seen, seconds) is None:
            raise TimeoutError(f"There were not {count} deliveries of events.")

    async def events_settled(self) -> None:
        """Wait until no event is under way; retries wait for the clock."""
        await self._world.events.settled()

    # What tests count and break

    @property
    def calls(self) -> list[Call]:
        """Every Web API call as it was answered."""
        return self._world.calls

    @property
    def acks(self) -> list[Ack]:
        """Every payload delivered, with how long its acknowledgement took."""
        return self._world.delivery.acks

    @property
    def limits(self) -> Limits:
        """Rate limits: ``burst``, ``updates_a_minute``, ``off()``, ``on()``."""
        return self._world.limits

    @property
    def uploads(self) -> Uploads:
        """How files are shared: ``polls_until_shared``, ``delay``, ``never_share()``."""
        return self._world.uploads

    def fail(
        self,
        method: str,
        error: str = "internal_error",
        *,
        times: int = 1,
        after_effect: bool = False,
        status: int = 200,
        retry_after: int | None = None,
        drop: bool = False,
    ) -> None:
        """Let the next ``times`` calls of ``method``, or of ``file download``, fail.

        ``after_effect``: it happens, and then the error is answered. ``drop``: the connection is cut
        instead of an answer.
        """
        code = "dropped" if drop else error
        self._world.faults.add(method, Fault(code, times, after_effect, status, retry_after, drop))

    def hold(self, method: str, *, after_effect: bool = False) -> Hold:
        """Let the next call of ``method``, or ``file download``, stand still.

        Before it takes effect or (``after_effect``) after.
        """
        return self._world.holds.add(method, after_effect=after_effect)

    def expire_triggers(self, times: int = 1) -> None:
        """The next trigger ids are born expired."""
        self._world.triggers.born_expired += times

    def give_trigger(self, person: str, *, in_modal: bool = False) -> str:
        """A trigger id as a click of ``person`` would give one, from the top modal with ``in_modal``."""
        user = self._world.workspace.user_named(person)
        view = self._world.modals.top(user.id) if in_modal else None
        return self._world.triggers.give(user.id, view_id=view.id if view else None)

    # People and channels

    def person(self, name: str) -> Person:
        """By full name, or by first name if only one has it."""
        return Person(self._world, self._eyes, self._world.workspace.user_named(name).id)

    def add_person(
        self, name: str, *, tz: str = "Europe/London", kind: str = "full", deleted: bool = False
    ) -> Person:
        """An account. ``kind``: ``full``, ``guest``, ``single-channel guest``, ``bot``, ``other workspace``."""
        user = self._world.workspace.add_user(name, tz=tz, kind=kind, deleted=deleted)
        return Person(self._world, self._eyes, user.id)

    def change_person(self, name: str, **changes: Any) -> None:
        """Change an account's ``name``, ``tz``, ``kind`` or ``deleted``; sends user_change."""
        happenings.change(self._world, replace(self._world.workspace.user_named(name), **changes))

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: Iterable[str] = (),
        bot_is_in: bool = True,
        archived: bool = False,
    ) -> str:
        """A channel with ``members`` (names); its id."""
        ids = {self._world.workspace.user_named(each).id for each in members}
        ids |= {self.bot_user_id} if bot_is_in else set()
        channel = self._world.workspace.add_channel(name, "private" if private else "public", ids)
        channel.archived = archived
        return channel.id

    def channel_id(self, name: str) -> str:
        """The id of a channel."""
        return self._channel(name).id

    def archive(self, name: str) -> None:
        """Archive a channel; sends channel_archive, or group_archive for a private one."""
        happenings.archive(self._world, self._channel(name), archived=True)

    def unarchive(self, name: str) -> None:
        """Bring a channel back; sends channel_unarchive or group_unarchive."""
        happenings.archive(self._world, self._channel(name), archived=False)

    def invite(self, person: str | None, channel: str) -> None:
        """Let a person (None: the bot) into a channel; sends member_joined_channel."""
        happenings.join(self._world, self._channel(channel), self._member(person))

    def kick(self, person: str | None, channel: str) -> None:
        """Take a person (None: the bot) out of a channel; sends member_left_channel, and for the bot itself
        channel_left or group_left.
        """
        happenings.leave(self._world, self._channel(channel), self._member(person))

    def _channel(self, name: str) -> Channel:
        return self._world.workspace.channel_named(name)

    def _member(self, person: str | None) -> str:
        return self._world.workspace.user_named(person).id if person else self.bot_user_id
