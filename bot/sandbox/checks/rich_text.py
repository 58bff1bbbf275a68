"""The ``rich_text`` block and what it is made of (Slack: @slack/types, rich text block)."""

from collections.abc import Mapping

from bot.sandbox.checks.rules import Rule, array, boolean, by_type, integer, one_of, shape, string

STYLES = shape(dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))

BORDER = one_of(0, 1)


def _inline(fields: Mapping[str, Rule], *required: str) -> Rule:
    return shape({"style": STYLES, **fields}, required=required)


INLINES: dict[str, Rule] = {
    "text": _inline({"text": string()}, "text"),
    "link": _inline({"url": string(), "text": string(), "unsafe": boolean}, "url"),
    "emoji": _inline({"name": string(), "unicode": string()}, "name"),
    "user": _inline({"user_id": string()}, "user_id"),
    "usergroup": _inline({"usergroup_id": string()}, "usergroup_id"),
    "channel": _inline({"channel_id": string()}, "channel_id"),
    "team": _inline({"team_id": string()}, "team_id"),
    "broadcast": _inline({"range": one_of("here", "channel", "everyone")}, "range"),
    "color": _inline({"value": string()}, "value"),
    "date": _inline(
        {"timestamp": integer(), "format": string(), "fallback": string(), "url": string()},
        "timestamp",
        "format",
    ),
}

INLINE = by_type(INLINES)

SECTION = shape({"elements": array(INLINE)}, required=("elements",))

ELEMENTS: dict[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_list": shape(
        {
            "style": one_of("bullet", "ordered"),
            "elements": array(by_type({"rich_text_section": SECTION})),
            "indent": integer(0, 8),
            "offset": integer(0),
            "border": BORDER,
        },
        required=("style", "elements"),
    ),
    "rich_text_quote": shape({"elements": array(INLINE), "border": BORDER}, required=("elements",)),
    "rich_text_preformatted": shape(
        {
            "elements": array(by_type({name: INLINES[name] for name in ("text", "link")})),
            "border": BORDER,
        },
        required=("elements",),
    ),
}
"""A list holds sections only: deeper items are a list of their own with a larger ``indent``."""

RICH_TEXT_FIELDS: dict[str, Rule] = {"elements": array(by_type(ELEMENTS))}

RICH_TEXT = by_type({"rich_text": shape(RICH_TEXT_FIELDS, required=("elements",))})
"""A rich_text object where no block is meant: a table's cell, an initial value."""
