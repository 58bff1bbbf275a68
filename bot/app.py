"""Where everything is wired, started and stopped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from typing import Self

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import utc_now
from bot.health import PATH as HEALTH
from bot.health import Health
from bot.listening import Looks, listen_http, listen_socket, look_http
from bot.metrics import PATH as METRICS
from bot.metrics import Metrics, Scrape
from bot.policy import hours, policy
from bot.reminders.scheduler import Scheduler, following
from bot.reminders.sweep import Sweep
from bot.settings import Settings
from bot.slack.counted import CountedClient
from bot.slack.failures import Failed, calling, unreachable
from bot.slack.outbox import Outbox
from bot.slack.permalinks import domain_of, permalink
from bot.slack.signed import signed_with
from bot.slack.watching import WHERE
from bot.tasks import store_outbox
from bot.tasks.database import Database, checked
from bot.tasks.desk import Desk
from bot.tasks.separate import unknown
from bot.templates import TemplateFiles, Unreadable
from bot.wiring import Wiring

log = structlog.get_logger()

NEXT = "in Slack, type /invite @Countersign in a channel, then /task"
"""What to do once the bot runs."""

SHARED = (
    "Another program has the database open. If it is a second Countersign, Slack gives each of them a part of what "
    "people do."
)
ALONE = "see that one runs, and stop the other; if it was just stopping, or isn't a Countersign, all is well"
"""An old one may still be finishing what it had in hand, so the new one starts all the same."""

Cron = tuple[str, Callable[[datetime], datetime | None]]
"""A schedule as it is set, and the first moment after a given one; None for never."""


class StartError(Exception):
    """The bot can't start; str() says why and what to do: a line for each thing that is in the way."""


def build(settings: Settings, now: Callable[[], datetime] = utc_now) -> Countersign:
    """The bot, not yet started. `now` gives the time, aware and in UTC.

    StartError, or DatabaseError for DATABASE_URL, when a setting can't be used, in one line.
    """
    return Countersign(settings, now)


