"""The table of interactive elements: what each may hold, and in which blocks it may stand.

Slack: @slack/types and the Block Kit reference, as of 2026-11. A multi-select is not taken in an
``actions`` block, whatever the types say (python-slack-sdk#1631).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.checks.composition import (
    ANY_TEXT,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_ACTION_CONFIG,
    IMAGE_FIELDS,
    PLACEHOLDER,
    STYLE,
    option,
    option_group,
    text_object,
)
from bot.sandbox.checks.inputs import LONGEST_INPUT, day, lines_fit, number, number_fits, text_fits
from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rich_text import RICH_TEXT
from bot.sandbox.checks.rules import (
    Rule,
    array,
    boolean,
    integer,
    just_one_of,
    pattern,
    shape,
    string,
    typed,
    without,
)
from bot.sandbox.checks.selects import answers_with_response_url, starts_as_offered


@dataclass(frozen=True, slots=True)
class Element:
    """A row of the table."""

    rule: Rule
    """What the element must look like."""
    holders: frozenset[str]
    """Types of the blocks that it may stand in."""
    surfaces: frozenset[str] = frozenset({"message", "modal", "home"})
    """Where that block may stand."""


ID = string(255)
ACTION: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM}
FOCUS: dict[str, Rule] = {"focus_on_load": boolean, "placeholder": PLACEHOLDER}
MENU: dict[str, Rule] = {**ACTION, **FOCUS}
MULTI: dict[str, Rule] = {**MENU, "max_selected_items": integer(1)}
TYPED: dict[str, Rule] = {"action_id": ID, **FOCUS, "dispatch_action_config": DISPATCH_ACTION_CONFIG}

CLOCK_TIME = pattern(re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"), "must be a valid time in the format HH:mm")

OPTION, BOX = option(), option(ANY_TEXT)
OPTIONS: dict[str, Rule] = {
    "options": array(OPTION, most=100, least=1),
    "option_groups": array(option_group(OPTION), most=100, least=1),
}
CHOSEN: dict[str, Rule] = {"initial_option": OPTION}
ALL_CHOSEN: dict[str, Rule] = {"initial_options": array(OPTION)}
FILTER: dict[str, Rule] = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
QUERY: dict[str, Rule] = {"min_query_length": integer(0)}
RESPONSE_URL: dict[str, Rule] = {"response_url_enabled": answers_with_response_url}
NAMES = array(string())

NO_FILTER, NO_RESPONSE_URL = (without("filter"),), (without("response_url_enabled"),)
STATIC = (just_one_of("options", "option_groups"), starts_as_offered)


def _element(
    holders: str, fields: Mapping[str, Rule], required: str = "", also: tuple[Rule, ...] = ()
) -> Element:
    return Element(shape(fields, required.split(), also), frozenset(holders.split()))


def _boxes(chosen: dict[str, Rule]) -> Element:
    """Checkboxes and radio buttons: 1 to 10 options, whose text may be mrkdwn."""
    fields = {**ACTION, "focus_on_load": boolean, "options": array(BOX, most=10, least=1), **chosen}
    return _element("section actions input", fields, "options", (starts_as_offered,))


ELEMENTS: dict[str, Element] = {
    "button": _element(
        "section actions",
        {
            **ACTION,
            "text": text_object(75),
            "value": string(2000, least=0),
            "url": string(3000),
            "style": STYLE,
            "accessibility_label": string(75),
        },
        "text",
    ),
    "static_select": _element("section actions input", {**MENU, **OPTIONS, **CHOSEN}, also=STATIC),
    "multi_static_select": _element("section input", {**MULTI, **OPTIONS, **ALL_CHOSEN}, also=STATIC),
    "external_select": _element("section actions input", {**MENU, **QUERY, **CHOSEN}),
    "multi_external_select": _element("section input", {**MULTI, **QUERY, **ALL_CHOSEN}),
    "users_select": _element("section actions input", {**MENU, "initial_user": string()}, also=NO_FILTER),
    "multi_users_select": _element("section input", {**MULTI, "initial_users": NAMES}, also=NO_FILTER),
    "conversations_select": _element(
        "section actions input", {**MENU, **FILTER, **RESPONSE_URL, "initial_conversation": string()}
    ),
    "multi_conversations_select": _element(
        "section input", {**MULTI, **FILTER, "initial_conversations": NAMES}, also=NO_RESPONSE_URL
    ),
    "channels_select": _element(
        "section actions input", {**MENU, **RESPONSE_URL, "initial_channel": string()}
    ),
    "multi_channels_select": _element(
        "section input", {**MULTI, "initial_channels": NAMES}, also=NO_RESPONSE_URL
    ),
    "checkboxes": _boxes({"initial_options": array(BOX)}),
    "radio_buttons": _boxes({"initial_option": BOX}),
    "overflow": _element(
        "section actions", {**ACTION, "options": array(option(url=True), most=5, least=1)}, "options"
    ),
    "datepicker": _element("section actions input", {**MENU, "initial_date": day}),
    "timepicker": _element(
        "section actions input", {**MENU, "initial_time": CLOCK_TIME, "timezone": string()}
    ),
    "datetimepicker": _element(
        "actions input",
        {**ACTION, "focus_on_load": boolean, "initial_date_time": integer(10**9, 10**10 - 1)},
        also=(without("placeholder"),),
    ),
    "plain_text_input": _element(
        "input",
        {
            **TYPED,
            "initial_value": string(least=0),
            "multiline": boolean,
            "min_length": integer(0, LONGEST_INPUT),
            "max_length": integer(1, LONGEST_INPUT),
        },
        also=(text_fits,),
    ),
    "rich_text_input": _element(
        "input actions",
        {**TYPED, "initial_value": RICH_TEXT, "min_lines": integer(1, 100), "max_lines": integer(1, 100)},
        also=(lines_fit,),
    ),
    "number_input": _element(
        "input",
        {
            **TYPED,
            "is_decimal_allowed": boolean,
            "initial_value": number,
            "min_value": number,
            "max_value": number,
        },
        "is_decimal_allowed",
        (number_fits,),
    ),
    "email_text_input": _element("input", {**TYPED, "initial_value": string(least=0)}),
    "url_text_input": _element("input", {**TYPED, "initial_value": string(least=0)}),
    "file_input": Element(
        shape({"action_id": ID, "filetypes": NAMES, "max_files": integer(1, 10)}),
        frozenset({"input"}),
        frozenset({"modal"}),
    ),
    "image": _element("section context", IMAGE_FIELDS, "alt_text", (just_one_of("image_url", "slack_file"),)),
    "plain_text": Element(text_object(3000), frozenset({"context"})),
    "mrkdwn": Element(text_object(3000, ANY_TEXT), frozenset({"context"})),
}
"""``plain_text`` and ``mrkdwn`` are here because a context block takes text objects among its elements."""


def _that_fits(kind: str, place: Place) -> Rule | None:
    """The rule of an element, if it may stand in the block of ``place`` and on its surface."""
    row = ELEMENTS.get(kind)
    return row.rule if row and place.holder in row.holders and place.surface in row.surfaces else None


element = typed(_that_fits)
"""An element that may stand where it stands (a rule)."""
