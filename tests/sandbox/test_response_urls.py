"""response_url: five uses, thirty minutes, and what an answer may do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import actions, app_of, button, client_of, opening, over_sockets, section

Json = dict[str, Any]


async def url_of_a_command(sandbox: Sandbox) -> AsyncWebhookClient:
    """Where Ada's command in #general is answered."""
    app, urls = app_of(sandbox), list[str]()

    @app.command("/plain")
    async def _keep(ack: Callable[..., Any], body: Json) -> None:
        urls.append(body["response_url"])
        await ack()

    async with over_sockets(sandbox, app):
        await sandbox.person("Ada").types("/plain")
    return AsyncWebhookClient(urls[0])


async def url_of_a_click(sandbox: Sandbox) -> AsyncWebhookClient:
    """Where Ada's press on a message in #general is answered."""
    app = app_of(sandbox)
    pressed = opening(app, {})
    blocks = [section("A card"), actions(button("Go"))]
    await client_of(sandbox).chat_postMessage(
        channel=sandbox.channel_id("general"), text="A card", blocks=blocks
    )
    async with over_sockets(sandbox, app):
        await sandbox.person("Ada").presses("Go", on="A card")
    return AsyncWebhookClient(pressed[0]["response_url"])


async def test_an_answer_is_ephemeral_by_default(sandbox: Sandbox) -> None:
    url = await url_of_a_command(sandbox)
    assert (await url.send(text="only you")).status_code == 200
    assert (sandbox.person("Ada").notices, sandbox.person("Ada").channel("general")) == (["only you"], [])


async def test_an_answer_can_be_for_the_channel(sandbox: Sandbox) -> None:
    url = await url_of_a_command(sandbox)
    await url.send(text="all of you", response_type="in_channel")
    assert sandbox.person("Grace").channel("general")[-1].text == "all of you"


async def test_the_sixth_use_is_refused(sandbox: Sandbox) -> None:
    url = await url_of_a_command(sandbox)
    codes = [(await url.send(text="again")).status_code for _ in range(6)]
    assert codes == [200] * 5 + [404]


async def test_after_thirty_minutes_it_is_over(sandbox: Sandbox) -> None:
    url = await url_of_a_command(sandbox)
    sandbox.clock.move(timedelta(minutes=31))
    answer = await url.send(text="too late")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


@pytest.mark.parametrize(("how", "left"), [("replace_original", ["Changed"]), ("delete_original", [])])
async def test_the_message_that_was_clicked_can_be_changed(
    sandbox: Sandbox, how: str, left: list[str]
) -> None:
    url = await url_of_a_click(sandbox)
    await url.send_dict({"text": "Changed", how: True})
    assert [each.text for each in sandbox.person("Ada").channel("general")] == left


async def test_an_ephemeral_message_with_a_button_can_be_replaced(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    pressed, url = opening(app, {}), await url_of_a_command(sandbox)
    await url.send(text="x", blocks=[section("Open it again"), actions(button("Open"))])
    async with over_sockets(sandbox, app):
        await ada.presses("Open")
    assert pressed[0]["container"]["is_ephemeral"] is True
    await AsyncWebhookClient(pressed[0]["response_url"]).send(text="Opened.", replace_original=True)
    assert ada.notices == ["Opened."]


async def test_an_answer_that_slack_refuses_says_why(sandbox: Sandbox) -> None:
    url = await url_of_a_command(sandbox)
    answer = await url.send(text="x", blocks=[section("")])
    assert (answer.status_code, "invalid_blocks" in answer.body) == (400, True)
