"""Small real bots for the sandbox's tests, over Socket Mode and over HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Sandbox

Json = dict[str, Any]

MANIFEST: Json = {
    "features": {
        "bot_user": {"display_name": "countersign"},
        "slash_commands": [
            {"command": "/task", "description": "Tasks", "should_escape": True},
            {"command": "/plain", "description": "As typed"},
        ],
        "shortcuts": [
            {"name": "New task", "type": "global", "callback_id": "new", "description": "New"},
            {"name": "Make a task", "type": "message", "callback_id": "make", "description": "Make"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("chat:write", "commands", "im:write", "im:history", "users:read", "files:write"),
                *("files:read", "channels:read", "groups:read", "im:read", "team:read"),
            ],
            "bot_optional": ["channels:history"],
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": ["app_home_opened", "member_joined_channel", "message.im"]},
        "socket_mode_enabled": True,
    },
}


def client_of(sandbox: Sandbox, token: str | None = None) -> AsyncWebClient:
    """A real client, as the bot has one; it repeats nothing."""
    return AsyncWebClient(token=token or sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


def app_of(sandbox: Sandbox) -> AsyncApp:
    """A real Bolt app without listeners."""
    return AsyncApp(
        name="tests",
        client=client_of(sandbox),
        signing_secret=sandbox.signing_secret,
        process_before_response=True,
    )


@asynccontextmanager
async def over_sockets(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[None]:
    """Let the app listen on a socket."""
    handler = AsyncSocketModeHandler(app, sandbox.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await sandbox.connected()
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[None]:
    """Let the app listen at a Request URL."""

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", handle)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield
    finally:
        await runner.cleanup()


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str = "press", value: str = "v") -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def text_input(label: str, block_id: str, **more: Any) -> Json:
    """An input for text; ``optional`` goes to the block, the rest to the element."""
    optional = {"optional": True} if more.pop("optional", False) else {}
    element = {"type": "plain_text_input", "action_id": "value", **more}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **optional}


def actions(*elements: Json, block_id: str = "actions") -> Json:
    """A row of buttons and menus."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def section(text: str) -> Json:
    """A paragraph."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(*blocks: Json, title: str = "A form", **more: Any) -> Json:
    """A modal with a Next button."""
    return {"type": "modal", "title": plain(title), "submit": plain("Next"), "blocks": list(blocks), **more}


def opening(app: AsyncApp, view: Json) -> list[Json]:
    """Let ``/task`` open ``view``; collects what is submitted and clicked."""
    bodies: list[Json] = []

    @app.command("/task")
    async def _open(ack: Callable[..., Any], body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.action("press")
    async def _pressed(ack: Callable[..., Any], body: Json) -> None:
        bodies.append(body)
        await ack()

    return bodies


def answering(app: AsyncApp, callback_id: str, **answer: Any) -> list[Json]:
    """Let submissions be answered with ``answer``; collects them."""
    bodies: list[Json] = []

    @app.view(callback_id)
    async def _submitted(ack: Callable[..., Any], body: Json) -> None:
        bodies.append(body)
        await ack(**answer)

    return bodies
