"""The bot as a process of its own, which can be killed and started again on the same database."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from itertools import repeat
from pathlib import Path

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST

ROOT = Path(__file__).parents[2]
SECONDS = 30
"""How long a start or an end may take, real, before a test fails."""


class Process:
    """`python -m bot run`, with nothing in its environment but its own settings.

    `folder` is where it runs and keeps its database. In HTTP mode its port stays over all starts, as a
    Request URL does.
    """

    def __init__(self, sandbox: Sandbox, transport: str, folder: Path, **more: str) -> None:
        self._sandbox = sandbox
        self._folder = folder
        self._port = free_port() if transport == "http" else None
        self._environment = {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": f"sqlite:///{folder}/tasks.db",
            **self._way_in(),
            **more,
        }
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it, and waits until Slack reaches it."""
        log = (self._folder / "bot.log").open("ab")
        with log:
            self._running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=self._environment,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        ended = asyncio.ensure_future(self._running.wait())
        reached = asyncio.ensure_future(self._reached())
        await asyncio.wait({ended, reached}, timeout=SECONDS, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not reached.done():
            reached.cancel()
            raise AssertionError(f"The bot did not start:\n{self.log}")

    async def kill(self) -> None:
        """kill -9: it finishes nothing, and Slack finds nobody there."""
        assert self._running
        os.kill(self._running.pid, signal.SIGKILL)
        assert await self._running.wait() == -signal.SIGKILL
        if self._port is None:
            await self._sandbox.disconnected()

    async def restart(self) -> None:
        """kill -9, and a start."""
        await self.kill()
        await self.start()

    async def asked_to_stop(self) -> None:
        """SIGTERM, until it is stopping."""

        async def heard() -> bool:
            return "stopping" in self.log

        assert self._running
        self._running.terminate()
        await until(heard)

    def send(self, name: signal.Signals) -> None:
        """A signal."""
        assert self._running
        self._running.send_signal(name)

    async def stopped(self) -> int:
        """Its exit code, once it has ended by itself, which must be within ten seconds."""
        assert self._running
        return await asyncio.wait_for(self._running.wait(), 10)

    @property
    def log(self) -> str:
        """What all starts of it have logged."""
        return (self._folder / "bot.log").read_text(encoding="utf-8")

    def unsent(self) -> list[str]:
        """The targets of the outbox: what has not become true in Slack yet."""
        with closing(sqlite3.connect(self._folder / "tasks.db")) as database:
            return [target for (target,) in database.execute("SELECT target FROM outbox ORDER BY target")]

    async def settled(self) -> None:
        """Until everything has become true. TimeoutError."""

        async def sent() -> bool:
            return self.unsent() == []

        await until(sent)

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._running is not None and self._running.returncode is None

    def _way_in(self) -> dict[str, str]:
        if self._port is None:
            return {"SLACK_APP_TOKEN": self._sandbox.app_token}
        self._sandbox.deliver_to(f"http://127.0.0.1:{self._port}/slack/events")
        return {"SLACK_SIGNING_SECRET": self._sandbox.signing_secret, "PORT": str(self._port)}

    async def _reached(self) -> None:
        """Until Slack reaches it: by its socket, or at its port, which has no other way to say so."""
        if self._port is None:
            await self._sandbox.connected(SECONDS)
        else:
            await until(self._answers)

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Looks again and again, at what has no other way to say that it has changed. TimeoutError."""
    async with asyncio.timeout(SECONDS):
        for pause in repeat(0.02):
            if await look():
                return
            await asyncio.sleep(pause)


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Scene:
    """A workspace, its people, and the bot's process."""

    def __init__(self, sandbox: Sandbox, process: Process, transport: str) -> None:
        self.sandbox = sandbox
        self.process = process
        self.transport = transport

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)


@asynccontextmanager
async def scene(transport: str, folder: Path, **more: str) -> AsyncIterator[Scene]:
    """The bot runs as a process of its own in a sandbox, over this transport; at the end it is killed."""
    async with Sandbox(MANIFEST) as sandbox:
        process = Process(sandbox, transport, folder, **more)
        await process.start()
        try:
            yield Scene(sandbox, process, transport)
        finally:
            if process.runs:
                await process.kill()
