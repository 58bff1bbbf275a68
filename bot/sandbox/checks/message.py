"""Messages: the arguments of chat.postMessage, chat.update and chat.postEphemeral, what is posted to a
response_url, and a message as the answer to a slash command.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.checks.composition import counted
from bot.sandbox.checks.metadata import METADATA
from bot.sandbox.checks.place import Place
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.rules import Rule, array, one_of, shape, string
from bot.sandbox.checks.texts import characters
from bot.sandbox.checks.together import check_blocks, of_type

MOST_BLOCKS = 50
"""Slack: blocks in a message, a webhook or a response_url."""
MOST_ATTACHMENTS = 100
"""Slack: chat.postMessage, too_many_attachments."""
MOST_UPDATED_TEXT = 4_000
"""Slack: chat.update refuses a longer ``text``; chat.postMessage only cuts one at 40,000."""
MOST_MARKDOWN = 12_000
"""Slack: all ``markdown`` blocks of a payload together, and ``markdown_text``."""
MOST_BLOCK_TEXT = 9_600
"""Undocumented. Reports: 9,597 characters accepted, 11,341 refused (bolt-js#2509, #2867). What lies between
is not known, so it counts as refused.
"""


def _switch(value: Any, place: Place) -> None:
    """An on/off argument of a method: a boolean, or what a form makes of it."""
    if not isinstance(value, bool) and str(value) not in ("0", "1", "true", "false"):
        place.refuse("must provide a boolean")


def _blocks(value: Any, place: Place) -> None:
    check_blocks(value, place, MOST_BLOCKS)


ARGUMENTS: dict[str, Rule] = {
    "text": string(least=0),
    "markdown_text": string(least=0),
    "thread_ts": string(),
    "link_names": _switch,
    "mrkdwn": _switch,
    "reply_broadcast": _switch,
    "unfurl_links": _switch,
    "unfurl_media": _switch,
    "replace_original": _switch,
    "delete_original": _switch,
    "parse": one_of("none", "full", "client"),
    "response_type": one_of("in_channel", "ephemeral"),
}
"""Arguments whose fault is ``invalid_arguments``; null counts as left out."""

PARTS: dict[str, tuple[str, Rule]] = {
    "blocks": ("invalid_blocks", _blocks),
    "attachments": ("invalid_attachments", array(shape({"blocks": _blocks, "footer": string(300)}))),
    "metadata": ("invalid_metadata_format", METADATA),
}
"""Arguments with a code of their own."""


def check_message(payload: Mapping[str, Any], method: str) -> None:
    """Refuse a message that Slack would not take from ``method``.

    ``method`` is ``chat.postMessage``, ``chat.update``, ``chat.postEphemeral``, ``response_url`` or ``ack``.
    Pointers start at the payload's root, as in ``/blocks/0/text/text``. ``blocks``, ``attachments`` and
    ``metadata`` are parsed JSON. Raises ``Refusal`` with the code of the first part that is wrong, and
    with all faults of that part. An empty ack is no message: don't ask.
    """
    given = {name: value for name, value in payload.items() if value is not None}
    _check_arguments(given)
    _check_content(given, method)
    for name, (code, rule) in PARTS.items():
        if name in given:
            _check_part(name, given[name], code, rule)
    if "blocks" in given:
        _check_tables(given["blocks"])
        _check_amount(given["blocks"], method)
    _check_text(given, method)


def _check_arguments(given: Mapping[str, Any]) -> None:
    place = Place("message")
    shape(ARGUMENTS)(given, place)
    if place.found:
        raise Refusal("invalid_arguments", place.found)


def _check_content(given: Mapping[str, Any], method: str) -> None:
    """Something to show, and ``markdown_text`` on its own."""
    if given.get("markdown_text") and (given.get("text") or given.get("blocks")):
        raise Refusal("markdown_text_conflict")
    deletes = method == "response_url" and given.get("delete_original") in (True, "1", "true")
    shown = any(given.get(name) for name in ("text", "markdown_text", "blocks", "attachments"))
    if not shown and not deletes:
        raise Refusal("no_text")


def _check_part(name: str, value: Any, code: str, rule: Rule) -> None:
    if name == "blocks" and not isinstance(value, list):
        raise Refusal("invalid_blocks_format")
    if name == "attachments" and isinstance(value, list) and len(value) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    place = Place("message").at(name)
    rule(value, place)
    if place.found:
        raise Refusal(code, place.found)


def _refusal(code: str, sentence: str) -> Refusal:
    """A fault of all blocks together."""
    place = Place("message").at("blocks")
    place.refuse(sentence)
    return Refusal(code, place.found)


def _check_tables(blocks: list[Any]) -> None:
    """One table a message (Slack: Table block, which becomes an attachment)."""
    if len(of_type(blocks, "table")) > 1:
        raise _refusal("invalid_attachments", "only_one_table_allowed")


def _check_amount(blocks: list[Any], method: str) -> None:
    """The text of all blocks together: ``markdown`` blocks by Slack's rule, the others by experience.

    Tables have a limit of their own. Through a response_url the same blocks passed (bolt-js#2867),
    and a slash command's answer goes the same way.
    """
    markdown = sum(len(each["text"]) for each in of_type(blocks, "markdown"))
    if markdown > MOST_MARKDOWN:
        raise _refusal("msg_too_long", f"markdown blocks hold {markdown} characters together")
    others = [each for each in blocks if each["type"] not in ("markdown", "table")]
    if method.startswith("chat.") and characters(others) > MOST_BLOCK_TEXT:
        raise Refusal("msg_blocks_too_long")


def _check_text(given: Mapping[str, Any], method: str) -> None:
    too_long = method == "chat.update" and counted(given.get("text", "")) > MOST_UPDATED_TEXT
    if too_long or len(given.get("markdown_text", "")) > MOST_MARKDOWN:
        raise Refusal("msg_too_long")
