"""Who comes and goes, and what the bot is told of it."""

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, app_of, client_of, over_sockets

Json = dict[str, Any]

EVENTS = [
    *("member_joined_channel", "member_left_channel", "channel_left", "group_left", "user_change"),
    *("channel_archive", "channel_unarchive", "group_archive", "group_unarchive"),
]


@asynccontextmanager
async def listening(without: str = "") -> AsyncIterator[tuple[Sandbox, list[Json]]]:
    """A sandbox whose bot hears all of these events, `without` a scope; and what it heard."""
    manifest: Json = copy.deepcopy(MANIFEST)
    manifest["settings"]["event_subscriptions"]["bot_events"] = EVENTS
    scopes = manifest["oauth_config"]["scopes"]
    scopes["bot"] = [each for each in scopes["bot"] if each != without]
    async with Sandbox(manifest) as sandbox:
        app, heard = app_of(sandbox), list[Json]()
        for name in EVENTS:

            @app.event(name)
            async def _hear(event: Json) -> None:
                heard.append(event)

        sandbox.add_channel("quiet", private=True, members=["Ada Lovelace"])
        sandbox.add_channel("secret", private=True, members=["Ada Lovelace"], bot_is_in=False)
        async with over_sockets(sandbox, app):
            yield sandbox, heard


async def test_who_joins_and_leaves_is_told_by_id_and_channel() -> None:
    async with listening() as (sandbox, heard):
        sandbox.invite("Grace Hopper", "quiet")
        sandbox.kick("Ada Lovelace", "general")
        await sandbox.events_settled()
        people = [sandbox.person(name).id for name in ("Grace", "Ada")]
        channels = [sandbox.channel_id(name) for name in ("quiet", "general")]
    kinds = ["member_joined_channel", "member_left_channel"]
    assert [(each["type"], each["user"], each["channel"]) for each in heard] == list(
        zip(kinds, people, channels, strict=True)
    )


async def test_who_is_asked_in_by_invite_is_in_and_the_bot_hears_by_whom() -> None:
    async with listening() as (sandbox, heard):
        ada, bot = sandbox.person("Ada"), sandbox.bot_user_id
        for _ in range(2):
            await ada.types("/invite @Countersign @Grace Hopper", channel="secret")
        await sandbox.events_settled()
        people = [bot, sandbox.person("Grace").id]
    assert sorted((each["user"], each["inviter"]) for each in heard) == [(each, ada.id) for each in people]
    assert ada.notices[0] == "You added countersign to #secret. You added Grace Hopper to #secret."
    assert ada.notices[1] == "countersign is already in #secret. Grace Hopper is already in #secret."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/invite", "Say who: /invite @name."),
        ("/invite @nobody", "Nobody here is called @nobody: write a full name, such as @Ada Lovelace."),
    ],
)
async def test_an_invitation_of_nobody_says_what_to_write(text: str, said: str) -> None:
    async with listening() as (sandbox, heard):
        ada = sandbox.person("Ada")
        await ada.types(text, channel="secret")
    assert (ada.notices, heard) == ([said], [])


async def test_of_a_private_channel_that_it_is_not_in_the_bot_hears_nothing() -> None:
    async with listening() as (sandbox, heard):
        sandbox.invite("Grace Hopper", "secret")
        sandbox.archive("secret")
        await sandbox.events_settled()
    assert heard == []


async def test_without_the_scope_no_event_comes() -> None:
    async with listening(without="groups:read") as (sandbox, heard):
        sandbox.invite("Grace Hopper", "quiet")
        sandbox.archive("quiet")
        sandbox.invite("Linus Pauling", "general")
        await sandbox.events_settled()
    assert [each["channel"] for each in heard] == [sandbox.channel_id("general")]


@pytest.mark.parametrize(("name", "kind"), [("general", "channel"), ("quiet", "group")])
async def test_archiving_has_an_event_for_each_kind_of_channel(name: str, kind: str) -> None:
    async with listening() as (sandbox, heard):
        sandbox.archive(name)
        await sandbox.events_settled()
        sandbox.unarchive(name)
        await sandbox.events_settled()
    assert [each["type"] for each in heard] == [f"{kind}_archive", f"{kind}_unarchive"]


@pytest.mark.parametrize(("name", "kind"), [("general", "channel_left"), ("quiet", "group_left")])
async def test_the_bot_hears_that_it_was_taken_out(name: str, kind: str) -> None:
    async with listening() as (sandbox, heard):
        sandbox.kick(None, name)
        await sandbox.events_settled()
    assert kind in [each["type"] for each in heard]


async def test_of_a_private_channel_that_it_was_taken_out_of_the_bot_learns_nothing_more() -> None:
    async with listening() as (sandbox, heard):
        sandbox.kick(None, "quiet")
        sandbox.invite("Grace Hopper", "quiet")
        await sandbox.events_settled()
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client_of(sandbox).conversations_members(channel=sandbox.channel_id("quiet"))
    assert [each["type"] for each in heard] == ["group_left"]


async def test_an_account_that_changes_is_told_as_users_info_tells_it() -> None:
    async with listening() as (sandbox, heard):
        sandbox.change_person("Grace Hopper", kind="guest")
        await sandbox.events_settled()
        told = await client_of(sandbox).users_info(user=sandbox.person("Grace").id)
    assert heard[0]["user"] == told["user"]
    assert heard[0]["user"]["is_restricted"]
