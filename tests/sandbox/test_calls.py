"""Web API calls: tokens, scopes, encodings, limits, and failures on order."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, client_of

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def error_of(sandbox: Sandbox, method: str, token: str | None = None, **arguments: object) -> str:
    """The error code of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client_of(sandbox, token).api_call(method, json=arguments)
    return str(refused.value.response["error"])


async def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    assert await error_of(sandbox, "auth.test", token="xoxb-wrong") == "invalid_auth"


async def test_a_call_without_token_is_refused(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.post(sandbox.api_url + "auth.test") as response:
        assert (await response.json())["error"] == "not_authed"


async def test_only_the_app_token_opens_a_socket(sandbox: Sandbox) -> None:
    assert await error_of(sandbox, "apps.connections.open") == "not_allowed_token_type"


async def test_a_method_that_is_not_there_is_named_so(sandbox: Sandbox) -> None:
    assert await error_of(sandbox, "chat.shout") == "unknown_method"


async def test_a_missing_scope_says_what_is_needed_and_provided() -> None:
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["commands"]}}}
    async with Sandbox(manifest) as sandbox:
        with pytest.raises(SlackApiError) as refused:
            await client_of(sandbox).chat_postMessage(channel="C1", text="hello")
    answer = refused.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )


async def test_an_answer_says_what_the_token_may_do_and_what_time_it_is() -> None:
    scopes = {"bot": ["commands", "chat:write"], "bot_optional": ["channels:history"]}
    async with Sandbox({**MANIFEST, "oauth_config": {"scopes": scopes}}, grant_optional=False) as sandbox:
        headers = (await client_of(sandbox).auth_test()).headers
    assert headers["X-OAuth-Scopes"] == "chat:write,commands"
    assert headers["Date"].endswith("GMT")


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
async def test_private_channels_need_a_scope_of_their_own(method: str) -> None:
    scopes = {"bot": ["channels:read", "chat:write"]}
    async with Sandbox({**MANIFEST, "oauth_config": {"scopes": scopes}}) as sandbox:
        private = sandbox.add_channel("leads", private=True)
        public = {"channel": sandbox.channel_id("general")}
        assert (await client_of(sandbox).api_call(method, json=public))["ok"]
        assert await error_of(sandbox, method, channel=private) == "missing_scope"


async def test_optional_scopes_can_be_withheld() -> None:
    async with Sandbox(MANIFEST, grant_optional=False) as sandbox:
        general = sandbox.channel_id("general")
        assert await error_of(sandbox, "conversations.history", channel=general) == "missing_scope"


async def test_query_form_and_json_are_read_alike(sandbox: Sandbox) -> None:
    headers, user = {"Authorization": f"Bearer {sandbox.bot_token}"}, {"user": sandbox.person("Ada").id}
    url = sandbox.api_url + "users.info"
    async with aiohttp.ClientSession(headers=headers) as session:
        by_query = await (await session.get(url, params=user)).json()
        by_form = await (await session.post(url, data=user)).json()
        by_json = await (await session.post(url, json=user)).json()
    assert by_query["user"]["tz"] == "Europe/London"
    assert by_query == by_form == by_json


async def test_blocks_in_a_form_are_json(sandbox: Sandbox) -> None:
    general, blocks = sandbox.channel_id("general"), '[{"type": "divider"}]'
    form = {"channel": general, "text": "A line", "blocks": blocks, "token": sandbox.bot_token}
    async with aiohttp.ClientSession() as session:
        answer = await (await session.post(sandbox.api_url + "chat.postMessage", data=form)).json()
    assert answer["message"]["blocks"][0]["type"] == "divider"


async def test_a_refusal_names_block_and_rule(sandbox: Sandbox) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError) as refused:
        await client_of(sandbox).chat_postMessage(
            channel=sandbox.channel_id("general"), text="x", blocks=[header]
        )
    assert refused.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text" in refused.value.response["response_metadata"]["messages"][0]
    assert "/blocks/0/text" in sandbox.calls[-1].messages[0]


async def test_a_channel_takes_a_burst_and_then_a_message_a_second() -> None:
    async with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False)) as sandbox:
        client, general = client_of(sandbox), sandbox.channel_id("general")
        sandbox.limits.burst = 2
        for text in ("one", "two"):
            await client.chat_postMessage(channel=general, text=text)
        with pytest.raises(SlackApiError) as limited:
            await client.chat_postMessage(channel=general, text="three")
        sandbox.clock.move(timedelta(seconds=1))
        await client.chat_postMessage(channel=general, text="three again")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "1"


async def test_channels_do_not_share_a_limit() -> None:
    async with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False)) as sandbox:
        sandbox.limits.burst = 1
        general, engineering = (sandbox.channel_id(name) for name in ("general", "engineering"))
        for channel in (general, engineering):
            await client_of(sandbox).chat_postMessage(channel=channel, text="one")
        assert await error_of(sandbox, "chat.postMessage", channel=general, text="two") == "ratelimited"


async def test_limits_can_be_switched_off(sandbox: Sandbox) -> None:
    sandbox.limits.burst = 1
    sandbox.limits.off()
    for text in ("one", "two", "three"):
        await client_of(sandbox).chat_postMessage(channel=sandbox.channel_id("general"), text=text)
    assert [each.ok for each in sandbox.calls] == [True] * 3


async def test_a_call_fails_as_often_as_asked(sandbox: Sandbox) -> None:
    sandbox.fail("auth.test", times=2)
    assert await error_of(sandbox, "auth.test") == "internal_error"
    assert await error_of(sandbox, "auth.test") == "internal_error"
    assert (await client_of(sandbox).auth_test())["user_id"] == sandbox.bot_user_id


async def test_a_lost_answer_leaves_the_message_posted(sandbox: Sandbox) -> None:
    sandbox.fail("chat.postMessage", after_effect=True)
    general = sandbox.channel_id("general")
    assert await error_of(sandbox, "chat.postMessage", channel=general, text="here") == "internal_error"
    assert sandbox.person("Ada").channel("general")[-1].text == "here"


async def test_a_cut_connection_is_no_answer(sandbox: Sandbox) -> None:
    sandbox.fail("auth.test", drop=True)
    with pytest.raises(aiohttp.ClientError):
        await client_of(sandbox).auth_test()
    assert sandbox.calls[-1].error == "dropped"


async def test_members_come_in_pages(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    first = await client.conversations_members(channel=general, limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_members(channel=general, limit=4, cursor=cursor)
    assert len(set(first["members"]) | set(second["members"])) == 6
    assert second["response_metadata"]["next_cursor"] == ""


async def test_updates_are_limited_by_the_minute_in_the_whole_workspace() -> None:
    async with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False)) as sandbox:
        client, general = client_of(sandbox), sandbox.channel_id("general")
        sandbox.limits.updates_a_minute = 1
        place = {"channel": general, "ts": (await client.chat_postMessage(channel=general, text="x"))["ts"]}
        await client.chat_update(**place, text="y")
        with pytest.raises(SlackApiError) as limited:
            await client.chat_update(**place, text="z")
    assert limited.value.response.headers["Retry-After"] == "60"


async def test_a_bot_that_was_taken_out_can_not_post_any_more(sandbox: Sandbox) -> None:
    general = sandbox.channel_id("general")
    sandbox.kick(None, "general")
    assert await error_of(sandbox, "chat.postMessage", channel=general, text="x") == "not_in_channel"
    sandbox.invite(None, "general")
    assert (await client_of(sandbox).chat_postMessage(channel=general, text="x"))["ok"]
