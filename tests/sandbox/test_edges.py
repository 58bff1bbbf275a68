"""Rules that a bot meets rarely, and then without understanding why."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, app_of, client_of, modal, opening, over_sockets, plain, text_input

Json = dict[str, Any]


async def shown(sandbox: Sandbox, view: Json) -> str:
    """Open ``view`` before Ada; its id."""
    answer = await client_of(sandbox).views_open(trigger_id=sandbox.give_trigger("Ada"), view=view)
    return str(answer["view"]["id"])


def menu(*texts: str) -> Json:
    """An input with a menu."""
    options = [{"text": plain(each), "value": each} for each in texts]
    element = {"type": "static_select", "action_id": "value", "options": options}
    return {"type": "input", "block_id": "m", "label": plain("Priority"), "element": element}


async def test_an_element_of_another_type_starts_afresh(sandbox: Sandbox) -> None:
    ada, view_id = sandbox.person("Ada"), await shown(sandbox, modal(text_input("Priority", "m")))
    ada.fill({"Priority": "high"})
    await client_of(sandbox).views_update(view_id=view_id, view=modal(menu("P0", "P1")))
    assert ada.modal and ada.modal.value("Priority") == ""


async def test_a_choice_that_is_offered_no_more_is_dropped(sandbox: Sandbox) -> None:
    ada, view_id = sandbox.person("Ada"), await shown(sandbox, modal(menu("P0", "P1")))
    ada.fill({"Priority": "P1"})
    await client_of(sandbox).views_update(view_id=view_id, view=modal(menu("P0", "P2")))
    assert ada.modal and ada.modal.value("Priority") == ""


async def test_a_late_update_can_not_reopen_what_was_closed(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(text_input("Title", "t", initial_value="x"), callback_id="f"))
    answers: list[Json] = [{}, {"response_action": "update", "view": modal(text_input("Why", "w"))}]

    @app.view("f")
    async def _submitted(ack: Callable[..., Any]) -> None:
        await ack(**answers.pop(0))

    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await asyncio.gather(ada.presses("Next"), ada.presses("Next"))
    assert (ada.modal, ada.notices, answers) == (None, [], [])


async def test_a_message_in_an_archived_channel_can_not_be_updated(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    card = await client.chat_postMessage(channel=general, text="x")
    sandbox.archive("general")
    with pytest.raises(SlackApiError, match="is_inactive"):
        await client.chat_update(channel=general, ts=card["ts"], text="y")


async def test_history_leaves_replies_to_their_thread(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    card = await client.chat_postMessage(channel=general, text="card")
    await client.chat_postMessage(channel=general, text="reply", thread_ts=card["ts"])
    history = await client.conversations_history(channel=general)
    thread = await client.conversations_replies(channel=general, ts=card["ts"])
    assert [each["text"] for each in history["messages"]] == ["card"]
    assert [each["text"] for each in thread["messages"]] == ["card", "reply"]


async def test_a_thread_that_is_not_there_is_named_so(sandbox: Sandbox) -> None:
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client_of(sandbox).conversations_replies(channel=sandbox.channel_id("general"), ts="1.000001")


async def test_a_ticket_opens_one_socket(sandbox: Sandbox) -> None:
    client = client_of(sandbox, sandbox.app_token)
    url = (await client.apps_connections_open(app_token=sandbox.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_a_menu_of_conversations_can_start_where_the_person_is(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    element = {"type": "conversations_select", "action_id": "v", "default_to_current_conversation": True}
    block = {"type": "input", "label": plain("Channel"), "element": element}
    opening(app, modal(block))
    async with over_sockets(sandbox, app):
        await ada.types("/task", channel="engineering")
    assert ada.modal and ada.modal.value("Channel") == "#engineering"


async def test_a_submission_can_carry_a_response_url(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    element = {"type": "channels_select", "action_id": "v", "response_url_enabled": True}
    opening(app, modal({"type": "input", "label": plain("Channel"), "element": element}, callback_id="f"))
    urls: list[Json] = []

    @app.view("f")
    async def _submitted(ack: Callable[..., Any], body: Json) -> None:
        urls.extend(body["response_urls"])
        await ack()

    async with over_sockets(sandbox, app):
        await ada.types("/task")
        ada.fill({"Channel": "engineering"})
        await ada.presses("Next")
    assert [each["channel_id"] for each in urls] == [sandbox.channel_id("engineering")]


async def test_cancel_closes_all_where_the_view_says_so(sandbox: Sandbox) -> None:
    await shown(sandbox, modal(text_input("Title", "t")))
    top = modal(text_input("Why", "w"), clear_on_close=True)
    trigger = sandbox.give_trigger("Ada", in_modal=True)
    await client_of(sandbox).views_push(trigger_id=trigger, view=top)
    await sandbox.person("Ada").closes()
    assert sandbox.person("Ada").modal is None


async def test_a_very_long_text_is_cut_with_a_warning(sandbox: Sandbox) -> None:
    answer = await client_of(sandbox).chat_postMessage(
        channel=sandbox.channel_id("general"), text="x" * 40_001
    )
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(answer["message"]["text"]) == 40_000


async def test_a_page_of_nothing_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(SlackApiError, match="invalid_limit"):
        await client_of(sandbox).users_list(limit=-1)


async def test_a_date_shows_its_fallback(sandbox: Sandbox) -> None:
    text, general = "Due <!date^1764547200^{date_short}|1 Dec 2025>", sandbox.channel_id("general")
    await client_of(sandbox).chat_postMessage(channel=general, text=text)
    assert sandbox.person("Ada").channel("general")[-1].text == "Due 1 Dec 2025"


async def test_a_sandbox_without_people_still_serves() -> None:
    async with Sandbox(MANIFEST, people=(), channels=("empty",)) as sandbox:
        members = await client_of(sandbox).conversations_members(channel=sandbox.channel_id("empty"))
    assert members["members"] == [sandbox.bot_user_id]
