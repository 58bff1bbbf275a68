"""Whatever is sent, a check passes it or refuses it; it never breaks."""

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.checks.blocks import BLOCKS
from bot.sandbox.checks.elements import ELEMENTS
from bot.sandbox.checks.message import check_message
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.response_action import check_response_action
from bot.sandbox.checks.rich_text import ELEMENTS as RICH_PARTS
from bot.sandbox.checks.rich_text import INLINES
from bot.sandbox.checks.view import check_view
from tests.sandbox.checks.build import asks, modal

NAMES = [
    "type", "text", "block_id", "action_id", "element", "elements", "accessory", "fields", "label", "hint",
    "options", "option_groups", "value", "initial_option", "initial_options", "initial_value", "min_length",
    "max_length", "min_value", "max_value", "min_lines", "is_decimal_allowed", "focus_on_load",
    "placeholder", "filter", "include", "confirm", "title", "submit", "blocks", "rows", "column_settings",
    "style", "metadata", "event_type", "event_payload", "attachments", "view", "errors", "response_action",
    "initial_date", "initial_time", "dispatch_action", "markdown_text", "private_metadata",
]  # fmt: skip
TYPES = [*BLOCKS, *ELEMENTS, *RICH_PARTS, *INLINES, "modal", "home", "raw_text", "raw_number"]
WORDS = st.sampled_from([*TYPES, "bullet", "errors", "update", "2026-12-01", "12", "9" * 40, "", "a"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    kinds = st.fixed_dictionaries({"type": st.sampled_from(TYPES)})
    objects = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=6)
    return st.lists(inner, max_size=4) | st.builds(lambda kind, rest: kind | rest, kinds, objects) | objects


JSON = st.recursive(SCALARS, _deeper, max_leaves=25)
OBJECTS = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of a check."""


@unhurried
@given(OBJECTS, st.lists(JSON, max_size=3), st.sampled_from(["modal", "home"]))
def test_any_view_passes_or_is_refused(view: dict[str, Any], blocks: list[Any], kind: str) -> None:
    for each in (view, {"type": kind, **view}, {"type": kind, "blocks": blocks}):
        with suppress(Refusal):
            check_view(each)


@unhurried
@given(OBJECTS, st.lists(JSON, max_size=3), st.sampled_from(["chat.postMessage", "chat.update", "ack"]))
def test_any_message_passes_or_is_refused(message: dict[str, Any], blocks: list[Any], method: str) -> None:
    for each in (message, {"text": "Text", "blocks": blocks}, {"text": "Text", **message}):
        with suppress(Refusal):
            check_message(each, method)


@unhurried
@given(OBJECTS, WORDS)
def test_any_answer_passes_or_is_refused(answer: dict[str, Any], action: str) -> None:
    view = modal(asks({"type": "plain_text_input"}, block_id="a"))
    for each in (answer, {**answer, "response_action": action}):
        with suppress(Refusal):
            check_response_action(each, view)


@unhurried
@given(st.sampled_from(sorted(ELEMENTS)), OBJECTS)
def test_any_element_passes_or_is_refused(kind: str, fields: dict[str, Any]) -> None:
    with suppress(Refusal):
        check_view(
            modal(asks(fields | {"type": kind}), {"type": "section", "accessory": fields | {"type": kind}})
        )
