"""How options, people and conversations are meant: by what a person reads, or by what Slack calls them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.sandbox.impossible import Impossible
from bot.sandbox.workspace import Channel, Workspace

Json = dict[str, Any]
Options = Sequence[Mapping[str, Any]]


class Picks(Protocol):
    """Finds what is meant. Each raises AssertionError if there is no such thing."""

    def option(self, options: Options, wanted: str) -> Json:
        """One of these options, as Slack sends a chosen one."""
        ...

    def user(self, wanted: str) -> str:
        """The id of a person."""
        ...

    def channel(self, wanted: str) -> Channel:
        """A conversation."""
        ...


class ByName:
    """Everything goes by its visible name, as tests say it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def option(self, options: Options, wanted: str) -> Json:
        """By the option's text."""
        return _found(options, wanted, [each["text"]["text"] for each in options])

    def user(self, wanted: str) -> str:
        """By full name, or by a first name that only one has."""
        return self._workspace.user_named(wanted).id

    def channel(self, wanted: str) -> Channel:
        """By name, with or without ``#``."""
        return self._workspace.channel_named(wanted)


class ById:
    """Everything goes by what Slack calls it, as a client that shows the choices says it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def option(self, options: Options, wanted: str) -> Json:
        """By the option's value."""
        return _found(options, wanted, [each.get("value") for each in options])

    def user(self, wanted: str) -> str:
        """By ``U…``."""
        if wanted not in self._workspace.users:
            raise Impossible(f"Nobody has the id {wanted!r}")
        return wanted

    def channel(self, wanted: str) -> Channel:
        """By ``C…`` or ``D…``."""
        if wanted not in self._workspace.channels:
            raise Impossible(f"No conversation has the id {wanted!r}")
        return self._workspace.channels[wanted]


def _found(options: Options, wanted: str, names: list[Any]) -> Json:
    for option, name in zip(options, names, strict=True):
        if name == wanted:
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    raise Impossible(f"No option “{wanted}”; there are: {names}")
