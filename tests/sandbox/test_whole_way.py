"""The main way through, over both transports: command, modal, submission, message, button."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import (
    actions,
    app_of,
    button,
    modal,
    over_http,
    over_sockets,
    section,
    text_input,
)

Json = dict[str, Any]
Transport = Callable[[Sandbox, AsyncApp], AbstractAsyncContextManager[None]]

FIRST = modal(text_input("Title", "title"), callback_id="first", title="1 of 2")
SECOND = modal(text_input("Objective", "objective"), callback_id="second", title="2 of 2")


def small_bot(sandbox: Sandbox) -> AsyncApp:
    """Two pages, then a message with a button, whose press changes the message."""
    app = app_of(sandbox)

    @app.command("/task")
    async def _open(ack: Callable[..., Any], body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FIRST)
        await ack()

    @app.view("first")
    async def _first(ack: Callable[..., Any], view: Json) -> None:
        title = view["state"]["values"]["title"]["value"]["value"]
        await ack(response_action="update", view={**SECOND, "private_metadata": title})

    @app.view("second")
    async def _second(ack: Callable[..., Any], view: Json, client: AsyncWebClient) -> None:
        await ack()
        title = view["private_metadata"]
        blocks = [section(f"{title} waits"), actions(button("Sign off"))]
        await client.chat_postMessage(channel=sandbox.channel_id("general"), text=title, blocks=blocks)

    @app.action("press")
    async def _signed(ack: Callable[..., Any], body: Json, client: AsyncWebClient) -> None:
        await ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, text="Signed by <@" + body["user"]["id"] + ">")

    return app


@pytest.mark.parametrize("transport", [over_sockets, over_http])
async def test_a_person_gets_from_a_command_to_a_signed_message(
    sandbox: Sandbox, transport: Transport
) -> None:
    ada, grace = sandbox.person("Ada Lovelace"), sandbox.person("Grace")
    async with transport(sandbox, small_bot(sandbox)):
        await ada.types("/task new")
        ada.fill({"Title": "Fix the login"})
        await ada.presses("Next")
        ada.fill({"Objective": "Nobody is locked out"})
        await ada.presses("Next")
        await grace.sees("Fix the login waits", where="general")
        await grace.presses("Sign off", on="Fix the login")
    assert ada.modal is None
    assert ada.channel("general")[-1].text == "Signed by @Grace Hopper"
    assert [each.ok for each in sandbox.acks] == [True] * 4


async def test_an_unknown_command_is_refused_by_slack_itself(sandbox: Sandbox) -> None:
    ada = sandbox.person("Ada")
    await ada.types("/tusk new")
    assert ada.notices == ["/tusk is not a valid command."]
