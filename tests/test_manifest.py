"""manifest.yml: within Slack's limits, and no more and no less than what the bot does."""

import copy
from pathlib import Path
from typing import Annotated, Any, Literal
from unittest.mock import Mock

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.sandbox.checks.scopes import BY_KIND, needed_scopes
from bot.slack import hearing, ids, routes
from bot.slack.commands import HELP, Commands
from tests.calls import methods_called

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
TABLE = routes.table(Mock(), Mock())
EVENTS: list[str] = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

KINDS = {
    "conversations.info": ("public", "private"),
    "conversations.members": ("public", "private"),
    "conversations.history": ("im", "public", "private"),
    "conversations.replies": ("public", "private"),
    "conversations.open": ("im",),
    "member_joined_channel": ("public", "private"),
    "member_left_channel": ("public", "private"),
}
"""In which kinds of channel the bot calls a method, or hears of an event, whose scope depends on it."""

OPTIONAL = {("conversations.history", "public"), ("conversations.history", "private")} | {
    ("conversations.replies", "public"),
    ("conversations.replies", "private"),
}
"""What the bot can do without: after a lost answer it then posts once more."""

APP_LEVEL = {"apps.connections.open"}
"""What is called with the app-level token, whose scope is no bot scope and not in the manifest."""


def text(most: int, least: int = 1) -> Any:
    """A text's limits, in characters."""
    return Field(min_length=least, max_length=most)


class Part(BaseModel):
    """Slack refuses keys that it doesn't know, and empty lists."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Metadata(Part):
    major_version: Literal[1, 2]
    minor_version: int


class Display(Part):
    name: str = text(35)
    description: str | None = text(140)
    long_description: str | None = Field(None, min_length=175, max_length=4000)
    background_color: str | None = Field(None, pattern="^#([0-9a-fA-F]{3}){1,2}$")


class Home(Part):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool


class BotUser(Part):
    display_name: str = text(80)
    always_online: bool


class Command(Part):
    command: str = Field(min_length=2, max_length=32, pattern=r"^/\S+$")
    description: str = text(2000)
    usage_hint: str = text(1000)
    should_escape: bool


class Shortcut(Part):
    name: str = text(24)
    type: Literal["global", "message"]
    callback_id: str = text(255)
    description: str = text(150)


class Features(Part):
    app_home: Home
    bot_user: BotUser
    slash_commands: list[Command] = text(50)
    shortcuts: list[Shortcut] = text(10)


class Scopes(Part):
    bot: list[Annotated[str, text(50)]] = text(255)
    bot_optional: list[Annotated[str, text(50)]] | None = Field(None, min_length=1, max_length=255)


class OAuth(Part):
    scopes: Scopes


class Interactivity(Part):
    is_enabled: Literal[True]


class Subscriptions(Part):
    bot_events: list[str] = text(100)


class AppSettings(Part):
    interactivity: Interactivity
    event_subscriptions: Subscriptions | None = None
    socket_mode_enabled: bool
    org_deploy_enabled: bool
    token_rotation_enabled: bool


class Manifest(Part):
    """Slack's rules for what our manifest has: lengths, counts, and no key but these."""

    metadata: Metadata = Field(alias="_metadata")
    display_information: Display
    features: Features
    oauth_config: OAuth
    settings: AppSettings


def changed(path: str, value: object) -> dict[str, Any]:
    """The manifest with another value at a place such as `features/shortcuts/0/name`."""
    manifest = copy.deepcopy(MANIFEST)
    *way, last = path.split("/")
    place: Any = manifest
    for step in way:
        place = place[int(step)] if step.isdecimal() else place[step]
    place[last] = value
    return manifest


def scopes() -> dict[str, set[str]]:
    """The manifest's scopes: those that it asks for, and those that an admin may leave out."""
    given = MANIFEST["oauth_config"]["scopes"]
    return {"bot": set(given["bot"]), "bot_optional": set(given.get("bot_optional", []))}


def needed() -> tuple[set[str], set[str]]:
    """The scopes that the bot's calls, commands and events need, and those it can do without."""
    required, optional = set(needed_scopes("commands")), set[str]()
    called = set(methods_called(ROOT / "bot", ROOT / "bot" / "sandbox")) - APP_LEVEL
    for method in (*called, *EVENTS):
        for kind in KINDS[method] if method in BY_KIND else (None,):
            group = optional if (method, kind) in OPTIONAL else required
            group |= set(needed_scopes(method, kind))
    return required, optional - required


