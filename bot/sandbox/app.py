"""The app as Slack knows it: its manifest, ids and secrets."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shortcut:
    """An entry of the shortcuts menu, or of a message's menu."""

    name: str
    """What the person sees."""
    callback_id: str
    """What the bot gets."""
    type: str
    """``global`` or ``message``."""


@dataclass(frozen=True)
class App:
    """The installed app."""

    name: str
    """The bot's display name."""
    commands: Mapping[str, bool]
    """Slash commands (``/task``), and whether mentions in their text are escaped."""
    hints: Mapping[str, str]
    """What a client shows while a slash command is typed: its usage hint."""
    shortcuts: tuple[Shortcut, ...]
    """Global and message shortcuts."""
    events: frozenset[str]
    """The events it has subscribed to, as the manifest names them (``message.im``)."""
    scopes: frozenset[str]
    """The scopes granted to the bot token."""
    has_home: bool
    """Whether it has a Home tab."""
    only_writes: bool
    """Whether its direct messages are there to be read only: nobody can write, or type a command, there."""
    app_id: str = "A00000001"
    """Slack's id of the app."""
    bot_id: str = "B00000001"
    """Its bot's id, as messages carry it."""
    team_id: str = "T00000001"
    """The workspace's id."""
    team_domain: str = "countersign-sandbox"
    """The workspace's name in its address."""
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    """For the Web API."""
    app_token: str = field(default_factory=lambda: f"xapp-{secrets.token_hex(12)}")
    """For apps.connections.open only."""
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    """Signs what is sent over HTTP."""
    verification_token: str = field(default_factory=lambda: secrets.token_hex(12))
    """The old token that payloads still carry."""

    def shortcut(self, name: str, type_: str) -> Shortcut:
        """The shortcut of that name and type. Raises AssertionError with the ones that there are."""
        fitting = [each for each in self.shortcuts if each.type == type_]
        for each in fitting:
            if each.name == name:
                return each
        raise AssertionError(f"No {type_} shortcut “{name}”; there are: {[each.name for each in fitting]}")


def read_manifest(manifest: Mapping[str, Any], *, grant_optional: bool) -> App:
    """The app that a parsed manifest describes; missing parts are taken as empty.

    ``grant_optional``: whether the admin granted the scopes of ``bot_optional`` too.
    """
    features: Mapping[str, Any] = manifest.get("features", {})
    home: Mapping[str, Any] = features.get("app_home", {})
    scopes: Mapping[str, Any] = manifest.get("oauth_config", {}).get("scopes", {})
    granted = [*scopes.get("bot", ()), *(scopes.get("bot_optional", ()) if grant_optional else ())]
    subscribed = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())
    return App(
        name=features.get("bot_user", {}).get("display_name", "Countersign"),
        commands={
            each["command"]: bool(each.get("should_escape")) for each in features.get("slash_commands", ())
        },
        hints={each["command"]: each.get("usage_hint", "") for each in features.get("slash_commands", ())},
        shortcuts=tuple(
            Shortcut(each["name"], each["callback_id"], each["type"])
            for each in features.get("shortcuts", ())
        ),
        events=frozenset(subscribed),
        scopes=frozenset(granted),
        has_home=bool(home.get("home_tab_enabled")),
        only_writes=bool(home.get("messages_tab_read_only_enabled")),
    )
