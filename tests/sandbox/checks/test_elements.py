"""Each element at its limits and beyond them, and the blocks that it may stand in."""

from typing import Any

import pytest

from tests.sandbox.checks.build import (
    Case,
    Json,
    actions,
    asks,
    block_faults,
    button,
    error,
    inlines,
    mrkdwn,
    option,
    options,
    plain,
    section,
)

IN_GROUPS = {"option_groups": [{"label": plain(), "options": [option("a"), option("b")]}]}
TOO_MANY = "no more than {} items allowed"
NOT_OFFERED = "must be one of the provided options"
NO_DAY = "must be a valid date in the format YYYY-MM-DD"
NO_TIME = "must be a valid time in the format HH:mm"


def select(**fields: Any) -> Json:
    return {"type": "static_select", "options": [option("a"), option("b")], **fields}


def multi(**fields: Any) -> Json:
    return select(**fields) | {"type": "multi_static_select"}


def grouped(**fields: Any) -> Json:
    return {"type": "static_select", **IN_GROUPS, **fields}


def boxes(count: int = 2, kind: str = "checkboxes", **fields: Any) -> Json:
    return {"type": kind, "options": options(count), **fields}


def of(kind: str, **fields: Any) -> Json:
    return {"type": kind, **fields}


def text(**fields: Any) -> Json:
    return of("plain_text_input", **fields)


def number(**fields: Any) -> Json:
    return of("number_input", **({"is_decimal_allowed": True} | fields))


def channels(**fields: Any) -> Json:
    return of("conversations_select", **fields)


