"""Looking for a message whose answer was lost."""

from datetime import timedelta

import pytest

from bot.slack.failures import Failed
from bot.slack.find import PAGE, find, metadata
from tests.slack.posting.conftest import Room

KEY = "a" * 32
LONG_AGO = timedelta(hours=1)


async def post(room: Room, key: str, thread: str | None = None) -> str:
    channel = room.sandbox.channel_id("general")
    posted = await room.client.chat_postMessage(
        channel=channel, text="Hello", metadata=metadata(key), thread_ts=thread
    )
    return str(posted["ts"])


async def look(room: Room, thread: str | None = None, ago: timedelta = LONG_AGO) -> str | None:
    oldest = room.sandbox.clock.now() - ago
    return await find(room.client, room.sandbox.channel_id("general"), KEY, oldest, thread)


async def test_a_message_is_found_by_its_key(room: Room) -> None:
    await post(room, "b" * 32)
    ts = await post(room, KEY)
    assert await look(room) == ts


async def test_another_apps_message_is_not_taken_for_ours(room: Room) -> None:
    theirs = {"event_type": "theirs", "event_payload": {"delivery_key": KEY}}
    await room.client.chat_postMessage(channel=room.sandbox.channel_id("general"), text="x", metadata=theirs)
    assert await look(room) is None


async def test_an_older_message_is_not_looked_at(room: Room) -> None:
    await post(room, KEY)
    room.sandbox.clock.move(timedelta(hours=2))
    assert await look(room) is None


async def test_an_answer_in_a_thread_is_found(room: Room) -> None:
    parent = await post(room, "b" * 32)
    ts = await post(room, KEY, parent)
    assert await look(room, parent) == ts


async def test_a_busy_channel_is_read_page_by_page(room: Room) -> None:
    room.sandbox.limits.off()
    ts = await post(room, KEY)
    for number in range(PAGE + 1):
        await post(room, f"{number:032}")
    assert await look(room) == ts


async def test_without_the_right_to_read_nothing_is_found(room: Room) -> None:
    await post(room, KEY)
    room.sandbox.fail("conversations.history", "missing_scope")
    assert await look(room) is None


async def test_a_look_that_fails_is_a_failure(room: Room) -> None:
    room.sandbox.fail("conversations.history")
    with pytest.raises(Failed):
        await look(room)
