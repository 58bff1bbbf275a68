"""conversations.*: reading and opening conversations."""

from typing import Any

from bot.sandbox.api.call import Arguments
from bot.sandbox.api.pages import page_of
from bot.sandbox.api.places import message_at, reachable, readable, require, visible
from bot.sandbox.shapes import channel_shape, message_shape
from bot.sandbox.trouble import ApiError
from bot.sandbox.workspace import Channel, Message
from bot.sandbox.world import World

Json = dict[str, Any]

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


async def open_(world: World, args: Arguments) -> Json:
    """conversations.open with one person; again is fine. Raises ApiError."""
    users = [each.strip() for each in str(args.text("users") or "").split(",") if each.strip()]
    if not users:
        raise ApiError("not_enough_users")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")  # the sandbox has no group DMs
    user = reachable(world, users[0])
    channel = world.workspace.dm(user.id, world.bot.id)
    return {"channel": channel_shape(world, channel) if args.flag("return_im") else {"id": channel.id}}


async def info(world: World, args: Arguments) -> Json:
    """conversations.info. Raises ApiError."""
    channel = visible(world, args["channel"])
    require(world, "conversations.info", channel.kind)
    return {"channel": channel_shape(world, channel)}


async def members(world: World, args: Arguments) -> Json:
    """conversations.members: ids, in pages. Raises ApiError."""
    channel = visible(world, args["channel"])
    require(world, "conversations.members", channel.kind)
    return page_of(sorted(channel.members), args, "members", str)


async def list_(world: World, args: Arguments) -> Json:
    """conversations.list: the kinds asked for, public channels by default. Raises ApiError."""
    asked = (args.text("types") or "public_channel").split(",")
    kinds = {KINDS.get(each.strip(), "?") for each in asked}
    if "?" in kinds:
        raise ApiError("invalid_types")
    for kind in kinds:
        require(world, "conversations.list", kind)
    found = [
        each
        for each in world.workspace.channels.values()
        if each.kind in kinds
        and (each.kind == "public" or world.bot.id in each.members)
        and not (args.flag("exclude_archived") and each.archived)
    ]
    return page_of(found, args, "channels", lambda each: channel_shape(world, each))


async def history(world: World, args: Arguments) -> Json:
    """conversations.history: newest first, without replies. Raises ApiError."""
    channel = readable(world, "conversations.history", args["channel"])
    found = [each for each in reversed(channel.messages.values()) if each.thread_ts is None]
    return _messages(world, args, channel, found)


async def replies(world: World, args: Arguments) -> Json:
    """conversations.replies: the message and its answers, oldest first. Raises ApiError."""
    channel = readable(world, "conversations.replies", args["channel"])
    try:
        message = message_at(channel, args["ts"])
    except ApiError:
        raise ApiError("thread_not_found") from None
    thread = channel.replies(message.ts)
    return _messages(world, args, channel, [message, *thread])


def _messages(world: World, args: Arguments, channel: Channel, found: list[Message]) -> Json:
    inside = [each for each in found if _in_span(each.ts, args)]
    whole = args.flag("include_all_metadata")
    page = page_of(inside, args, "messages", lambda each: message_shape(world, each, metadata=whole))
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}


def _in_span(ts: str, args: Arguments) -> bool:
    """Between ``oldest`` and ``latest``, which belong to it only with ``inclusive``."""
    inclusive, at = args.flag("inclusive"), _moment(ts)
    oldest, latest = args.text("oldest"), args.text("latest")
    after = oldest is None or at > _moment(oldest) or (inclusive and at == _moment(oldest))
    before = latest is None or at < _moment(latest) or (inclusive and at == _moment(latest))
    return after and before


def _moment(ts: str) -> int:
    """Microseconds: a float would not tell neighbours apart."""
    seconds, _, rest = ts.partition(".")
    digits = rest.ljust(6, "0")[:6]
    if not (seconds + digits).isdecimal():
        raise ApiError("invalid_ts_oldest")
    return int(seconds) * 1_000_000 + int(digits)
