"""Every Web API method that is served, on one screen."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.api import chat, conversations, files, people, views
from bot.sandbox.api.call import Arguments
from bot.sandbox.world import World

Method = Callable[[World, Arguments], Awaitable[dict[str, Any]]]

METHODS: dict[str, Method] = {
    "apps.connections.open": people.connections_open,
    "auth.test": people.auth_test,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.get_permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.list": conversations.list_,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_,
    "conversations.replies": conversations.replies,
    "files.completeUploadExternal": files.complete_upload,
    "files.getUploadURLExternal": files.get_upload_url,
    "files.info": files.info,
    "team.info": people.team_info,
    "users.info": people.info,
    "users.list": people.list_,
    "views.open": views.open_,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}

APP_TOKEN_METHODS = frozenset({"apps.connections.open"})
"""They take the app-level token; all others the bot token."""

SCOPE_BY_KIND = frozenset(
    each for each in METHODS if each.startswith("conversations.") and each != "conversations.open"
)
"""Their scope depends on the conversation, so they look themselves."""
