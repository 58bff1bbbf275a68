"""Composition objects: texts, options, confirmations, filters (Slack: @slack/types, Block Kit reference)."""

from collections.abc import Collection, Mapping
from html import escape
from typing import Any

from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rules import (
    Rule,
    any_of,
    array,
    boolean,
    by_type,
    check_length,
    one_of,
    shape,
    string,
    without,
)

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")


def counted(text: str, kind: str = "mrkdwn") -> int:
    """How long Slack takes a displayed text to be, in code points of its escaped form.

    mrkdwn arrives escaped (``&amp;``, and ``<@U1>`` is markup); in plain_text Slack itself escapes
    ``&``, ``<`` and ``>``. Slack documents neither, so this is the longer reading.
    """
    return len(escape(text, quote=False)) if kind == "plain_text" else len(text)


def text_object(most: int, kinds: Collection[str] = PLAIN) -> Rule:
    """A text object of 1 to ``most`` characters; Slack refuses an empty one."""

    def characters(value: Mapping[str, Any], place: Place) -> None:
        text = value.get("text")
        if isinstance(text, str):
            check_length(counted(text, value["type"]), place.at("text"), 1, most)
        elif "text" in value:
            place.at("text").refuse("must provide a string")

    plain = shape({"emoji": boolean}, required=("text",), also=(characters,))
    # Slack refuses `emoji` on mrkdwn: grafana/oncall#702.
    mrkdwn = shape({"verbatim": boolean}, required=("text",), also=(characters, without("emoji")))
    return by_type({kind: plain if kind == "plain_text" else mrkdwn for kind in kinds})


def option(text: Collection[str] = PLAIN, url: bool = False) -> Rule:
    """Text, value and description <= 75 each; a url <= 3000 in overflow menus only.

    The value's limit is 150 in Slack's reference and 75 in @slack/types: 75 passes under both.
    """
    fields: dict[str, Rule] = {
        "text": text_object(75, text),
        "value": string(75),
        "description": text_object(75, text),
    }
    if url:
        return shape(fields | {"url": string(3000)}, required=("text", "value"))
    # Slack refuses `url` outside overflow menus: slack-go#587.
    return shape(fields, required=("text", "value"), also=(without("url"),))


def option_group(options: Rule) -> Rule:
    """Label <= 75 and 1 to 100 options."""
    return shape(
        {"label": text_object(75), "options": array(options, most=100, least=1)},
        required=("label", "options"),
    )


PLACEHOLDER = text_object(150)

STYLE = one_of("primary", "danger")

CONFIRM = shape(
    {
        "title": text_object(100),
        "text": text_object(300, ANY_TEXT),
        "confirm": text_object(30),
        "deny": text_object(30),
        "style": STYLE,
    },
    required=("text",),
)

DISPATCH_ACTION_CONFIG = shape(
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), least=1)}
)

CONVERSATION_FILTER = shape(
    {
        "include": array(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    also=(any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

IMAGE_FIELDS: dict[str, Rule] = {
    "alt_text": string(2000),
    "image_url": string(3000),
    "slack_file": shape({"id": string(), "url": string(3000)}, also=(any_of("id", "url"),)),
}
"""Of image blocks and image elements; one of ``image_url`` and ``slack_file`` is needed, never both."""
