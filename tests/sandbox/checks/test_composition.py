"""Texts, options, confirmations: at their limits, and how text is counted."""

import pytest

from bot.sandbox.checks.composition import counted
from tests.sandbox.checks.build import (
    Case,
    Json,
    actions,
    block,
    block_faults,
    button,
    error,
    mrkdwn,
    option,
    plain,
    section,
)


def confirm(**fields: object) -> Json:
    return button(confirm={"text": mrkdwn(), **fields})


def menu(one: object) -> Json:
    return {"type": "static_select", "options": [one]}


CASES = [
    Case("option text 75", menu(option(text=plain("x" * 75))), menu(option(text=plain("x" * 76))), "must be less than 76 characters", "/options/0/text/text"),
    Case("option text not empty", menu(option(text=plain("x"))), menu(option(text=plain(""))), "must be more than 0 characters", "/options/0/text/text"),
    Case("option text is an object", menu(option()), menu(option(text="A")), "must provide an object", "/options/0/text"),
    Case("option value 75", menu(option("x" * 75)), menu(option("x" * 76)), "must be less than 76 characters", "/options/0/value"),
    Case("option value is a string", menu(option("1")), menu(option(1)), "must provide a string", "/options/0/value"),
    Case("option value is there", menu(option()), menu({"text": plain()}), "missing required field: value", "/options/0"),
    Case("option text is there", menu(option()), menu({"value": "v"}), "missing required field: text", "/options/0"),
    Case("option description 75", menu(option(description=plain("x" * 75))), menu(option(description=plain("x" * 76))), "must be less than 76 characters", "/options/0/description/text"),
    Case("url in overflow only", menu(option()), menu(option(url="https://a")), "invalid additional property: url", "/options/0"),
    Case("option is an object", menu(option()), menu("A"), "must provide an object", "/options/0"),
    Case("confirm title 100", confirm(title=plain("x" * 100)), confirm(title=plain("x" * 101)), "must be less than 101 characters", "/confirm/title/text"),
    Case("confirm title is plain", confirm(title=plain()), confirm(title=mrkdwn()), "unsupported type: mrkdwn", "/confirm/title/type"),
    Case("confirm text 300", confirm(text=mrkdwn("x" * 300)), confirm(text=mrkdwn("x" * 301)), "must be less than 301 characters", "/confirm/text/text"),
    Case("confirm text is there", confirm(), button(confirm={"title": plain()}), "missing required field: text", "/confirm"),
    Case("confirm yes 30", confirm(confirm=plain("x" * 30)), confirm(confirm=plain("x" * 31)), "must be less than 31 characters", "/confirm/confirm/text"),
    Case("confirm no 30", confirm(deny=plain("x" * 30)), confirm(deny=plain("x" * 31)), "must be less than 31 characters", "/confirm/deny/text"),
    Case("confirm style", confirm(style="primary"), confirm(style="loud"), "must be a valid enum value: primary, danger", "/confirm/style"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_an_object_at_its_limit_passes(case: Case) -> None:
    assert block_faults(actions(case.good)) == ()


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_an_object_beyond_its_limit_is_refused_there(case: Case) -> None:
    assert block_faults(actions(case.bad)) == (error(case.said, f"/view/blocks/0/elements/0{case.at}"),)


TEXTS = [
    Case("text is a string", plain("1"), plain(1), "must provide a string", "/text/text"),
    Case("text is there", plain(), {"type": "plain_text"}, "missing required field: text", "/text"),
    Case("type is there", plain(), {"text": "A"}, "missing required field: type", "/text"),
    Case("emoji is boolean", plain() | {"emoji": False}, plain() | {"emoji": "no"}, "must provide a boolean", "/text/emoji"),
    Case("verbatim is boolean", mrkdwn() | {"verbatim": True}, mrkdwn() | {"verbatim": 1}, "must provide a boolean", "/text/verbatim"),
    Case("no emoji on mrkdwn", plain() | {"emoji": True}, mrkdwn() | {"emoji": True}, "invalid additional property: emoji", "/text"),
]  # fmt: skip


@pytest.mark.parametrize("case", TEXTS, ids=[case.rule for case in TEXTS])
def test_a_text_object_of_the_right_shape_passes(case: Case) -> None:
    assert block_faults(section(text=case.good)) == ()


@pytest.mark.parametrize("case", TEXTS, ids=[case.rule for case in TEXTS])
def test_a_text_object_of_a_wrong_shape_is_refused_there(case: Case) -> None:
    assert block_faults(section(text=case.bad)) == (error(case.said, f"/view/blocks/0{case.at}"),)


def test_plain_text_is_counted_as_slack_escapes_it() -> None:
    assert counted("a & <b>", "plain_text") == len("a &amp; &lt;b&gt;")


def test_mrkdwn_is_counted_as_it_arrives_since_its_sender_escapes_it() -> None:
    assert counted("<@U1> &amp;", "mrkdwn") == len("<@U1> &amp;")


def test_a_header_of_thirty_ampersands_fits_and_one_more_does_not() -> None:
    assert block_faults(block("header", text=plain("&" * 30))) == ()
    assert block_faults(block("header", text=plain("&" * 31))) == (
        error("must be less than 151 characters", "/view/blocks/0/text/text"),
    )
