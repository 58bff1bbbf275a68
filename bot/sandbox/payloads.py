"""What Slack sends to the bot for a command, a click, a submission … (Slack: payload references)."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks import Control, controls
from bot.sandbox.modals import View
from bot.sandbox.shapes import message_shape, view_shape
from bot.sandbox.values import nested, starting, value_of
from bot.sandbox.workspace import Channel, Message, User
from bot.sandbox.world import World

Json = dict[str, Any]

CHANNEL_NAMES = {"private": "privategroup", "im": "directmessage"}
"""What commands and clicks call conversations that have no public name."""


def command_payload(world: World, user: User, channel: Channel, command: str, text: str) -> Json:
    """A slash command; every value is a string, as in a form."""
    return {
        "token": world.app.verification_token,
        "team_id": world.app.team_id,
        "team_domain": world.app.team_domain,
        "channel_id": channel.id,
        "channel_name": _name(channel),
        "user_id": user.id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": world.app.app_id,
        "is_enterprise_install": "false",
        "response_url": world.urls.give(user.id, channel.id),
        "trigger_id": world.triggers.give(user.id, channel=channel.id),
    }


def shortcut_payload(world: World, user: User, callback_id: str) -> Json:
    """A global shortcut; it has neither channel nor response_url."""
    head = _head(world, "shortcut", user)
    return head | {
        "callback_id": callback_id,
        "action_ts": _stamp(world),
        "trigger_id": world.triggers.give(user.id),
    }


def message_shortcut_payload(world: World, user: User, callback_id: str, message: Message) -> Json:
    """A shortcut from a message's menu."""
    channel = world.workspace.channels[message.channel]
    return _head(world, "message_action", user) | {
        "callback_id": callback_id,
        "action_ts": _stamp(world),
        "trigger_id": world.triggers.give(user.id, channel=channel.id),
        "response_url": world.urls.give(user.id, channel.id, message.ts),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": _name(channel)},
        "message": message_shape(world, message),
    }


def view_action_payload(world: World, user: User, view: View, action: Json) -> Json:
    """A click or a choice in a modal or on the Home tab."""
    return _head(world, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.triggers.give(user.id, view_id=view.id),
        "view": view_shape(world, view),
        "actions": [{**action, "action_ts": _stamp(world)}],
    }


def message_action_payload(
    world: World, user: User, message: Message, action: Json, values: Mapping[tuple[str, str], Json]
) -> Json:
    """A click or a choice in a message; ``values`` is what its elements hold on this person's screen."""
    channel = world.workspace.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    # Slack sends no message with a click in an ephemeral one.
    shown = {} if message.only_for else {"message": message_shape(world, message)}
    return _head(world, "block_actions", user) | {
        "container": container,
        "channel": {"id": channel.id, "name": _name(channel)},
        **shown,
        "state": {"values": nested({**starting(message.blocks), **values})},
        "trigger_id": world.triggers.give(user.id, channel=channel.id),
        "response_url": world.urls.give(user.id, channel.id, message.ts),
        "actions": [{**action, "action_ts": _stamp(world)}],
    }


def submission_payload(world: World, user: User, view: View) -> Json:
    """The submit button of a modal."""
    return _head(world, "view_submission", user) | {
        "trigger_id": world.triggers.give(user.id, view_id=view.id),
        "view": view_shape(world, view),
        "response_urls": [_response_url(world, user, view, each) for each in _answerable(view)],
    }


def closed_payload(world: World, user: User, view: View, *, cleared: bool) -> Json:
    """Cancel, or the x (``cleared``)."""
    head = _head(world, "view_closed", user)
    return head | {"view": view_shape(world, view), "is_cleared": cleared}


def suggestion_payload(world: World, user: User, view: View, control: Control, typed: str) -> Json:
    """What was typed into an external select."""
    return _head(world, "block_suggestion", user) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_shape(world, view),
        "block_id": control.block_id,
        "action_id": control.action_id,
        "value": typed,
    }


def _answerable(view: View) -> list[Control]:
    """Selects with ``response_url_enabled`` in which something is chosen."""
    return [
        each
        for each in controls(view.blocks)
        if each.element.get("response_url_enabled") and value_of(view.values[each.key])
    ]


def _response_url(world: World, user: User, view: View, control: Control) -> Json:
    channel = value_of(view.values[control.key])
    return {
        "block_id": control.block_id,
        "action_id": control.action_id,
        "channel_id": channel,
        "response_url": world.urls.give(user.id, channel),
    }


def _head(world: World, type_: str, user: User) -> Json:
    return {
        "type": type_,
        "token": world.app.verification_token,
        "team": {"id": world.app.team_id, "domain": world.app.team_domain},
        "user": {
            "id": user.id,
            "username": user.handle,
            "name": user.handle,
            "team_id": world.app.team_id,
        },
        "api_app_id": world.app.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _name(channel: Channel) -> str:
    return CHANNEL_NAMES.get(channel.kind, channel.name)


def _stamp(world: World) -> str:
    return f"{world.clock.now().timestamp():.6f}"
