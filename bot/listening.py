"""How Slack's payloads arrive: over a WebSocket (Socket Mode) or as signed HTTP requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

PORT = 3000
PATH = "/slack/events"
PATIENCE = 2.0
"""Seconds that whoever has pressed something gets for their answer when the bot is asked to stop."""
NO_PATIENCE = 0.5
"""The same for who only looks whether all is well."""

Signed = Callable[[bytes, Mapping[str, str]], bool]
"""(body, headers) -> whether Slack has signed this, and lately."""
Looks = Mapping[str, Handler]
"""What answers a GET, by path."""


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

    async def is_connected(self) -> bool:
        """Whether the socket is open, and Slack has answered its last pings."""
        connected: bool = await self.client.is_connected()
        return connected

    async def stop(self) -> None:
        """Answers what is in hand, then closes the socket, also where Slack doesn't close its end.

        What comes until then is answered, too: Slack sends no press a second time.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while tasks := [task for task in self._in_hand if task]:
                    await asyncio.wait(tasks)
        try:
            async with asyncio.timeout(1):
                await self.client.close()  # type: ignore[no-untyped-call]
        except TimeoutError:  # What it would have done last; else it is told as an error at the end.
            await self.client.aiohttp_client_session.close()


async def listen_socket(
    opened: AsyncExitStack, bolt: AsyncApp, app_token: str, address: str
) -> SocketHandler:
    """Connects to `address`; `opened` closes it again. Slack spreads payloads over all connections of an app."""
    handler = SocketHandler(bolt, app_token)
    handler.client.wss_uri = address
    opened.push_async_callback(handler.stop)
    await handler.client.connect()  # type: ignore[no-untyped-call]
    return handler


async def listen_http(
    opened: AsyncExitStack, bolt: AsyncApp, signed: Signed, port: int | None, looks: Looks
) -> int:
    """Serves PATH, and GET at each other path; gives the port. 401 to what isn't signed."""
    app = bolt.web_app(path=PATH)
    app.middlewares.append(_only(signed))
    return await _serve(opened, app, PORT if port is None else port, looks, PATIENCE)


def _only(signed: Signed) -> Middleware:
    """Nothing else passes to Bolt: that reads a body before it looks at the signature, and ends in a traceback, for
    anybody who knocks, where it can't.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == PATH and not signed(await _body(request), request.headers):
            return web.json_response({"error": "invalid request"}, status=401)
        return await handler(request)

    return check


async def _body(request: web.Request) -> bytes:
    """As much as can be read: nothing where it isn't what its headers say, or whoever sent it has gone."""
    try:
        return await request.read()
    except (web.RequestPayloadError, ConnectionError):
        return b""


async def look_http(opened: AsyncExitStack, port: int, looks: Looks) -> int:
    """Serves GET at these paths alone, beside a socket; gives the port."""
    return await _serve(opened, web.Application(), port, looks, NO_PATIENCE)


async def _serve(
    opened: AsyncExitStack, app: web.Application, port: int, looks: Looks, patience: float
) -> int:
    app.add_routes([web.get(path, look) for path, look in looks.items()])
    # Nothing that comes is compressed; aiohttp would write a traceback where something only says so.
    runner = web.AppRunner(app, shutdown_timeout=patience, auto_decompress=False)
    await runner.setup()
    opened.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, port=port)
    await site.start()
    # Port 0, any free one, is another on IPv4 than on IPv6.
    return next(int(address[1]) for address in runner.addresses if ":" not in address[0])
