"""Slack's own command `/invite @name`: lets somebody into the channel in which it is typed."""

import re

from bot.sandbox.happenings import join
from bot.sandbox.workspace import Channel, User
from bot.sandbox.world import World

COMMAND = "/invite"
HINT = "@name"
NAMED = re.compile(r"<@(\w+)(?:\|[^<>]*)?>")
"""A person or a bot, as Slack escapes who was named."""


def invited(world: World, who: User, channel: Channel, text: str) -> str:
    """Lets everybody in whom ``text`` names; what Slack says to ``who`` about it, who typed that."""
    if channel.kind == "im":
        return f"{COMMAND} doesn't work in direct messages: type it in a channel."
    if who.id not in channel.members:
        return f"You aren't in #{channel.name} yourself."
    said = [_let_in(world, who, channel, each) for each in dict.fromkeys(NAMED.findall(text))]
    if strange := NAMED.sub("", text).strip():
        said.append(f"Nobody here is called {strange}: write a full name, such as @{who.name}.")
    return " ".join(said) or f"Say who: {COMMAND} {HINT}."


def _let_in(world: World, who: User, channel: Channel, user_id: str) -> str:
    name = world.workspace.users[user_id].name
    if user_id in channel.members:
        return f"{name} is already in #{channel.name}."
    join(world, channel, user_id, inviter=who.id)
    return f"You added {name} to #{channel.name}."
