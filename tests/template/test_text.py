"""Values as they are typed into one plain input."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.template.form import Field, Form
from bot.template.parse import parse
from bot.template.text import from_text, to_text
from tests.template.conftest import DEFAULT
from tests.template.strategies import typed, values

FORM = parse(DEFAULT)
CHECKLIST = FORM.field("definition-of-done.code")
LIST = FORM.field("notes-context.research-findings")
CODE = FORM.field("rollback-plan.quick-rollback-5-minutes")
TABLE = FORM.field("estimated-effort")
STEPS = FORM.field("implementation-steps.step")
KINDS = [CHECKLIST, LIST, CODE, TABLE, STEPS, FORM.title, FORM.field("task-description.scope")]


def item(text: str, *, done: bool = False, items: list[Any] | None = None) -> dict[str, Any]:
    return {"text": text, "done": done, "items": items or []}


@settings(deadline=None, derandomize=True)
@given(st.data(), st.sampled_from(KINDS))
def test_what_is_shown_is_shown_again_after_typing(data: st.DataObject, field: Field) -> None:
    shown = to_text(field, data.draw(values(field)))
    assert to_text(field, from_text(field, shown)) == shown


@settings(deadline=None, derandomize=True)
@given(typed, st.sampled_from(KINDS))
def test_anything_can_be_typed(text: str, field: Field) -> None:
    assert isinstance(from_text(field, text), str | list | dict)


def test_a_checklist_is_one_item_a_line_with_items_below_indented() -> None:
    value = [item("a", items=[item("b", items=[item("c")])]), item("d")]
    assert to_text(CHECKLIST, value) == "a\n  b\n    c\nd"
    assert from_text(CHECKLIST, "a\n  b\n    c\nd") == value


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] a", item("a")),
        ("- [x] a", item("a", done=True)),
        ("- a", item("a")),
        ("* [X]  a", item("a", done=True)),
        ("1. a", item("a")),
        ("a - b", item("a - b")),
        ("-a", item("-a")),
    ],
)
def test_a_pasted_marker_is_taken_off(line: str, expected: dict[str, Any]) -> None:
    assert from_text(CHECKLIST, line) == [expected]


def test_an_item_whose_text_stays_keeps_its_tick() -> None:
    before = [item("a", done=True, items=[item("b", done=True)]), item("c")]
    assert from_text(CHECKLIST, "new\na\n  b\nc", before) == [
        item("new"),
        item("a", done=True, items=[item("b", done=True)]),
        item("c"),
    ]


def test_of_two_equal_items_one_tick_stays_one_tick() -> None:
    assert from_text(CHECKLIST, "a\na", [item("a", done=True)]) == [item("a", done=True), item("a")]


def test_a_list_is_one_item_a_line_without_empty_ones() -> None:
    assert from_text(LIST, "- a\n\n  b \r\n1. c") == ["a", "b", "c"]


def test_a_list_item_that_looks_like_a_marker_stays_what_it_is() -> None:
    assert from_text(LIST, to_text(LIST, ["- a", "1. b"])) == ["- a", "1. b"]


def test_code_keeps_its_language() -> None:
    assert from_text(CODE, "x") == {"language": "bash", "text": "x"}
    assert from_text(CODE, "x", {"language": "sh", "text": "y"}) == {"language": "sh", "text": "x"}


def test_a_table_is_typed_row_by_row() -> None:
    rows = [["Research & Design", "2 hours"], ["Code Review", "1 hour"]]
    assert to_text(TABLE, rows) == "Research & Design: 2 hours\nCode Review: 1 hour"
    assert from_text(TABLE, "Code Review : 1 hour\nCode Review: 2\nSleep: 8") == [["Code Review", "2"]]


def test_a_group_stays_as_it_was(form: Form) -> None:
    before: list[Any] = [{"title": "a"}]
    assert from_text(form.field(STEPS.key), "x", before) == before
