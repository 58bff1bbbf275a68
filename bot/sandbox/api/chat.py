"""chat.*: posting, updating and deleting messages."""

from typing import Any

from bot.sandbox.api.call import Arguments
from bot.sandbox.api.places import destination, message_at, visible
from bot.sandbox.blocks import with_ids
from bot.sandbox.checks.message import check_message
from bot.sandbox.shapes import message_shape
from bot.sandbox.trouble import ApiError
from bot.sandbox.workspace import Channel, Message
from bot.sandbox.world import World

Json = dict[str, Any]

MOST_TEXT = 40_000
"""Slack: chat.postMessage truncates a longer text, with a warning."""


async def post_message(world: World, args: Arguments) -> Json:
    """chat.postMessage. Raises ApiError, Refusal."""
    channel = destination(world, args["channel"])
    check_message(args.given, "chat.postMessage")
    thread_ts = _thread(channel, args)
    text = _text(args)
    message = world.workspace.post(
        channel,
        world.bot.id,
        text[:MOST_TEXT],
        blocks=with_ids(args.get("blocks") or []),
        attachments=args.get("attachments") or [],
        thread_ts=thread_ts,
        metadata=args.get("metadata"),
        by_app=True,
    )
    shape = message_shape(world, message, metadata=True)
    answer = {"channel": channel.id, "ts": message.ts, "message": shape}
    if len(text) > MOST_TEXT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


async def update(world: World, args: Arguments) -> Json:
    """chat.update: the bot's own messages only. Raises ApiError, Refusal.

    ``text`` without ``blocks`` takes the blocks away; ``attachments`` and ``metadata`` stay if left out.
    """
    channel = visible(world, args["channel"])
    message = _own(world, channel, args["ts"], "cant_update_message")
    if channel.archived:
        raise ApiError("is_inactive")
    check_message(args.given, "chat.update")
    parts: Json = {"text": _text(args), "blocks": with_ids(args.get("blocks") or [])}
    parts |= {name: args.get(name) for name in ("attachments", "metadata") if args.get(name) is not None}
    # Slack marks an update as edited only where no blocks are used.
    message = world.workspace.change(message, parts | {"edited": not parts["blocks"]})
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_shape(world, message, metadata=True),
    }


async def post_ephemeral(world: World, args: Arguments) -> Json:
    """chat.postEphemeral: to an active member of the channel. Raises ApiError, Refusal."""
    channel = visible(world, args["channel"])
    user = world.workspace.users.get(str(args["user"]))
    if channel.archived:
        raise ApiError("is_archived")
    if world.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    if user is None or user.deleted or user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    check_message(args.given, "chat.postEphemeral")
    blocks = with_ids(args.get("blocks") or [])
    message = world.workspace.whisper(
        channel.id,
        world.bot.id,
        user.id,
        _text(args),
        blocks=blocks,
        by_app=True,
        thread_ts=args.text("thread_ts"),
    )
    return {"message_ts": message.ts}


async def delete(world: World, args: Arguments) -> Json:
    """chat.delete: the bot's own messages only. Raises ApiError."""
    channel = visible(world, args["channel"])
    message = _own(world, channel, args["ts"], "cant_delete_message")
    world.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


async def get_permalink(world: World, args: Arguments) -> Json:
    """chat.getPermalink. Raises ApiError."""
    channel = visible(world, args["channel"])
    message = message_at(channel, args["message_ts"])
    domain, name = world.app.team_domain, message.ts.replace(".", "")
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{name}"
    reply = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": link + reply}


def _own(world: World, channel: Channel, ts: object, error: str) -> Message:
    message = message_at(channel, ts)
    if message.user != world.bot.id:
        raise ApiError(error)
    return message


def _thread(channel: Channel, args: Arguments) -> str | None:
    """The thread to post in: a reply's ts means the thread that it stands in."""
    thread_ts = args.text("thread_ts")
    if thread_ts is None:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise ApiError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _text(args: Arguments) -> str:
    return str(args.get("text") or args.get("markdown_text") or "")
