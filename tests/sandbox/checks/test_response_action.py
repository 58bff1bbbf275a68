"""What a bot may answer when a modal is submitted."""

from typing import Any

import pytest

from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.response_action import check_errors, check_response_action
from tests.sandbox.checks.build import asks, block, error, faults, home, modal, plain

VIEW = modal(
    asks({"type": "plain_text_input"}, block_id="title"),
    asks({"type": "datepicker"}, block_id="due"),
    block("divider", block_id="line"),
)
NEXT = modal(block("divider"))
NO_INPUT = "must be the block_id of an `input` block in the submitted view"


def answers(**answer: Any) -> tuple[str, ...]:
    return faults(lambda: check_response_action(answer, VIEW))


FINE: list[dict[str, Any]] = [
    {},
    {"response_action": "clear"},
    {"response_action": "update", "view": NEXT},
    {"response_action": "push", "view": NEXT},
    {"response_action": "errors", "errors": {"title": "Too short.", "due": "In the past."}},
]

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"response_action": "errors", "errors": {"v": "No."}}, NO_INPUT, "/errors/v"),
    ({"response_action": "errors", "errors": {"line": "No."}}, NO_INPUT, "/errors/line"),
    (
        {"response_action": "errors", "errors": {"title": ""}},
        "must be more than 0 characters",
        "/errors/title",
    ),
    ({"response_action": "errors", "errors": {"title": 1}}, "must provide a string", "/errors/title"),
    ({"response_action": "errors", "errors": {}}, "must provide at least 1 items", "/errors"),
    ({"response_action": "errors"}, "must provide an object", "/errors"),
    ({"response_action": "errors", "errors": ["title"]}, "must provide an object", "/errors"),
    ({"response_action": "update"}, "missing required field: view", ""),
    ({"response_action": "push", "view": "V1"}, "must provide an object", "/view"),
    ({"response_action": "push", "view": modal()}, "must provide at least 1 items", "/view/blocks"),
    (
        {"response_action": "update", "view": home(block("divider"))},
        "must match the `type` of the submitted view",
        "/view/type",
    ),
    (
        {"response_action": "close"},
        "must be a valid enum value: errors, update, push, clear",
        "/response_action",
    ),
    ({"text": "Done"}, "must be a valid enum value: errors, update, push, clear", "/response_action"),
]


@pytest.mark.parametrize("answer", FINE, ids=str)
def test_a_sound_answer_passes(answer: dict[str, Any]) -> None:
    assert answers(**answer) == ()


@pytest.mark.parametrize(("answer", "said", "at"), WRONG, ids=[f"{row[2]} {row[1]}" for row in WRONG])
def test_an_unsound_answer_is_refused_there(answer: dict[str, Any], said: str, at: str) -> None:
    assert answers(**answer) == (error(said, at),)


def test_errors_may_name_a_block_whose_id_slack_made_up() -> None:
    check_errors(modal(asks({"type": "plain_text_input"}, block_id="xY1z")), {"xY1z": "No."})


def test_a_view_that_is_too_long_in_an_answer_keeps_its_faults() -> None:
    with pytest.raises(Refusal) as refused:
        check_response_action({"response_action": "update", "view": NEXT | {"title": plain("x" * 25)}}, VIEW)
    assert refused.value.error == "invalid_arguments"
