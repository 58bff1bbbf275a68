"""Which scopes a method, a feature or an event needs (Slack: the pages of each method and event)."""

from bot.sandbox.checks.refusal import Refusal

NEEDED: dict[str, tuple[str, ...]] = {
    "apps.connections.open": ("connections:write",),  # of the app-level token
    "auth.test": (),
    "blocks.validate": (),
    "canvases.create": ("canvases:write",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),  # and chat:write.public where the bot is not a member
    "chat.scheduleMessage": ("chat:write",),
    "chat.scheduledMessages.list": (),
    "chat.update": ("chat:write",),
    "conversations.join": ("channels:join",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "oauth.v2.access": (),
    "reactions.add": ("reactions:write",),
    "team.info": ("team:read",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
    # Not methods, but features that a scope switches on.
    "commands": ("commands",),
    "file download": ("files:read",),
    "app_mention": ("app_mentions:read",),
    "channel_archive": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_left": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}
"""What does not depend on the kind of a conversation."""

BY_KIND: dict[str, str] = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.list": "read",
    "conversations.members": "read",
    "conversations.open": "write",
    "conversations.replies": "history",
    "channel_deleted": "read",
    "channel_rename": "read",
    "member_joined_channel": "read",
    "member_left_channel": "read",
    "message": "history",
}
"""The verb of the scope; its noun is the kind's, as in ``groups:history``."""

NOUNS: dict[str, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def needed_scopes(method: str, channel_kind: str | None = None) -> tuple[str, ...]:
    """The bot scopes that ``method`` needs, all of them; ``()`` when it needs none.

    ``method`` is a Web API method, an event's type (``message``, ``member_joined_channel``),
    ``commands`` (slash commands and shortcuts) or ``file download``. ``channel_kind`` is ``public``,
    ``private``, ``im`` or ``mpim``; without it a conversation counts as public, and the one that
    ``conversations.open`` opens as an ``im`` (Slack: one user needs ``im:write``, more ``mpim:write``).
    Raises ``Refusal("unknown_method")`` for a method that is not listed.
    """
    if method in NEEDED:
        return NEEDED[method]
    if method not in BY_KIND:
        raise Refusal("unknown_method")
    kind = channel_kind or ("im" if method == "conversations.open" else "public")
    return (f"{NOUNS[kind]}:{BY_KIND[method]}",)
