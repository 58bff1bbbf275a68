"""The way to the bot: acknowledgements, reconnects, signatures, events and their retries."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.sandbox.client import CONNECTING
from bot.sandbox.server import Sandbox
from tests.sandbox.bots import (
    MANIFEST,
    answering,
    app_of,
    modal,
    opening,
    over_http,
    over_sockets,
    text_input,
)

Json = dict[str, Any]


def answering_commands(app: AsyncApp, *answer: Any, **more: Any) -> list[Json]:
    """Let both commands be answered so; collects them."""
    bodies: list[Json] = []

    async def _answer(ack: Callable[..., Any], body: Json) -> None:
        bodies.append(body)
        await ack(*answer, **more)

    app.command("/task")(_answer)
    app.command("/plain")(_answer)
    return bodies


async def test_without_a_socket_a_command_is_lost(sandbox: Sandbox) -> None:
    ada = sandbox.person("Ada")
    await ada.types("/task")
    assert ada.notices == ["/task failed with the error “dispatch_failed”"]


async def test_a_command_that_is_not_acknowledged_times_out() -> None:
    async with Sandbox(MANIFEST, ack_deadline=0.05) as sandbox:
        ada, app = sandbox.person("Ada"), app_of(sandbox)
        async with over_sockets(sandbox, app):
            await ada.types("/task")
        assert ada.notices == ["/task failed with the error “operation_timeout”"]
        assert (sandbox.acks[0].kind, sandbox.acks[0].ok) == ("slash_commands", False)


async def test_the_answer_to_a_command_is_seen_by_its_author_alone(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    answering_commands(app, "Here you are.")
    async with over_sockets(sandbox, app):
        await ada.types("/task list")
    assert (ada.notices, sandbox.person("Grace").notices) == (["Here you are."], [])
    assert ada.channel("general") == []


async def test_an_answer_in_channel_is_seen_by_all(sandbox: Sandbox) -> None:
    app = app_of(sandbox)
    answering_commands(app, text="For all", response_type="in_channel")
    async with over_http(sandbox, app):
        await sandbox.person("Ada").types("/task list", channel="engineering")
    assert sandbox.person("Grace").channel("engineering")[-1].text == "For all"


async def test_mentions_in_a_command_are_escaped_where_the_manifest_says_so(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    bodies, grace, general = (
        answering_commands(app),
        sandbox.person("Grace").id,
        sandbox.channel_id("general"),
    )
    async with over_sockets(sandbox, app):
        await ada.types("/task away @Grace Hopper in #general now")
        await ada.types("/plain away @Grace Hopper")
    assert bodies[0]["text"] == f"away <@{grace}|grace.hopper> in <#{general}|general> now"
    assert bodies[1]["text"] == "away @Grace Hopper"


async def test_a_dropped_socket_comes_back(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    answering_commands(app, "Still here.")
    async with over_sockets(sandbox, app):
        await sandbox.drop_sockets()
        await sandbox.connected()
        await ada.types("/task")
    assert ada.notices == ["Still here."]


async def test_a_crash_in_the_bot_is_no_acknowledgement(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)

    @app.shortcut("new")
    async def _crash(ack: Callable[..., Any]) -> None:
        await ack()
        raise RuntimeError("after the ack")

    async with over_http(sandbox, app):
        await ada.uses("New task")
    assert (ada.notices, sandbox.acks[0].error) == ([CONNECTING], "dispatch_failed")


async def test_a_forged_signature_is_refused(sandbox: Sandbox) -> None:
    app = app_of(sandbox)
    bodies, payload = answering_commands(app), {"command": "/task", "text": ""}
    async with over_http(sandbox, app):
        assert await sandbox.forge("slash_commands", payload, secret="guessed") == 401
        assert await sandbox.forge("slash_commands", payload, timestamp=int(time.time()) - 600) == 401
    assert bodies == []


async def test_signatures_keep_to_the_real_time(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    answering_commands(app, "Good evening.")
    sandbox.clock.move(timedelta(days=30))
    async with over_http(sandbox, app):
        await ada.types("/task")
    assert ada.notices == ["Good evening."]


async def test_an_event_comes_only_where_subscribed(sandbox: Sandbox) -> None:
    app = app_of(sandbox)
    seen: list[Json] = []

    @app.event("app_home_opened")
    async def _opened(event: Json) -> None:
        seen.append(event)

    async with over_sockets(sandbox, app):
        await sandbox.person("Ada").opens_home()
        sandbox.archive("engineering")
        await sandbox.events_settled()
    assert [each["user"] for each in seen] == [sandbox.person("Ada").id]
    assert len(sandbox.acks) == 1


async def test_an_event_that_fails_comes_again_by_the_clock(sandbox: Sandbox) -> None:
    app = app_of(sandbox)
    attempts: list[str | None] = []

    @app.event("member_joined_channel")
    async def _joined(request: Any) -> None:
        attempts.append((request.headers.get("x-slack-retry-num") or [None])[0])
        assert len(attempts) == 4, "not yet"

    async with over_http(sandbox, app):
        sandbox.add_channel("quiet")
        sandbox.invite("Ada Lovelace", "quiet")
        await sandbox.events_seen(2)
        sandbox.clock.move(timedelta(minutes=1))
        await sandbox.events_seen(3)
        sandbox.clock.move(timedelta(minutes=5))
        await sandbox.events_settled()
    assert attempts == [None, "1", "2", "3"]


async def test_two_presses_at_once_are_two_submissions(sandbox: Sandbox) -> None:
    ada, app = sandbox.person("Ada"), app_of(sandbox)
    opening(app, modal(text_input("Title", "t", initial_value="x"), callback_id="f"))
    submitted = answering(app, "f")
    async with over_sockets(sandbox, app):
        await ada.types("/task")
        await asyncio.gather(ada.presses("Next"), ada.presses("Next"))
    assert len(submitted) == 2
    assert submitted[0]["trigger_id"] != submitted[1]["trigger_id"]


async def test_fifty_people_are_served_at_once(sandbox: Sandbox) -> None:
    app = app_of(sandbox)
    answering_commands(app, "Yes.")
    people = [sandbox.add_person(f"Person Number{n}") for n in range(50)]
    async with over_sockets(sandbox, app):
        await asyncio.gather(*(each.types("/task") for each in people))
    assert all(each.notices == ["Yes."] for each in people)