def test_the_manifest_is_within_slack_s_limits() -> None:
    Manifest.model_validate(MANIFEST)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information/name", "n" * 36),
        ("display_information/description", ""),
        ("display_information/description", "d" * 141),
        ("display_information/long_description", "l" * 174),
        ("display_information/background_color", "red"),
        ("display_information/icon", "x"),
        ("features/bot_user/display_name", "d" * 81),
        ("features/slash_commands", []),
        ("features/slash_commands/0/command", "task"),
        ("features/slash_commands/0/command", "/" + "t" * 32),
        ("features/slash_commands/0/description", ""),
        ("features/slash_commands/0/usage_hint", "h" * 1001),
        ("features/slash_commands/0/url", "https://example.com"),
        ("features/shortcuts", MANIFEST["features"]["shortcuts"] * 6),
        ("features/shortcuts/0/name", "n" * 25),
        ("features/shortcuts/0/type", "channel"),
        ("features/shortcuts/0/description", "d" * 151),
        ("oauth_config/scopes/bot_optional", []),
        ("settings/interactivity/is_enabled", False),
        ("settings/event_subscriptions", {"bot_events": []}),
        ("settings/socket_mode_enabled", "yes"),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_refused_here(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Manifest.model_validate(changed(path, value))


def test_the_slash_commands_are_those_that_are_handled() -> None:
    commands = [each["command"] for each in MANIFEST["features"]["slash_commands"]]
    assert commands == [name for kind, name in TABLE if kind == "command"]


def test_the_hint_and_the_help_list_the_words_that_the_command_knows() -> None:
    words = [word for word in Commands(Mock(), Mock(), Mock()).words if word]
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["usage_hint"] == f"[{'|'.join(words)}]"
    assert [line.split()[1] for line in HELP.splitlines()[1:]] == words


def test_the_shortcuts_are_those_that_are_handled() -> None:
    shortcuts = [each["callback_id"] for each in MANIFEST["features"]["shortcuts"]]
    assert shortcuts == [name for kind, name in TABLE if kind == "shortcut"]


def test_the_events_are_those_that_are_heard() -> None:
    assert list(hearing.table(Mock(), Mock(), Mock())) == EVENTS


@pytest.mark.parametrize(
    ("callback_id", "kind", "name"),
    [(ids.NEW_TASK, "global", "New task"), (ids.MAKE_TASK, "message", "Make a task")],
)
def test_each_shortcut_is_where_people_look_for_it(callback_id: str, kind: str, name: str) -> None:
    (shortcut,) = (each for each in MANIFEST["features"]["shortcuts"] if each["callback_id"] == callback_id)
    assert (shortcut["type"], shortcut["name"]) == (kind, name)


def test_the_manifest_asks_for_every_scope_that_is_needed_and_for_no_other() -> None:
    required, _ = needed()
    assert scopes()["bot"] == required, methods_called(ROOT / "bot", ROOT / "bot" / "sandbox")


def test_the_optional_scopes_are_those_that_the_bot_can_do_without() -> None:
    _, optional = needed()
    assert scopes()["bot_optional"] == optional


def test_no_scope_is_asked_for_twice() -> None:
    given = MANIFEST["oauth_config"]["scopes"]
    asked = given["bot"] + given["bot_optional"]
    assert len(asked) == len(set(asked))


def test_every_kind_of_channel_that_is_named_here_belongs_to_a_call_or_an_event() -> None:
    assert set(KINDS) <= {*methods_called(ROOT / "bot", ROOT / "bot" / "sandbox"), *EVENTS}


def test_a_call_is_found_however_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "cards.py").write_text(
        "await client.chat_postMessage(channel=c)\n"
        "await retried(self._client.views_open, view)\n"
        'await client.api_call("pins.add")\n'
        "await client.files_getUploadURLExternal()\n"
        "await super().api_call(api_method)\n",
        encoding="utf-8",
    )
    assert methods_called(tmp_path) == {
        "chat.postMessage": [f"{tmp_path}/cards.py:1"],
        "views.open": [f"{tmp_path}/cards.py:2"],
        "pins.add": [f"{tmp_path}/cards.py:3"],
        "files.getUploadURLExternal": [f"{tmp_path}/cards.py:4"],
    }


def test_a_method_whose_name_is_not_written_out_is_told(tmp_path: Path) -> None:
    (tmp_path / "cards.py").write_text("client.api_call(method)", encoding="utf-8")
    with pytest.raises(AssertionError, match="line 1: api_call needs the method as a plain text"):
        methods_called(tmp_path)


def test_what_is_no_call_of_slack_s_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "cards.py").write_text("desk.summaries.order(channel)\nfiles.info()", encoding="utf-8")
    assert methods_called(tmp_path) == {}