INPUTS = [
    Case("action_id 255", text(action_id="x" * 255), text(action_id="x" * 256), "must be less than 256 characters", "/action_id"),
    Case("placeholder 150", text(placeholder=plain("x" * 150)), text(placeholder=plain("x" * 151)), "must be less than 151 characters", "/placeholder/text"),
    Case("placeholder is plain", select(placeholder=plain()), select(placeholder=mrkdwn()), "unsupported type: mrkdwn", "/placeholder/type"),
    Case("focus is boolean", text(focus_on_load=True), text(focus_on_load="yes"), "must provide a boolean", "/focus_on_load"),
    Case("select 100 options", select(options=options(100)), select(options=options(101)), TOO_MANY.format(100), "/options"),
    Case("select 1 option", select(options=options(1)), select(options=[]), "must provide at least 1 items", "/options"),
    Case("select options xor groups", grouped(), select(**IN_GROUPS), "must define exactly one of `options`, `option_groups`", ""),
    Case("select options or groups", select(), of("static_select"), "must define exactly one of `options`, `option_groups`", ""),
    Case("100 groups", of("static_select", option_groups=IN_GROUPS["option_groups"] * 100), of("static_select", option_groups=IN_GROUPS["option_groups"] * 101), TOO_MANY.format(100), "/option_groups"),
    Case("group 100 options", of("static_select", option_groups=[{"label": plain(), "options": options(100)}]), of("static_select", option_groups=[{"label": plain(), "options": options(101)}]), TOO_MANY.format(100), "/option_groups/0/options"),
    Case("group label 75", of("static_select", option_groups=[{"label": plain("x" * 75), "options": options(1)}]), of("static_select", option_groups=[{"label": plain("x" * 76), "options": options(1)}]), "must be less than 76 characters", "/option_groups/0/label/text"),
    Case("group 1 option", grouped(), of("static_select", option_groups=[{"label": plain(), "options": []}]), "must provide at least 1 items", "/option_groups/0/options"),
    Case("1 group", grouped(), of("static_select", option_groups=[]), "must provide at least 1 items", "/option_groups"),
    Case("group has a label", grouped(), of("static_select", option_groups=[{"options": options(1)}]), "missing required field: label", "/option_groups/0"),
    Case("initial is offered", select(initial_option=option("b")), select(initial_option=option("c")), NOT_OFFERED, "/initial_option"),
    Case("initial text is the same", select(initial_option=option("b")), select(initial_option=option("b", text=plain("Other"))), NOT_OFFERED, "/initial_option"),
    Case("initial description is the same", select(options=[option(description=plain())], initial_option=option(description=plain())), select(options=[option(description=plain())], initial_option=option()), NOT_OFFERED, "/initial_option"),
    Case("initial in a group", grouped(initial_option=option("b")), grouped(initial_option=option("c")), NOT_OFFERED, "/initial_option"),
    Case("initials are offered", multi(initial_options=[option("a"), option("b")]), multi(initial_options=[option("a"), option("c")]), NOT_OFFERED, "/initial_options"),
    Case("initials are not empty", multi(), multi(initial_options=[]), NOT_OFFERED, "/initial_options"),
    Case("max_selected_items 1", multi(max_selected_items=1), multi(max_selected_items=0), "must be greater than or equal to 1", "/max_selected_items"),
    Case("select text is plain", select(), select(options=[option(text=mrkdwn())]), "unsupported type: mrkdwn", "/options/0/text/type"),
    Case("checkboxes 10", boxes(10), boxes(11), TOO_MANY.format(10), "/options"),
    Case("checkboxes 1", boxes(1), boxes(0), "must provide at least 1 items", "/options"),
    Case("checkboxes have options", boxes(), of("checkboxes"), "missing required field: options", ""),
    Case("checkboxes start as offered", boxes(initial_options=options(2)), boxes(initial_options=options(3)), NOT_OFFERED, "/initial_options"),
    Case("checkboxes start not empty", boxes(), boxes(initial_options=[]), NOT_OFFERED, "/initial_options"),
    Case("checkbox text may be mrkdwn", boxes(options=[option(text=mrkdwn())]), boxes(options=[option(text=of("markdown", text="A"))]), "unsupported type: markdown", "/options/0/text/type"),
    Case("radio 10", boxes(10, "radio_buttons"), boxes(11, "radio_buttons"), TOO_MANY.format(10), "/options"),
    Case("radio starts as offered", boxes(2, "radio_buttons", initial_option=option("1")), boxes(2, "radio_buttons", initial_option=option("2")), NOT_OFFERED, "/initial_option"),
    Case("day exists", of("datepicker", initial_date="2028-02-29"), of("datepicker", initial_date="2026-02-29"), NO_DAY, "/initial_date"),
    Case("day has dashes", of("datepicker", initial_date="2026-12-01"), of("datepicker", initial_date="20261201"), NO_DAY, "/initial_date"),
    Case("day is not empty", of("datepicker"), of("datepicker", initial_date=""), NO_DAY, "/initial_date"),
    Case("day is a string", of("datepicker"), of("datepicker", initial_date=None), "must provide a string", "/initial_date"),
    Case("time 23:59", of("timepicker", initial_time="23:59"), of("timepicker", initial_time="24:00"), NO_TIME, "/initial_time"),
    Case("time has two digits", of("timepicker", initial_time="09:05"), of("timepicker", initial_time="9:05"), NO_TIME, "/initial_time"),
    Case("moment has ten digits", of("datetimepicker", initial_date_time=10**9), of("datetimepicker", initial_date_time=10**9 - 1), "must be greater than or equal to 1000000000", "/initial_date_time"),
    Case("moment is not longer", of("datetimepicker", initial_date_time=10**10 - 1), of("datetimepicker", initial_date_time=10**10), "must be less than or equal to 9999999999", "/initial_date_time"),
    Case("moment is a number", of("datetimepicker"), of("datetimepicker", initial_date_time="1764547200"), "must provide an integer", "/initial_date_time"),
    Case("moment has no placeholder", of("datetimepicker"), of("datetimepicker", placeholder=plain()), "invalid additional property: placeholder", ""),
    Case("max_length 3000", text(max_length=3000), text(max_length=3001), "must be less than or equal to 3000", "/max_length"),
    Case("max_length 1", text(max_length=1), text(max_length=0), "must be greater than or equal to 1", "/max_length"),
    Case("min_length 3000", text(min_length=3000), text(min_length=3001), "must be less than or equal to 3000", "/min_length"),
    Case("min_length 0", text(min_length=0), text(min_length=-1), "must be greater than or equal to 0", "/min_length"),
    Case("min_length is a number", text(min_length=1), text(min_length=True), "must provide an integer", "/min_length"),
    Case("min <= max", text(min_length=5, max_length=5), text(min_length=6, max_length=5), "must be less than or equal to `max_length`", "/min_length"),
    Case("initial 3000", text(initial_value="x" * 3000), text(initial_value="x" * 3001), "must be less than 3001 characters", "/initial_value"),
    Case("initial <= max", text(max_length=5, initial_value="x" * 5), text(max_length=5, initial_value="x" * 6), "must be less than 6 characters", "/initial_value"),
    Case("initial >= min", text(min_length=5, initial_value="x" * 5), text(min_length=5, initial_value="x" * 4), "must be more than 4 characters", "/initial_value"),
    Case("initial counts as sent", text(initial_value="&" * 3000), text(initial_value=3000), "must provide a string", "/initial_value"),
    Case("multiline is boolean", text(multiline=True), text(multiline=1), "must provide a boolean", "/multiline"),
    Case("dispatch config", text(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}), text(dispatch_action_config={"trigger_actions_on": ["on_blur"]}), "must be a valid enum value: on_enter_pressed, on_character_entered", "/dispatch_action_config/trigger_actions_on/0"),
    Case("dispatch on something", text(), text(dispatch_action_config={"trigger_actions_on": []}), "must provide at least 1 items", "/dispatch_action_config/trigger_actions_on"),
    Case("rich initial is rich_text", of("rich_text_input", initial_value=inlines({"type": "text", "text": "A"})), of("rich_text_input", initial_value=section()), "unsupported type: section", "/initial_value/type"),
    Case("max_lines 100", of("rich_text_input", max_lines=100), of("rich_text_input", max_lines=101), "must be less than or equal to 100", "/max_lines"),
    Case("max_lines 1", of("rich_text_input", max_lines=1), of("rich_text_input", max_lines=0), "must be greater than or equal to 1", "/max_lines"),
    Case("min_lines 100", of("rich_text_input", min_lines=100, max_lines=100), of("rich_text_input", min_lines=101), "must be less than or equal to 100", "/min_lines"),
    Case("min_lines 1", of("rich_text_input", min_lines=1), of("rich_text_input", min_lines=0), "must be greater than or equal to 1", "/min_lines"),
    Case("min_lines <= max_lines", of("rich_text_input", min_lines=8, max_lines=8), of("rich_text_input", min_lines=9, max_lines=8), "must be less than or equal to `max_lines`", "/min_lines"),
    Case("decimals are said", number(), of("number_input"), "missing required field: is_decimal_allowed", ""),
    Case("bounds are strings", number(max_value="5"), number(max_value=5), "must provide a string", "/max_value"),
    Case("bounds are numbers", number(min_value="-5.5"), number(min_value="five"), "must be a number", "/min_value"),
    Case("whole numbers", number(is_decimal_allowed=False, initial_value="5"), number(is_decimal_allowed=False, initial_value="5.5"), "must be a whole number when `is_decimal_allowed` is false", "/initial_value"),
    Case("initial >= minimum", number(min_value="5", initial_value="5"), number(min_value="5", initial_value="4"), "must not be less than the value before it: minimum, initial, maximum", "/initial_value"),
    Case("maximum >= initial", number(max_value="5", initial_value="5"), number(max_value="5", initial_value="5.01"), "must not be less than the value before it: minimum, initial, maximum", "/max_value"),
    Case("email is a string", of("email_text_input", initial_value="a@b.c"), of("email_text_input", initial_value=1), "must provide a string", "/initial_value"),
    Case("link is a string", of("url_text_input", initial_value="https://a"), of("url_text_input", initial_value=[]), "must provide a string", "/initial_value"),
    Case("10 files", of("file_input", max_files=10), of("file_input", max_files=11), "must be less than or equal to 10", "/max_files"),
    Case("1 file", of("file_input", max_files=1), of("file_input", max_files=0), "must be greater than or equal to 1", "/max_files"),
    Case("filetypes are strings", of("file_input", filetypes=["md"]), of("file_input", filetypes=[1]), "must provide a string", "/filetypes/0"),
    Case("user is a string", of("users_select", initial_user="U1"), of("users_select", initial_user=["U1"]), "must provide a string", "/initial_user"),
    Case("users have no filter", of("users_select"), of("users_select", filter={"exclude_bot_users": True}), "invalid additional property: filter", ""),
    Case("users are a list", of("multi_users_select", initial_users=["U1"]), of("multi_users_select", initial_users="U1"), "must provide an array", "/initial_users"),
    Case("filter is not empty", channels(filter={"exclude_bot_users": True}), channels(filter={}), "must define either `include` or `exclude_external_shared_channels` or `exclude_bot_users`", "/filter"),
    Case("filter includes something", channels(filter={"include": ["public"]}), channels(filter={"include": []}), "must provide at least 1 items", "/filter/include"),
    Case("filter includes kinds", channels(filter={"include": ["im", "mpim", "private"]}), channels(filter={"include": ["secret"]}), "must be a valid enum value: im, mpim, private, public", "/filter/include/0"),
    Case("response url of one channel", channels(response_url_enabled=True), of("multi_conversations_select", response_url_enabled=True), "invalid additional property: response_url_enabled", ""),
    Case("channel is a string", of("channels_select", initial_channel="C1"), of("channels_select", initial_channel=1), "must provide a string", "/initial_channel"),
    Case("query length 0", of("external_select", min_query_length=0), of("external_select", min_query_length=-1), "must be greater than or equal to 0", "/min_query_length"),
]  # fmt: skip

