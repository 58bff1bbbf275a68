"""Views as wholes: their own fields, their blocks together, their size."""

import json
from typing import Any

import pytest

from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.view import check_view
from tests.sandbox.checks.build import (
    Case,
    Json,
    actions,
    asks,
    block,
    button,
    error,
    home,
    modal,
    mrkdwn,
    plain,
    section,
    view_faults,
)

DIVIDER = block("divider")
TYPED = {"type": "plain_text_input"}


def without(name: str, view: Json) -> Json:
    return {key: value for key, value in view.items() if key != name}


def named(kind: str, *names: str) -> list[Json]:
    return [block(kind, block_id=name) for name in names]


def focused(count: int) -> list[Json]:
    return [asks(TYPED | {"focus_on_load": number < count}) for number in range(3)]


CASES = [
    Case("title 24", modal(DIVIDER, title=plain("x" * 24)), modal(DIVIDER, title=plain("x" * 25)), "must be less than 25 characters", "/title/text"),
    Case("title 1", modal(DIVIDER, title=plain("x")), modal(DIVIDER, title=plain("")), "must be more than 0 characters", "/title/text"),
    Case("title is counted escaped", modal(DIVIDER, title=plain("&" * 4)), modal(DIVIDER, title=plain("&" * 5)), "must be less than 25 characters", "/title/text"),
    Case("title is plain", modal(DIVIDER), modal(DIVIDER, title=mrkdwn()), "unsupported type: mrkdwn", "/title/type"),
    Case("title is there", modal(DIVIDER), without("title", modal(DIVIDER)), "missing required field: title", ""),
    Case("submit 24", modal(DIVIDER, submit=plain("x" * 24)), modal(DIVIDER, submit=plain("x" * 25)), "must be less than 25 characters", "/submit/text"),
    Case("submit is an object", modal(DIVIDER), modal(DIVIDER, submit="Go"), "must provide an object", "/submit"),
    Case("submit not empty", modal(DIVIDER, submit=plain("x")), modal(DIVIDER, submit=plain("")), "must be more than 0 characters", "/submit/text"),
    Case("close 24", modal(DIVIDER, close=plain("x" * 24)), modal(DIVIDER, close=plain("x" * 25)), "must be less than 25 characters", "/close/text"),
    Case("submit beside inputs", modal(DIVIDER, asks(TYPED)), without("submit", modal(DIVIDER, asks(TYPED))), "must define `submit` to use an `input` block in modals", "/blocks/1/input"),
    Case("no submit without inputs", without("submit", modal(DIVIDER)), modal(DIVIDER, submit=None), "must provide an object", "/submit"),
    Case("private_metadata 3000", modal(DIVIDER, private_metadata="&" * 3000), modal(DIVIDER, private_metadata="&" * 3001), "must be less than 3001 characters", "/private_metadata"),
    Case("private_metadata is a string", modal(DIVIDER, private_metadata=""), modal(DIVIDER, private_metadata={"a": 1}), "must provide a string", "/private_metadata"),
    Case("callback_id 255", modal(DIVIDER, callback_id="x" * 255), modal(DIVIDER, callback_id="x" * 256), "must be less than 256 characters", "/callback_id"),
    Case("callback_id is a string", modal(DIVIDER, callback_id="", external_id=""), modal(DIVIDER, callback_id=1), "must provide a string", "/callback_id"),
    Case("external_id 255", modal(DIVIDER, external_id="x" * 255), modal(DIVIDER, external_id="x" * 256), "must be less than 256 characters", "/external_id"),
    Case("clear_on_close", modal(DIVIDER, clear_on_close=True), modal(DIVIDER, clear_on_close=1), "must provide a boolean", "/clear_on_close"),
    Case("notify_on_close", modal(DIVIDER, notify_on_close=True), modal(DIVIDER, notify_on_close="yes"), "must provide a boolean", "/notify_on_close"),
    Case("submit_disabled", modal(DIVIDER), modal(DIVIDER, submit_disabled=False), "invalid additional property: submit_disabled", ""),
    Case("100 blocks", modal(*[DIVIDER] * 100), modal(*[DIVIDER] * 101), "no more than 100 items allowed", "/blocks"),
    Case("1 block", modal(DIVIDER), modal(), "must provide at least 1 items", "/blocks"),
    Case("blocks are there", modal(DIVIDER), without("blocks", modal()), "missing required field: blocks", ""),
    Case("blocks are a list", modal(DIVIDER), modal() | {"blocks": {"0": DIVIDER}}, "must provide an array", "/blocks"),
    Case("type is known", modal(DIVIDER), modal(DIVIDER) | {"type": "workflow_step"}, "unsupported type: workflow_step", "/type"),
    Case("type is there", modal(DIVIDER), without("type", modal(DIVIDER)), "missing required field: type", ""),
    Case("block_ids differ", modal(*named("divider", "a", "b")), modal(*named("divider", "a", "b", "a")), '`block_id` "a" already exists', "/blocks/2/block_id"),
    Case("action_ids differ", modal(actions(button(action_id="a"), button(action_id="b"))), modal(actions(button(action_id="a"), button(action_id="a"))), '`action_id` "a" already exists', "/blocks/0/elements/1/action_id"),
    Case("one focus", modal(*focused(1)), modal(*focused(2)), "only one element may set `focus_on_load`", "/blocks/1/element/focus_on_load"),
    Case("home 100 blocks", home(*[DIVIDER] * 100), home(*[DIVIDER] * 101), "no more than 100 items allowed", "/blocks"),
    Case("home has no submit", home(DIVIDER), home(DIVIDER, submit=plain()), "invalid additional property: submit", ""),
    Case("home has no close", home(asks(TYPED)), home(DIVIDER, close=plain()), "invalid additional property: close", ""),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_view_at_its_limit_passes(case: Case) -> None:
    assert view_faults(case.good) == ()


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_view_beyond_its_limit_is_refused_there(case: Case) -> None:
    assert view_faults(case.bad) == (error(case.said, f"/view{case.at}"),)


def sized(size: int) -> Json:
    """A modal, sound but for its size: ``size`` bytes of compact JSON, near 250,000."""
    view = modal(*[section(text=plain("x" * 3000))] * 81, private_metadata="")
    missing = size - len(json.dumps(view, separators=(",", ":")))
    return view | {"private_metadata": "x" * missing}


def test_a_view_of_250_kilobytes_passes() -> None:
    assert view_faults(sized(250_000)) == ()


def test_a_larger_view_is_too_large() -> None:
    with pytest.raises(Refusal) as refusal:
        check_view(sized(250_001))
    assert refusal.value.error == "view_too_large"


def test_all_faults_of_a_view_come_at_once() -> None:
    view = modal(block("header", text=plain("")), block("divider", block_id=1), title=plain("x" * 25))
    assert len(view_faults(view)) == 3


def test_a_view_that_is_no_object_is_refused() -> None:
    nothing: Any = None
    assert view_faults(nothing) == (error("must provide an object", "/view"),)


def test_unknown_fields_pass() -> None:
    assert view_faults(modal(DIVIDER | {"newest": 1}, hash="1.a")) == ()


def test_action_ids_may_repeat_in_different_blocks() -> None:
    assert view_faults(modal(actions(button(action_id="a")), actions(button(action_id="a")))) == ()
