"""chat.* and conversations.*: where the bot may post, update and read."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import actions, button, client_of, section

METADATA = {"event_type": "delivery", "event_payload": {"key": "k-1"}}


async def refusal(sandbox: Sandbox, method: str, **arguments: Any) -> str:
    """The error code of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await client_of(sandbox).api_call(method, json=arguments)
    return str(refused.value.response["error"])


async def test_a_message_to_a_person_opens_the_app_dm(sandbox: Sandbox) -> None:
    ada = sandbox.person("Ada")
    answer = await client_of(sandbox).chat_postMessage(channel=ada.id, text="Good morning")
    assert answer["channel"].startswith("D")
    assert [each.text for each in ada.dms] == ["Good morning"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ({"private": False, "bot_is_in": False}, "not_in_channel"),
        ({"private": True, "bot_is_in": False}, "channel_not_found"),
        ({"archived": True}, "is_archived"),
    ],
)
async def test_a_channel_that_is_closed_to_the_bot_says_why(
    sandbox: Sandbox, channel: dict[str, bool], error: str
) -> None:
    place = sandbox.add_channel("elsewhere", **channel)  # type: ignore[arg-type]
    assert await refusal(sandbox, "chat.postMessage", channel=place, text="x") == error


@pytest.mark.parametrize(
    ("account", "error"), [({"kind": "bot"}, "cannot_dm_bot"), ({"deleted": True}, "user_disabled")]
)
async def test_who_cannot_get_a_dm_is_refused(sandbox: Sandbox, account: Any, error: str) -> None:
    nobody = sandbox.add_person("No Body", **account)
    assert await refusal(sandbox, "conversations.open", users=nobody.id) == error
    assert await refusal(sandbox, "chat.postMessage", channel=nobody.id, text="x") == error


async def test_timestamps_grow_and_never_repeat(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    stamps = [(await client.chat_postMessage(channel=general, text=str(n)))["ts"] for n in range(3)]
    assert stamps == sorted(set(stamps))


async def test_an_update_without_blocks_takes_the_blocks_away(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    posted = await client.chat_postMessage(
        channel=general, text="x", blocks=[section("old"), actions(button("Go"))], metadata=METADATA
    )
    await client.chat_update(channel=general, ts=posted["ts"], text="new")
    message = sandbox.person("Ada").channel("general")[-1]
    assert (message.text, message.buttons, message.metadata) == ("new", (), METADATA)


async def test_only_its_own_messages_can_be_updated_and_deleted(sandbox: Sandbox) -> None:
    general = sandbox.channel_id("general")
    hers = await sandbox.person("Ada").says("mine")
    place = {"channel": general, "ts": hers.ts}
    assert await refusal(sandbox, "chat.update", **place, text="x") == "cant_update_message"
    assert await refusal(sandbox, "chat.delete", **place) == "cant_delete_message"
    assert await refusal(sandbox, "chat.update", channel=general, ts="1.000001", text="x") == (
        "message_not_found"
    )


async def test_a_long_text_can_be_posted_but_not_updated(sandbox: Sandbox) -> None:
    general, text = sandbox.channel_id("general"), "x" * 4001
    posted = await client_of(sandbox).chat_postMessage(channel=general, text=text)
    assert (
        await refusal(sandbox, "chat.update", channel=general, ts=posted["ts"], text=text) == "msg_too_long"
    )


async def test_replies_stand_in_the_thread_and_not_in_the_channel(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    card = await client.chat_postMessage(channel=general, text="TASK-001")
    await client.chat_postMessage(channel=general, text="done", thread_ts=card["ts"])
    assert await refusal(sandbox, "chat.postMessage", channel=general, text="x", thread_ts="1.000001") == (
        "cannot_reply_to_message"
    )
    seen = sandbox.person("Ada").channel("general")
    assert [(each.text, [reply.text for reply in each.thread]) for each in seen] == [("TASK-001", ["done"])]


async def test_metadata_is_read_back_only_when_asked_for(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    await client.chat_postMessage(channel=general, text="x", metadata=METADATA)
    without = await client.conversations_history(channel=general)
    whole = await client.conversations_history(channel=general, include_all_metadata=True)
    assert "metadata" not in without["messages"][0]
    assert whole["messages"][0]["metadata"] == METADATA


async def test_history_is_newest_first_between_two_moments(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    stamps = [(await client.chat_postMessage(channel=general, text=str(n)))["ts"] for n in range(4)]
    answer = await client.conversations_history(channel=general, oldest=stamps[0], latest=stamps[3])
    assert [each["text"] for each in answer["messages"]] == ["2", "1"]


async def test_an_ephemeral_message_needs_a_member(sandbox: Sandbox) -> None:
    general, stranger = sandbox.channel_id("general"), sandbox.add_person("Mary Somerville")
    ada = sandbox.person("Ada")
    await client_of(sandbox).chat_postEphemeral(channel=general, user=ada.id, text="psst")
    assert (
        await refusal(sandbox, "chat.postEphemeral", channel=general, user=stranger.id, text="x")
        == "user_not_in_channel"
    )
    assert (ada.notices, sandbox.person("Grace").notices) == (["psst"], [])


async def test_a_permalink_leads_into_the_thread(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    card = await client.chat_postMessage(channel=general, text="TASK-001")
    reply = await client.chat_postMessage(channel=general, text="done", thread_ts=card["ts"])
    link = (await client.chat_getPermalink(channel=general, message_ts=reply["ts"]))["permalink"]
    assert link.endswith(f"/{general}/p{reply['ts'].replace('.', '')}?thread_ts={card['ts']}&cid={general}")


async def test_a_mention_shows_a_name_and_pings(sandbox: Sandbox) -> None:
    ada, general = sandbox.person("Ada"), sandbox.channel_id("general")
    text = f"<@{ada.id}> &lt;!channel&gt; <https://x.org|here>"
    await client_of(sandbox).chat_postMessage(channel=general, text=text)
    message = ada.channel("general")[-1]
    assert (message.text, message.pings) == ("@Ada Lovelace <!channel> here", ("Ada Lovelace",))


async def test_a_bare_at_here_pings_unless_it_is_verbatim(sandbox: Sandbox) -> None:
    client, general = client_of(sandbox), sandbox.channel_id("general")
    quiet = section("@here")
    quiet["text"]["verbatim"] = True
    for block in (section("@here"), quiet):
        await client.chat_postMessage(channel=general, text="x", blocks=[block])
    assert [each.pings for each in sandbox.person("Ada").channel("general")] == [("@here",), ()]