BUTTONS = [
    Case("button text 75", button(text=plain("x" * 75)), button(text=plain("x" * 76)), "must be less than 76 characters", "/text/text"),
    Case("button text is plain", button(), button(text=mrkdwn()), "unsupported type: mrkdwn", "/text/type"),
    Case("button text not empty", button(text=plain("x")), button(text=plain("")), "must be more than 0 characters", "/text/text"),
    Case("button has text", button(), of("button"), "missing required field: text", ""),
    Case("button value 2000", button(value="x" * 2000), button(value="x" * 2001), "must be less than 2001 characters", "/value"),
    Case("button value may be empty", button(value=""), button(value=None), "must provide a string", "/value"),
    Case("button value is a string", button(value="1"), button(value=1), "must provide a string", "/value"),
    Case("button url 3000", button(url="x" * 3000), button(url="x" * 3001), "must be less than 3001 characters", "/url"),
    Case("button style", button(style="danger"), button(style="default"), "must be a valid enum value: primary, danger", "/style"),
    Case("button label 75", button(accessibility_label="x" * 75), button(accessibility_label="x" * 76), "must be less than 76 characters", "/accessibility_label"),
    Case("overflow 5", boxes(5, "overflow"), boxes(6, "overflow"), TOO_MANY.format(5), "/options"),
    Case("overflow 1", boxes(1, "overflow"), boxes(0, "overflow"), "must provide at least 1 items", "/options"),
    Case("overflow url 3000", of("overflow", options=[option(url="x" * 3000)]), of("overflow", options=[option(url="x" * 3001)]), "must be less than 3001 characters", "/options/0/url"),
    Case("overflow text is plain", boxes(1, "overflow"), of("overflow", options=[option(text=mrkdwn())]), "unsupported type: mrkdwn", "/options/0/text/type"),
]  # fmt: skip


