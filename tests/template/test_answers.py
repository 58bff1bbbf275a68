"""Where answers start, whether they are right, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.template.answers import Problem, check, normal, progress, start, unanswered
from bot.template.form import Form
from bot.template.parse import parse

STEPS = "implementation-steps.step"


def item(text: str, *, done: bool = False, items: list[Any] | None = None) -> dict[str, Any]:
    return {"text": text, "done": done, "items": items or []}


def test_a_form_starts_with_its_defaults_only(form: Form) -> None:
    begun: dict[str, Any] = start(form)
    assert begun["success-criteria.quality-success"][0] == item("Code coverage ≥ 80%")
    assert "technical-requirements.must-have" not in begun


def test_a_title_alone_can_be_filed(form: Form) -> None:
    assert check(form, {"title": "Fix the login"}) == []


@pytest.mark.parametrize("title", [None, "", []])
def test_a_missing_title_is_asked_for(form: Form, title: Any) -> None:
    answers = {} if title is None else {"title": title}
    assert check(form, answers) == [
        Problem(key="title", label="Title", message="Title: please fill this in.")
    ]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("priority", "P9", "Priority: choose one of P0-Critical, P1-High, P2-Medium, P3-Low."),
        (
            "related-links.pull-request",
            "see above",
            "Pull Request is not a link: it should start with https:// or http://.",
        ),
        ("priority", ["P1-High"], "Priority: this is not one of the choices."),
        ("definition-of-done.code", ["x"], "Code: this is not a checklist."),
        ("notes-context.research-findings", "x", "Research Findings: this is not a list of lines."),
        ("estimated-effort", [["Sleep", "1 hour"]], "Time Estimate: this is not a table of values."),
        (STEPS, ["x"], "Step: this is not a list of entries."),
    ],
)
def test_a_wrong_answer_is_said_in_one_sentence(form: Form, key: str, value: Any, message: str) -> None:
    problems = check(form, {"title": "T", key: value})
    assert [(problem.key, problem.message) for problem in problems] == [(key, message)]


def test_a_problem_in_a_group_names_its_item(form: Form) -> None:
    problems = check(form, {"title": "T", STEPS: [{"title": "a"}, {"code": "x"}]})
    assert [problem.key for problem in problems] == [f"{STEPS}[1].code"]


@pytest.mark.parametrize(("day", "right"), [("2026-02-28", True), ("2026-02-30", False), ("20260228", False)])
def test_a_date_is_a_day_of_the_calendar(day: str, right: bool) -> None:
    form = parse("# [T]\n\n**Due**: [YYYY-MM-DD]\n")
    assert (check(form, {"title": "T", "due": day}) == []) is right


def test_a_person_may_be_an_object_of_the_callers(form: Form) -> None:
    assert check(form, {"title": "T", "assignee": {"user": "U1"}}) == []


json = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["text", "items"]), below),
    max_leaves=6,
)


@settings(deadline=None, derandomize=True)
@given(json, st.sampled_from(["title", "priority", "definition-of-done.code", "estimated-effort", STEPS]))
def test_no_value_raises(value: Any, key: str) -> None:
    form = parse(TEMPLATE)
    answers = {field.key: value for field in form.asked()} | {key: value}
    assert isinstance(check(form, answers), list)
    assert set(normal(form, answers)) <= {field.key for field in form.asked()}
    assert isinstance(progress(form, answers), tuple)


TEMPLATE = """# TASK-XXX: [T]

**Priority**: [A | B]
**Due**: [YYYY-MM-DD]

## Work

- [ ] Done already

### Step 1: [a]
- [ ] Subtask 1
```sh
x
```

### Step 2: [b]

## Effort

| What | Hours |
|---|---|
| Build | [X] |
"""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\0", "\ufffd"),
        ("\n \n  a \n b \t\n", "  a \n b"),
        ("\u00a0a\u2028", "\u00a0a\u2028"),
    ],
)
def test_a_text_is_normal_once(form: Form, typed: str, kept: str) -> None:
    assert normal(form, {"task-description.scope": typed}) == {"task-description.scope": kept}


def test_one_line_values_hold_no_line_breaks(form: Form) -> None:
    assert normal(form, {"title": "a\nb"}) == {"title": "a b"}


def test_an_empty_answer_is_kept_only_where_it_takes_a_default_away(form: Form) -> None:
    answers: dict[str, Any] = {"task-description.scope": " ", "definition-of-done.code": []}
    assert normal(form, answers) == {"definition-of-done.code": []}


def test_unknown_keys_are_left_out(form: Form) -> None:
    assert normal(form, {"nothing": "x", "type": "x"}) == {}


def test_below_an_item_without_text_stands_nothing_hidden(form: Form) -> None:
    answers: dict[str, Any] = {"definition-of-done.code": [item("", items=[item("a")])]}
    assert normal(form, answers) == {"definition-of-done.code": [item("a")]}


def test_a_tables_rows_come_in_the_templates_order(form: Form) -> None:
    rows = [["Deployment", "1 hour"], ["Implementation", "2 hours"], ["Code Review", ""]]
    kept = normal(form, {"estimated-effort": rows})["estimated-effort"]
    assert kept == [["Implementation", "2 hours"], ["Deployment", "1 hour"]]


def test_what_is_missing_is_listed_in_order(form: Form) -> None:
    missing = [field.key for field in unanswered(form, {"title": "T", "definition-of-done.code": []})]
    assert missing[:2] == ["parent-story", "sprint"]
    assert "definition-of-done.code" in missing
    assert "definition-of-done.testing" not in missing


def test_progress_counts_the_ticks_of_all_checklists_in_groups_too(form: Form) -> None:
    empty: dict[str, Any] = {key: [] for key in start(form)}
    ticked = [item("a", done=True, items=[item("below")]), item("b")]
    answers = empty | {"definition-of-done.code": ticked, STEPS: [{"subtasks": [item("c", done=True)]}]}
    assert progress(form, answers) == (2, 4)
