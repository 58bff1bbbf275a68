"""What a person sees: texts with names in place of ids, buttons, threads, files. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.sandbox.blocks import controls

REFERENCE = re.compile(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>")
LOUD = ("here", "channel", "everyone")
AUTOMATIC = re.compile(r"(?<![\w@])@(here|channel|everyone)\b")

Names = Callable[[str], str]
"""The name that people see for the id of a user or a channel."""


@dataclass(frozen=True)
class SeenFile:
    """A file below a message."""

    name: str
    """File name."""
    content: str
    """Its text."""


@dataclass(frozen=True, eq=False)
class SeenMessage:
    """A message as it was on the screen at one moment: it does not change when the message does."""

    channel: str
    """Id of the conversation."""
    ts: str
    """Its name there."""
    author: str
    """Name of whoever wrote it."""
    text: str
    """All visible text, in lines, with names in place of ids. Formatting characters stay."""
    buttons: tuple[str, ...]
    """The texts of its buttons, top to bottom."""
    pings: tuple[str, ...]
    """Whom it notifies by a mention: names of people, ``@here``, ``@channel``, ``@everyone``."""
    files: tuple[SeenFile, ...]
    """Files shared with it."""
    metadata: Mapping[str, Any] | None
    """As the bot gave it."""
    blocks: Sequence[Mapping[str, Any]]
    """Its blocks."""
    fallback: str
    """What notifications and screen readers use."""
    thread: tuple["SeenMessage", ...] = ()
    """Answers to it, oldest first."""
    only_for: str | None = field(default=None, repr=False)
    """Ephemeral: id of the person."""


def block_lines(blocks: Sequence[Mapping[str, Any]], names: Names) -> Iterator[str]:
    """The visible text of blocks, block by block, without that of buttons and menus."""
    for block in blocks:
        match block["type"]:
            case "rich_text":
                yield "".join(_rich_text(block, names)).strip("\n")
            case "markdown":
                yield str(block["text"])
            case "image":
                yield str(block["alt_text"])
            case "table":
                for row in block["rows"]:
                    yield " | ".join("".join(_cell(cell, names)) for cell in row)
            case _:
                yield from (shown(text, names) for text in text_objects(block))


def text_objects(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The text objects that a block shows by itself."""
    for name in ("label", "text", "hint"):
        if isinstance(block.get(name), Mapping):
            yield block[name]
    yield from block.get("fields", ())
    for element in block.get("elements", ()):
        if element["type"] in ("mrkdwn", "plain_text"):
            yield element


def shown(text: Mapping[str, Any], names: Names) -> str:
    """A text object as it is displayed."""
    return mrkdwn(text["text"], names) if text["type"] == "mrkdwn" else str(text["text"])


def mrkdwn(text: str, names: Names) -> str:
    """mrkdwn with references resolved and escapes undone."""
    return unescape(REFERENCE.sub(lambda found: _reference(found, names), text))


def _reference(found: re.Match[str], names: Names) -> str:
    target, label = found[1], found[2]
    if target.startswith(("@", "#")):
        return target[0] + names(target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:]  # a date shows its fallback, a group its handle
    return label or target


def _rich_text(node: Mapping[str, Any], names: Names) -> Iterator[str]:
    match node["type"]:
        case "text":
            yield node["text"]
        case "link":
            yield node.get("text") or node["url"]
        case "user":
            yield "@" + names(node["user_id"])
        case "channel":
            yield "#" + names(node["channel_id"])
        case "broadcast":
            yield "@" + node["range"]
        case "emoji":
            yield f":{node['name']}:"
        case "date":
            yield node.get("fallback") or str(node["timestamp"])
        case _:
            for each in node.get("elements", ()):
                yield from _rich_text(each, names)
            yield (
                "\n"
                if node["type"] in ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
                else ""
            )


def _cell(cell: Mapping[str, Any] | None, names: Names) -> Iterator[str]:
    if cell and cell["type"] == "rich_text":
        yield from _rich_text(cell, names)
    elif cell:
        yield str(cell.get("text", cell.get("value", "")))


def button_texts(blocks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The texts of all buttons, top to bottom."""
    return tuple(each.element["text"]["text"] for each in controls(blocks) if each.type == "button")


def pinged(text: str, blocks: Sequence[Mapping[str, Any]], names: Names) -> tuple[str, ...]:
    """Whom a message notifies.

    Explicit references ping wherever mrkdwn is read; in text objects that are not ``verbatim``, and in
    ``markdown`` blocks (there it is not documented: taken as if), a bare ``@here`` does too.
    """
    found = [] if blocks else list(_explicit(text, names))
    for block in blocks:
        if block["type"] == "markdown":
            found += [*_explicit(block["text"], names), *_automatic(block["text"])]
        elif block["type"] == "rich_text":
            found += _rich_pings(block, names)
        for each in text_objects(block):
            if each["type"] == "mrkdwn":
                found += _explicit(each["text"], names)
                found += [] if each.get("verbatim") else _automatic(each["text"])
    return tuple(dict.fromkeys(found))


def _explicit(text: str, names: Names) -> Iterator[str]:
    for found in REFERENCE.finditer(text):
        if found[1].startswith("@"):
            yield names(found[1][1:])
        elif found[1].removeprefix("!") in LOUD and found[1].startswith("!"):
            yield "@" + found[1][1:]


def _automatic(text: str) -> list[str]:
    return ["@" + found[1] for found in AUTOMATIC.finditer(text)]


def _rich_pings(node: Mapping[str, Any], names: Names) -> Iterator[str]:
    if node["type"] == "user":
        yield names(node["user_id"])
    if node["type"] == "broadcast":
        yield "@" + node["range"]
    for each in node.get("elements", ()):
        yield from _rich_pings(each, names)