@pytest.mark.parametrize("case", INPUTS, ids=[case.rule for case in INPUTS])
def test_an_input_at_its_limit_passes(case: Case) -> None:
    assert block_faults(asks(case.good)) == ()


@pytest.mark.parametrize("case", INPUTS, ids=[case.rule for case in INPUTS])
def test_an_input_beyond_its_limit_is_refused_there(case: Case) -> None:
    assert block_faults(asks(case.bad)) == (error(case.said, f"/view/blocks/0/element{case.at}"),)


@pytest.mark.parametrize("case", BUTTONS, ids=[case.rule for case in BUTTONS])
def test_a_button_or_menu_at_its_limit_passes(case: Case) -> None:
    assert block_faults(actions(case.good), "message") == ()


@pytest.mark.parametrize("case", BUTTONS, ids=[case.rule for case in BUTTONS])
def test_a_button_or_menu_beyond_its_limit_is_refused_there(case: Case) -> None:
    expected = error(case.said, f"/blocks/0/elements/0{case.at}")
    assert block_faults(actions(case.bad), "message") == (expected,)


PLACES: list[tuple[Json, str]] = [
    (button(), "section actions"),
    (select(), "section actions input"),
    (multi(), "section input"),
    (of("external_select"), "section actions input"),
    (of("multi_external_select"), "section input"),
    (of("users_select"), "section actions input"),
    (of("multi_users_select"), "section input"),
    (channels(), "section actions input"),
    (of("multi_conversations_select"), "section input"),
    (of("channels_select"), "section actions input"),
    (of("multi_channels_select"), "section input"),
    (boxes(), "section actions input"),
    (boxes(2, "radio_buttons"), "section actions input"),
    (boxes(2, "overflow"), "section actions"),
    (of("datepicker"), "section actions input"),
    (of("timepicker"), "section actions input"),
    (of("datetimepicker"), "actions input"),
    (text(), "input"),
    (of("rich_text_input"), "actions input"),
    (number(), "input"),
    (of("email_text_input"), "input"),
    (of("url_text_input"), "input"),
    (of("file_input"), "input"),
    (of("image", alt_text="A", image_url="https://a"), "section"),
]


@pytest.mark.parametrize(("one", "allowed"), PLACES, ids=[one["type"] for one, _ in PLACES])
def test_an_element_stands_only_in_its_blocks(one: Json, allowed: str) -> None:
    holders = {"section": section(accessory=one), "actions": actions(one), "input": asks(one)}
    taken = {name for name, block in holders.items() if block_faults(block) == ()}
    assert taken == set(allowed.split())


def test_emoji_is_no_difference_between_an_initial_option_and_its_offer() -> None:
    started = select(initial_option=option("a", text=plain("Text") | {"emoji": True}))
    assert block_faults(asks(started)) == ()


@pytest.mark.parametrize("kind", ["plain_text_input", "email_text_input", "url_text_input"])
def test_an_input_may_start_empty(kind: str) -> None:
    assert block_faults(asks(of(kind, initial_value=""))) == ()


@pytest.mark.parametrize("block", [section(accessory=channels(response_url_enabled=True))])
@pytest.mark.parametrize("surface", ["modal", "message"])
def test_a_response_url_is_asked_for_only_in_an_input_of_a_modal(block: Json, surface: str) -> None:
    (found,) = block_faults(block, surface)
    assert "`response_url_enabled` is only for an `input` block in a modal" in found