class Countersign:
    """The bot, wired: `async with build(settings) as bot` runs it, and stops it in the other order."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._policy = policy(settings)
        self._templates, self._cron = _understood(settings)
        checked(settings.database_url)
        self._open = AsyncExitStack()
        self._in_hand: list[Callable[[], Awaitable[None]]] = []
        """What finishes work that is in hand when the bot is stopped; called side by side."""
        self.metrics = Metrics([*WHERE, "tick"])
        """What it counts."""
        self.team = ""
        """The workspace's id, once started."""
        self.port: int | None = None
        """The port that is listened on; None if there is none."""

    async def __aenter__(self) -> Self:
        """Makes sure of the tokens, opens the database, then sends, ticks and listens.

        Slack is asked first, so that a start that it refuses leaves no new database behind.
        StartError or DatabaseError with one line when something is in the way; nothing stays open then.
        """
        try:
            await self._start()
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(self, *failed: object) -> None:
        """Stops listening and ticking, finishes what is in hand, and closes the database: in ten seconds."""
        log.info("stopping")
        await self._open.aclose()

    async def _start(self) -> None:
        session = await self._open.enter_async_context(aiohttp.ClientSession())
        client = self._client(session)
        self._authorized = await _authorize(client)
        self._address = await self._socket(client)
        database = self._database = await asyncio.to_thread(
            Database.open, self._settings.database_url, when_alone=store_outbox.free
        )
        self._open.push_async_callback(database.close)
        if done := database.upgraded:
            log.info("database upgraded", from_version=done.version, kept_as=str(done.backup))
        if database.shared:
            log.warning("database.shared", said=SHARED, next=ALONE)
        self.desk = Desk(
            database,
            self._now,
            self._policy.first_due,
            zone=self._settings.timezone,
            separate=self._settings.separate,
            hours=hours(self._policy),
        )
        self.team = str(self._authorized.team_id)
        self._open.push_async_callback(self._finish)
        self.outbox = Outbox(self.desk, client, self._now, self._policy.at_work, watch=self.metrics)
        wiring = await self._wire(client, session)
        self._send()
        await self._tick()
        await self._listen(wiring, session)
        mode = "socket" if self._settings.app_token else "http"
        port = {} if self.port is None else {"port": self.port}
        log.info("started", team=self.team, mode=mode, **port, next=NEXT)

    async def _socket(self, client: AsyncWebClient) -> str:
        """Where Socket Mode connects to, soon and once; "" in HTTP mode.

        Asked here, since the SDK's own client would go on asking for ever with a token that Slack refuses.
        """
        if self._settings.app_token is None:
            return ""
        app_token = self._settings.app_token.get_secret_value()
        try:
            answer = await calling("apps.connections.open", client.apps_connections_open(app_token=app_token))
        except Failed as failed:
            if unreachable(failed):
                raise _unreachable(self._settings.api_url) from None
            raise StartError(
                f"Slack refuses SLACK_APP_TOKEN ({failed.code}): make an app-level token with "
                "connections:write on your app's page, Basic Information"
            ) from None
        return str(answer["url"])

    def _client(self, session: aiohttp.ClientSession) -> AsyncWebClient:
        """No retries: the SDK's own would repeat a post that had reached Slack. How long to wait is said
        at each call, since the SDK keeps its timeout only in sessions that it makes itself.
        """
        token = self._settings.bot_token.get_secret_value()
        return CountedClient(
            self.metrics, token, base_url=self._settings.api_url, session=session, retry_handlers=[]
        )

    async def _wire(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> Wiring:
        wiring = Wiring(
            self._settings,
            self.desk,
            client,
            session,
            self._now,
            templates=self._templates.again,
            team=self.team,
            bot_user=str(self._authorized.bot_user_id),
            wake=self.outbox.wake,
            watch=self.metrics,
        )
        self._in_hand.append(wiring.later.close)
        self.later, self.membership, self.forms = wiring.later, wiring.membership, wiring.forms
        self._audience = wiring.audience
        await self.desk.channels.watch_all(self.team)
        await self.forms.refresh()
        self._warn_of_roles()
        if self._settings.summary_channel:
            wiring.later.run(wiring.audience.warn(self.team, self._settings.summary_channel))
        return wiring

    def _warn_of_roles(self) -> None:
        """A slip in COUNTERSIGN_SEPARATE would keep nothing apart, and nobody would know."""
        roles = [role.role for each in self.forms.offered for role in each.form.roles]
        for name in unknown(self._settings.separate, roles):
            log.warning("COUNTERSIGN_SEPARATE names a role that no template has", role=name)

    def _send(self) -> None:
        sending = asyncio.create_task(self.outbox.run())

        async def stop() -> None:
            await self.outbox.stop()
            await sending

        self._in_hand.append(stop)

    async def _finish(self) -> None:
        """Each of them even if another fails; the database is still open."""
        ends = await asyncio.gather(*(end() for end in self._in_hand), return_exceptions=True)
        for error in ends:
            if error is not None:
                log.error("something could not be finished", exc_info=error)

    async def _tick(self) -> None:
        self.sweep = Sweep(self.desk, self._policy, self.outbox.wake, keep=self._settings.keep)
        if self._cron and (channel := self._settings.summary_channel):
            readers = partial(self._audience.scheduled, self.team, channel)
            link = partial(permalink, domain_of(self._authorized.url))
            await self.sweep.summaries(self.team, readers, *self._cron, link)
        scheduler = Scheduler(
            [self.sweep.tick, self.forms.refresh, self.membership.refresh],
            self._settings.tick,
            lambda: self.metrics.failed("tick"),
        )
        scheduler.start()
        self._in_hand.append(scheduler.stop)

    async def _listen(self, wiring: Wiring, session: aiohttp.ClientSession) -> None:
        async def authorize(team_id: str | None) -> AuthorizeResult:
            return self._authorized

        bolt = AsyncApp(
            name="countersign",  # Else Bolt reads the sources of all callers, to take the name of the last one's file.
            client=CountedClient(
                self.metrics, base_url=self._settings.api_url, session=session, retry_handlers=[]
            ),
            authorize=authorize,
            signing_secret=self._signing_secret,
            process_before_response=True,
        )
        wiring.door().listen(bolt)
        wiring.hearing().listen(bolt)
        try:
            self.port = await self._way_in(bolt)
        except (aiohttp.ClientError, TimeoutError):
            raise _unreachable(self._settings.api_url) from None
        except OSError as taken:
            # By its number: asyncio's own words go on about addresses and tuples.
            why = os.strerror(taken.errno) if taken.errno else str(taken)
            raise StartError(f"PORT: this port can't be listened on ({why}); set another") from None

    async def _way_in(self, bolt: AsyncApp) -> int | None:
        """Opens it, and the door for who looks after the bot; the port that is listened on."""
        port = self._settings.port
        if self._settings.app_token is None:
            return await listen_http(self._open, bolt, signed_with(self._signing_secret), port, self._looks())
        app_token = self._settings.app_token.get_secret_value()
        socket = await listen_socket(self._open, bolt, app_token, self._address)
        if port is None:
            return None
        return await look_http(self._open, port, self._looks(socket.is_connected))

    @property
    def _signing_secret(self) -> str:
        """Empty only in Socket Mode, which has no use for it."""
        secret = self._settings.signing_secret
        return secret.get_secret_value() if secret else ""

    def _looks(self, connected: Callable[[], Awaitable[bool]] | None = None) -> Looks:
        """What whoever looks after the bot can see."""
        health = Health(self._database, self._now, connected)
        return {HEALTH: health.answer, METRICS: Scrape(self.metrics, health).answer}


def _unreachable(url: str) -> StartError:
    return StartError(f"Slack can't be reached at {url}: check the network and SLACK_API_URL")


def _understood(settings: Settings) -> tuple[TemplateFiles, Cron | None]:
    """The templates, and when the summary comes. StartError with a line for each that can't be used."""
    templates, cron, wrong = TemplateFiles(settings.templates), None, []
    try:
        templates.read()
    except Unreadable as reason:
        wrong.append(f"COUNTERSIGN_TEMPLATES: {reason}")
    try:
        if spec := settings.summary_cron:
            cron = spec, following(spec, settings.timezone)
    except ValueError as reason:
        wrong.append(f"COUNTERSIGN_SUMMARY_CRON: {reason}")
    if wrong:
        raise StartError("\n".join(wrong))
    return templates, cron


async def _authorize(client: AsyncWebClient) -> AuthorizeResult:
    """Whom the token speaks for. Asked at the start, so that the first click doesn't wait for it."""
    try:
        answer = await calling("auth.test", client.auth_test())
    except Failed as failed:
        if unreachable(failed):
            raise _unreachable(client.base_url) from None
        raise StartError(
            f"Slack refuses SLACK_BOT_TOKEN ({failed.code}): copy the Bot User OAuth Token "
            "from your app's page, OAuth & Permissions"
        ) from None
    return AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=answer)
