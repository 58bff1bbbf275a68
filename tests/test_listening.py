"""The socket to Slack, where Slack's end hangs."""

import asyncio
from contextlib import AsyncExitStack

from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from bot.listening import listen_socket


async def hangs(request: web.Request) -> web.WebSocketResponse:
    """A socket that opens, and then neither reads nor closes."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await asyncio.Event().wait()
    return socket


async def test_a_socket_that_slack_does_not_close_leaves_nothing_open() -> None:
    app = web.Application()
    app.router.add_get("/", hangs)
    bolt = AsyncApp(token="xoxb-1", signing_secret="s3cret")
    async with TestServer(app, shutdown_timeout=0) as slack, AsyncExitStack() as opened:
        handler = await listen_socket(opened, bolt, "xapp-1", f"ws://127.0.0.1:{slack.port}/")
        await opened.aclose()
        assert handler.client.aiohttp_client_session.closed
