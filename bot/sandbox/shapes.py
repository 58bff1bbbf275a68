"""Slack's JSON for people, conversations, messages, files and views. Pure."""

from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.sandbox.modals import View
from bot.sandbox.values import nested
from bot.sandbox.workspace import Channel, File, Message, User
from bot.sandbox.world import World

Json = dict[str, Any]

OPTIONAL_VIEW_FIELDS = ("title", "submit", "close")


def user_shape(world: World, user: User) -> Json:
    """As in users.info."""
    offset = world.clock.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    foreign = user.kind == "other workspace"
    names = {"real_name": user.name, "display_name": user.name.split()[0]}
    return {
        "id": user.id,
        "team_id": "T0OTHER01" if foreign else world.app.team_id,
        "name": user.handle,
        "real_name": user.name,
        "deleted": user.deleted,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {**names, "real_name_normalized": user.name, "team": world.app.team_id},
        "is_bot": user.kind == "bot",
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": "guest" in user.kind,
        "is_ultra_restricted": user.kind == "single-channel guest",
        **({"is_stranger": True} if foreign else {}),
    }


def channel_shape(world: World, channel: Channel) -> Json:
    """As in conversations.info."""
    if channel.kind == "im":
        person = next(iter(channel.members - {world.bot.id}))
        return {"id": channel.id, "is_im": True, "user": person, "is_archived": False, "is_open": True}
    private = channel.kind == "private"
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_member": world.bot.id in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
        "num_members": len(channel.members),
    }


def message_shape(world: World, message: Message, *, metadata: bool = False) -> Json:
    """As in conversations.history; ``metadata`` only when it was asked for, as Slack does."""
    shape: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    shape["team"] = world.app.team_id
    if message.by_app:
        shape |= {"bot_id": world.app.bot_id, "app_id": world.app.app_id}
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.attachments:
        shape["attachments"] = message.attachments
    if message.files:
        shape["files"] = [file_shape(world, each) for each in message.files]
    if metadata and message.metadata:
        shape["metadata"] = message.metadata
    return shape | _thread(world, message)


def _thread(world: World, message: Message) -> Json:
    if message.thread_ts:
        return {"thread_ts": message.thread_ts}
    channel = world.workspace.channels.get(message.channel)
    replies = channel.replies(message.ts) if channel else []
    if not replies:
        return {}
    return {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}


def mimetype(name: str) -> str:
    """What a file is served as, by its name."""
    return "text/markdown" if name.endswith(".md") else "application/octet-stream"


def file_shape(world: World, file: File) -> Json:
    """As in files.info and in a view's state, with where it is shared."""
    address = f"{world.base_url}files/{file.id}/{quote(file.name, safe='')}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "mimetype": mimetype(file.name),
        "filetype": file.name.rpartition(".")[2],
        "user": file.user,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "url_private": address,
        "url_private_download": address,
        "shares": _shares(world, file),
    }


def _shares(world: World, file: File) -> Json:
    shares: Json = {}
    for channel_id, ts in world.workspace.shares.get(file.id, ()):
        channel = world.workspace.channels[channel_id]
        if (message := channel.messages.get(ts)) is None:
            continue
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        place = shares.setdefault("public" if channel.kind == "public" else "private", {})
        place.setdefault(channel_id, []).append({"ts": ts, **thread})
    return shares


def view_shape(world: World, view: View) -> Json:
    """As in views.open's answer and in payloads, with the state."""
    content = view.content
    return {
        "id": view.id,
        "team_id": world.app.team_id,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "external_id": content.get("external_id") or "",
        "state": {"values": nested(view.values)},
        "hash": view.hash,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": world.app.app_id,
        "app_installed_team_id": world.app.team_id,
        "bot_id": world.app.bot_id,
        **{name: content.get(name) for name in OPTIONAL_VIEW_FIELDS},
    }
