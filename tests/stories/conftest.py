"""A workspace with the bot in it, over both transports."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import Countersign, build
from bot.sandbox.clock import Clock
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings, given
from bot.slack import forms, importing, membership, modals, people
from tests.databases import new_database

MANIFEST: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "manifest.yml").read_text(encoding="utf-8")
)
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A working morning in London; New York and Los Angeles still sleep."""

DATABASE = "tasks.db"
"""The name of the bot's database."""

UNHURRIED = 20.0
"""Seconds that the sandbox waits for an ack, and that a trigger lives, where a story isn't about that: Slack's
three are a matter of the machine, and bench/ measures them.
"""


class Story:
    """A sandbox, the bot in it, and the people. The clock is shared, and moves by hand."""

    def __init__(self, sandbox: Sandbox, bot: Countersign, transport: str) -> None:
        self.sandbox = sandbox
        self.bot = bot
        self.transport = transport

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    async def at(self, moment: datetime) -> None:
        """Moves the clock, lets the sweeps look, and sends what is due."""
        self.sandbox.clock.set(moment)
        await self.bot.sweep.tick()
        await self.bot.outbox.drain()

    async def rested(self) -> None:
        """What requests have begun and acks didn't wait for has ended: sentences, and questions to Slack."""
        await self.bot.later.close(UNHURRIED)

    async def settled(self) -> None:
        """Everything that is due has been sent."""
        await self.bot.outbox.drain()


def settings_for(sandbox: Sandbox, transport: str, folder: Path, **more: str) -> Settings:
    """The settings of a bot in this sandbox."""
    how = (
        {"SLACK_APP_TOKEN": sandbox.app_token}
        if transport == "socket"
        else {"SLACK_SIGNING_SECRET": sandbox.signing_secret, "PORT": "0"}
    )
    return given(
        SLACK_BOT_TOKEN=sandbox.bot_token,
        SLACK_API_URL=sandbox.api_url,
        DATABASE_URL=f"sqlite:///{folder}/{DATABASE}",
        **{"COUNTERSIGN_TICK": "1h", **how, **more},
    )


@asynccontextmanager
async def running(sandbox: Sandbox, transport: str, folder: Path, **more: str) -> AsyncIterator[Countersign]:
    """The bot in this sandbox, reachable."""
    async with build(settings_for(sandbox, transport, folder, **more), now=sandbox.clock.now) as bot:
        sandbox.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events" if transport == "http" else None)
        if transport == "socket":
            await sandbox.connected()
        yield bot


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click waits for Slack as long as the machine takes; `hurried` is for stories about a Slack that is late."""
    for room in (modals, people, membership, importing, forms):
        monkeypatch.setattr(room, "PATIENCE", UNHURRIED)


@contextmanager
def hurried() -> Iterator[None]:
    """Meanwhile a click waits next to nothing for Slack."""
    with pytest.MonkeyPatch.context() as patch:
        for room in (modals, people):
            patch.setattr(room, "PATIENCE", 0.05)
        yield


Begin = Callable[..., AbstractAsyncContextManager[Story]]


@pytest.fixture(params=["socket", "http"])
def begin(request: pytest.FixtureRequest, tmp_path: Path) -> Begin:
    """`async with begin(COUNTERSIGN_…="…") as story`: a Monday morning, over this transport."""
    new_database(tmp_path / DATABASE)

    @asynccontextmanager
    async def opened(**more: str) -> AsyncIterator[Story]:
        clock = Clock()
        clock.set(MONDAY)
        async with (
            Sandbox(MANIFEST, clock=clock, ack_deadline=UNHURRIED) as sandbox,
            running(sandbox, request.param, tmp_path, **more) as bot,
        ):
            yield Story(sandbox, bot, request.param)

    return opened
