"""What `/healthz` says of a bot that works, and of one that doesn't, in both modes."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest

from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.process import until
from tests.stories.test_database_trouble import locked
from tests.test_container import checked


class Answer(NamedTuple):
    """Of the bot's own port."""

    status: int
    text: str
    said: dict[str, Any]


async def asked(story: Story, path: str = "/healthz") -> Answer:
    """What whoever watches over the bot gets."""
    url = f"http://127.0.0.1:{story.bot.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        text = await response.text()
        return Answer(response.status, text, json.loads(text) if text.startswith("{") else {})


async def test_a_bot_that_works_says_so_without_a_secret(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        answer = await asked(story)
        outbox = {"ok": True, "oldest_due_seconds": 0, "waiting": 0, "given_up": 0}
        parts = {"database": {"ok": True}, "outbox": outbox}
        parts |= {"socket": {"ok": True}} if story.transport == "socket" else {}
        assert (answer.status, answer.said) == (200, {"ok": True, **parts})
        assert not any(
            secret in answer.text
            for secret in (story.sandbox.bot_token, story.sandbox.app_token, story.sandbox.signing_secret)
        )


async def test_nothing_else_is_to_be_had_there(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        assert (await asked(story, "/")).status == 404


async def test_a_socket_without_a_port_listens_nowhere(begin: Begin) -> None:
    async with begin() as story:
        assert (story.bot.port is None) == (story.transport == "socket")


async def test_a_database_that_doesnt_answer_is_named(begin: Begin, tmp_path: Path) -> None:
    async with begin(PORT="0") as story:
        with locked(tmp_path):
            answer = await asked(story)
        assert (answer.status, answer.said["ok"], answer.said["database"]["ok"]) == (503, False, False)
        assert "in use by another program" in answer.said["database"]["why"]
        assert (await asked(story)).status == 200


async def test_a_message_that_waits_for_too_long_is_told(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        hold = story.sandbox.hold("chat.postMessage")
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        ada.fill({"Title": "Rotate the signing keys"})
        await ada.presses("Review")
        await ada.presses("Create")
        await hold.reached()
        story.sandbox.clock.set(MONDAY + timedelta(minutes=14))
        assert (await asked(story)).status == 200
        story.sandbox.clock.set(MONDAY + timedelta(minutes=16))
        answer = await asked(story)
        assert (answer.status, answer.said["database"]["ok"]) == (503, True)
        assert answer.said["outbox"]["ok"] is False
        assert answer.said["outbox"]["oldest_due_seconds"] == pytest.approx(16 * 60, abs=30)
        hold.release()


async def test_a_lost_connection_is_told_until_there_is_one_again(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        if story.transport == "http":
            return
        hold = story.sandbox.hold("apps.connections.open")
        dropping = asyncio.create_task(story.sandbox.drop_sockets())
        await hold.reached()
        answer = await asked(story)
        assert (answer.status, answer.said["socket"]["ok"]) == (503, False)
        hold.release()
        await dropping

        async def well() -> bool:
            return (await asked(story)).status == 200

        await until(well)


async def test_the_container_s_health_check_ends_by_what_a_running_bot_says(
    begin: Begin, tmp_path: Path
) -> None:
    async with begin(PORT="0") as story:
        assert await checked(story.bot.port or 0) == 0
        with locked(tmp_path):
            assert await checked(story.bot.port or 0) == 1
