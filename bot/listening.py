"""How Slack's payloads arrive: over a WebSocket (Socket Mode) or as signed HTTP requests."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

PORT = 3000
PATH = "/slack/events"
PATIENCE = 2.0
"""Seconds that whoever has pressed something gets for their answer when the bot is asked to stop."""


class SocketHandler(AsyncSocketModeHandler):
    """Bolt's handler, which knows what is in hand: Slack shows an error for what is never acknowledged."""

    def __init__(self, bolt: AsyncApp, app_token: str) -> None:
        super().__init__(bolt, app_token)
        self._in_hand: set[asyncio.Task[Any] | None] = set()

    async def handle(self, client: Any, req: Any) -> None:
        """One payload, until its acknowledgement has left."""
        task = asyncio.current_task()
        self._in_hand.add(task)
        try:
            await super().handle(client, req)
        finally:
            self._in_hand.discard(task)

    async def stop(self) -> None:
        """Answers what is in hand, then closes the socket, also where Slack doesn't close its end."""
        if tasks := [task for task in self._in_hand if task]:
            await asyncio.wait(tasks, timeout=PATIENCE)
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.client.close()  # type: ignore[no-untyped-call]


async def listen_socket(opened: AsyncExitStack, bolt: AsyncApp, app_token: str, address: str) -> None:
    """Connects to `address`; `opened` closes it again. Slack spreads payloads over all connections of an app."""
    handler = SocketHandler(bolt, app_token)
    handler.client.wss_uri = address
    opened.push_async_callback(handler.stop)
    await handler.client.connect()  # type: ignore[no-untyped-call]


async def listen_http(opened: AsyncExitStack, bolt: AsyncApp, port: int | None) -> int:
    """Serves PATH; gives the port. Bolt answers 401 to a signature that is wrong or older than 5 minutes."""
    runner = web.AppRunner(bolt.web_app(path=PATH), shutdown_timeout=PATIENCE)
    await runner.setup()
    opened.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, port=PORT if port is None else port)
    await site.start()
    # Port 0, any free one, is another on IPv4 than on IPv6.
    return next(int(address[1]) for address in runner.addresses if ":" not in address[0])
