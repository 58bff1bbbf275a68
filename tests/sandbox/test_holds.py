"""Calls that stand still while a test does something at that very moment."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import client_of


def post(sandbox: Sandbox) -> "asyncio.Task[object]":
    """A call under way."""
    channel = sandbox.channel_id("general")
    return asyncio.ensure_future(client_of(sandbox).chat_postMessage(channel=channel, text="hello"))


async def test_a_call_that_is_held_has_not_happened_until_it_goes_on(sandbox: Sandbox) -> None:
    hold = sandbox.hold("chat.postMessage")
    call = post(sandbox)
    await hold.reached()
    assert sandbox.person("Ada").channel("general") == []
    hold.release()
    await call
    assert len(sandbox.person("Ada").channel("general")) == 1


async def test_a_call_may_be_held_after_it_has_happened(sandbox: Sandbox) -> None:
    hold = sandbox.hold("chat.postMessage", after_effect=True)
    call = post(sandbox)
    await hold.reached()
    assert len(sandbox.person("Ada").channel("general")) == 1
    assert not call.done()
    hold.release()
    await call


async def test_a_held_call_that_is_lost_never_happens(sandbox: Sandbox) -> None:
    hold = sandbox.hold("chat.postMessage")
    call = post(sandbox)
    await hold.reached()
    hold.lose()
    with pytest.raises(SlackApiError, match="request_timeout"):
        await call
    assert sandbox.person("Ada").channel("general") == []


async def test_a_hold_that_was_given_up_before_a_call_came_holds_nothing(sandbox: Sandbox) -> None:
    sandbox.hold("chat.postMessage").lose()
    await post(sandbox)
    assert len(sandbox.person("Ada").channel("general")) == 1


async def test_a_hold_that_nothing_reaches_is_told(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError, match="was not called"):
        await sandbox.hold("chat.update").reached(seconds=0.01)
