"""What happens in a workspace without the bot: who comes and goes, what is archived, which account changes.

The bot is told as Slack does: by an event, if it subscribed to that, has its scope, and sees the channel.
"""

from typing import Any

from bot.sandbox.checks.scopes import needed_scopes
from bot.sandbox.shapes import user_shape
from bot.sandbox.workspace import Channel, User
from bot.sandbox.world import World

Json = dict[str, Any]

ARCHIVED = {("public", True): "channel_archive", ("public", False): "channel_unarchive"} | {
    ("private", True): "group_archive",
    ("private", False): "group_unarchive",
}
"""Slack: a private channel has events of its own."""
LEFT = {"public": "channel_left", "private": "group_left"}
"""That the bot itself is out (Slack: sometimes withheld)."""


def archive(world: World, channel: Channel, *, archived: bool) -> None:
    """Archive a channel or bring it back."""
    channel.archived = archived
    event = {"type": ARCHIVED[channel.kind, archived], "channel": channel.id}
    _tell(world, channel, event, seen=world.bot.id in channel.members)


def join(world: World, channel: Channel, user_id: str, inviter: str | None = None) -> None:
    """Let somebody in, the bot perhaps. ``inviter``: whoever asked them in, if it was somebody here."""
    channel.members.add(user_id)
    event = _moving("member_joined_channel", world, channel, user_id)
    told = {**event, "inviter": inviter} if inviter else event
    _tell(world, channel, told, seen=_sees(world, channel))


def leave(world: World, channel: Channel, user_id: str) -> None:
    """Take somebody out, the bot perhaps."""
    channel.members.discard(user_id)
    _tell(world, channel, _moving("member_left_channel", world, channel, user_id), seen=_sees(world, channel))
    if user_id == world.bot.id:
        _tell(world, channel, {"type": LEFT[channel.kind], "channel": channel.id}, seen=True)


def change(world: World, user: User) -> None:
    """Put the account in place of the one with its id."""
    world.workspace.change_user(user)
    world.events.emit({"type": "user_change", "user": user_shape(world, user)})


def _moving(kind: str, world: World, channel: Channel, user_id: str) -> Json:
    # Slack: private channels have had the letter C, too, since 2021.
    return {
        "type": kind,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "C",
        "team": world.app.team_id,
    }


def _sees(world: World, channel: Channel) -> bool:
    return channel.kind == "public" or world.bot.id in channel.members


def _tell(world: World, channel: Channel, event: Json, *, seen: bool) -> None:
    if seen and world.app.scopes.issuperset(needed_scopes(event["type"], channel.kind)):
        world.events.emit(event)
    world.changes.notify()
