"""Where the bot may read and write: conversations by their id."""

from bot.sandbox.checks.scopes import needed_scopes
from bot.sandbox.trouble import ApiError
from bot.sandbox.workspace import Channel, Message, User
from bot.sandbox.world import World


def require(world: World, method: str, kind: str | None = None) -> None:
    """Raises ApiError ``missing_scope`` unless the bot token has what the method needs."""
    needed = needed_scopes(method, kind)
    if not world.app.scopes.issuperset(needed):
        provided = ",".join(sorted(world.app.scopes))
        raise ApiError("missing_scope", needed=",".join(needed), provided=provided)


def visible(world: World, channel_id: object) -> Channel:
    """A conversation that the bot can see. Raises ApiError ``channel_not_found``."""
    channel = world.workspace.channels.get(str(channel_id))
    if channel is None or (channel.kind != "public" and world.bot.id not in channel.members):
        raise ApiError("channel_not_found")
    return channel


def readable(world: World, method: str, channel_id: object) -> Channel:
    """A conversation whose messages the bot can read. Raises ApiError ``not_in_channel`` and others."""
    channel = visible(world, channel_id)
    require(world, method, channel.kind)
    if world.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def destination(world: World, channel_id: object) -> Channel:
    """Where a message is to go; a user's id means the App DM.

    Raises ApiError ``channel_not_found``, ``not_in_channel``, ``is_archived``, ``user_disabled``,
    ``cannot_dm_bot``.
    """
    if str(channel_id) in world.workspace.users:
        user = reachable(world, channel_id)
        return world.workspace.dm(user.id, world.bot.id)
    channel = visible(world, channel_id)
    if channel.archived:
        raise ApiError("is_archived")
    public = channel.kind == "public" and "chat:write.public" in world.app.scopes
    if world.bot.id not in channel.members and not public:
        raise ApiError("not_in_channel")
    if channel.kind == "im":
        reachable(world, next(iter(channel.members - {world.bot.id})))
    return channel


def reachable(world: World, user_id: object) -> User:
    """Somebody who can get a DM. Raises ApiError ``user_not_found``, ``cannot_dm_bot``, ``user_disabled``."""
    user = world.workspace.users.get(str(user_id))
    if user is None:
        raise ApiError("user_not_found")
    if user.kind == "bot":
        raise ApiError("cannot_dm_bot")
    if user.deleted:
        raise ApiError("user_disabled")
    return user


def message_at(channel: Channel, ts: object) -> Message:
    """A message in ``channel``. Raises ApiError ``message_not_found``."""
    message = channel.messages.get(str(ts))
    if message is None:
        raise ApiError("message_not_found")
    return message
