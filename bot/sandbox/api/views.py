"""views.*: opening, pushing, updating and publishing views."""

from typing import Any

from bot.sandbox.api.call import Arguments
from bot.sandbox.checks.view import check_view
from bot.sandbox.modals import View
from bot.sandbox.shapes import view_shape
from bot.sandbox.trouble import ApiError
from bot.sandbox.world import World

Json = dict[str, Any]


async def open_(world: World, args: Arguments) -> Json:
    """views.open. A trigger is spent even if the view is refused. Raises ApiError, Refusal."""
    trigger = world.triggers.take(args["trigger_id"])
    content = _checked(args, "modal")
    if under := world.modals.open_view(trigger.view_id):
        # From within a modal the new view goes on top of it, within the same limit.
        return _answer(world, world.modals.push(under, content))
    return _answer(world, world.modals.open(trigger.user, content, trigger.channel))


async def push(world: World, args: Arguments) -> Json:
    """views.push: needs a trigger from inside an open modal. Raises ApiError, Refusal."""
    trigger = world.triggers.take(args["trigger_id"])
    content = _checked(args, "modal")
    return _answer(world, world.modals.push(world.modals.find(trigger.view_id), content))


async def update(world: World, args: Arguments) -> Json:
    """views.update by ``view_id`` or ``external_id``. Raises ApiError, Refusal."""
    content = _checked(args, "modal")
    view = world.modals.find(args.text("view_id"), args.text("external_id"))
    return _answer(world, world.modals.update(view, content, args.text("hash")))


async def publish(world: World, args: Arguments) -> Json:
    """views.publish: the Home tab of one person. Raises ApiError, Refusal."""
    if str(args["user_id"]) not in world.workspace.users:
        raise ApiError("user_not_found")
    content = _checked(args, "home")
    return _answer(world, world.modals.publish(str(args["user_id"]), content, args.text("hash")))


def _checked(args: Arguments, type_: str) -> Json:
    content: Json = args["view"]
    check_view(content)
    if content["type"] != type_:
        fault = f"[ERROR] must be a view of type {type_} [json-pointer:/view/type]"
        raise ApiError("invalid_arguments", [fault])
    return content


def _answer(world: World, view: View) -> Json:
    return {"view": view_shape(world, view)}
