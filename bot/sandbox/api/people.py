"""users.*, team.info, auth.test and apps.connections.open."""

from typing import Any

from bot.sandbox.api.call import Arguments
from bot.sandbox.api.pages import page_of
from bot.sandbox.shapes import user_shape
from bot.sandbox.trouble import ApiError
from bot.sandbox.world import World

Json = dict[str, Any]


async def info(world: World, args: Arguments) -> Json:
    """users.info. Raises ApiError ``user_not_found``."""
    user = world.workspace.users.get(str(args["user"]))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user_shape(world, user)}


async def list_(world: World, args: Arguments) -> Json:
    """users.list, in pages."""
    users = list(world.workspace.users.values())
    return page_of(users, args, "members", lambda each: user_shape(world, each))


async def team_info(world: World, args: Arguments) -> Json:
    """team.info."""
    app = world.app
    return {"team": {"id": app.team_id, "name": "Countersign sandbox", "domain": app.team_domain}}


async def auth_test(world: World, args: Arguments) -> Json:
    """auth.test."""
    return {
        "url": f"https://{world.app.team_domain}.slack.com/",
        "team": "Countersign sandbox",
        "user": world.bot.handle,
        "team_id": world.app.team_id,
        "user_id": world.bot.id,
        "bot_id": world.app.bot_id,
        "is_enterprise_install": False,
    }


async def connections_open(world: World, args: Arguments) -> Json:
    """apps.connections.open: an address that opens one socket, once."""
    base = world.base_url.replace("http://", "ws://", 1)
    return {"url": f"{base}socket?ticket={world.sockets.ticket()}"}
