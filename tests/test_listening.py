"""The socket to Slack, where Slack's end hangs; and the port, where somebody else knocks."""

import asyncio
import logging
from contextlib import AsyncExitStack

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp

from bot.clock import utc_now
from bot.listening import PATH, listen_http, listen_socket
from bot.slack.signed import signed_with


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


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=1"}, b"{}"),
        ({"X-Slack-Request-Timestamp": "9" * 5000, "X-Slack-Signature": "v0=1"}, b"{}"),
        ({"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=1"}, b"{}"),
        ({"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=é"}, b"{}"),
        ({"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=1"}, b"{"),
        ({"Content-Type": "application/json"}, b"[1]"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"payload={"),
        ({"Content-Type": "application/json"}, b"[" * 100000),
        ({"Content-Encoding": "gzip"}, b"{}"),
        ({"Content-Type": "application/json; charset=nonsense"}, b"{}"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"payload=\xff"),
    ],
)
async def test_what_slack_never_sends_is_refused_and_fills_no_log(
    headers: dict[str, str], body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    bolt = AsyncApp(token="xoxb-1", signing_secret="s3cret")
    now = str(int(utc_now().timestamp()))
    headers = {name: now if value == "now" else value for name, value in headers.items()}
    async with AsyncExitStack() as opened:
        port = await listen_http(opened, bolt, signed_with("s3cret"), 0, {})
        session = await opened.enter_async_context(aiohttp.ClientSession())
        async with session.post(f"http://127.0.0.1:{port}{PATH}", headers=headers, data=body) as answer:
            assert (answer.status, await answer.json()) == (401, {"error": "invalid request"})
    assert [each.message for each in caplog.records if each.levelno > logging.INFO] == []


async def test_who_goes_before_a_request_is_whole_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    bolt = AsyncApp(token="xoxb-1", signing_secret="s3cret")
    async with AsyncExitStack() as opened:
        port = await listen_http(opened, bolt, signed_with("s3cret"), 0, {})
        _, knocking = await asyncio.open_connection("127.0.0.1", port)
        knocking.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n".encode() + b"{")
        await knocking.drain()
        knocking.close()
        await knocking.wait_closed()
    assert [each.message for each in caplog.records if each.levelno > logging.INFO] == []
