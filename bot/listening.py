"""How Slack's payloads arrive: over a WebSocket (Socket Mode) or as signed HTTP requests."""

from __future__ import annotations

from contextlib import AsyncExitStack

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

PORT = 3000
PATH = "/slack/events"


async def listen_socket(opened: AsyncExitStack, bolt: AsyncApp, app_token: str) -> None:
    """Connects; `opened` closes it again. Slack spreads payloads over all connections of an app.

    Raises SlackApiError when Slack refuses the token: asked here once, since the SDK's client would go on
    asking for ever.
    """
    where = await bolt.client.apps_connections_open(app_token=app_token)
    handler = AsyncSocketModeHandler(bolt, app_token)
    handler.client.wss_uri = where["url"]
    opened.push_async_callback(handler.client.close)
    await handler.client.connect()  # type: ignore[no-untyped-call]


async def listen_http(opened: AsyncExitStack, bolt: AsyncApp, port: int | None) -> int:
    """Serves PATH; gives the port. Bolt answers 401 to a signature that is wrong or older than 5 minutes."""
    runner = web.AppRunner(bolt.web_app(path=PATH))
    await runner.setup()
    opened.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, port=PORT if port is None else port)
    await site.start()
    # Port 0, any free one, is another on IPv4 than on IPv6.
    return next(int(address[1]) for address in runner.addresses if ":" not in address[0])
