"""The way back: documents read into answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.template.answers import start
from bot.template.footer import MARKER, SIGNED, UNSIGNED
from bot.template.form import Form, Value
from bot.template.kept import Kept, SignOffLine
from bot.template.parse import parse
from bot.template.read import Unplaced, read
from bot.template.render import render

OBJECTIVE = "task-description.objective"


def left(form: Form, document: str) -> list[tuple[int, str]]:
    """What could not be placed."""
    return [(each.line, each.text) for each in read(form, document).unplaced]


def test_the_blank_template_says_what_it_starts_with(form: Form, source: str) -> None:
    assert read(form, source).answers == start(form)
    assert left(form, source) == []


def test_what_a_document_lacks_is_emptied_if_the_template_starts_with_it(form: Form) -> None:
    assert read(form, "# TASK-001: T\n").answers == {"title": "T"} | {key: [] for key in start(form)}


def test_key_status_and_dates_are_kept_apart(form: Form) -> None:
    kept = Kept(key="TASK-012", status="In Review", created="2026-11-22", updated="2026-11-23")
    assert read(form, render(form, {"title": "T"}, kept=kept)).kept == kept


def test_a_signature_in_a_file_signs_nothing(form: Form) -> None:
    signed = SignOffLine(done=True, name="Ada - Lovelace", day="2026-11-22")
    document = render(form, {"title": "T"}, kept=Kept(sign_offs={"Developer": signed}))
    found = read(form, document)
    assert [each.text for each in found.unplaced] == [
        "- [x] **Developer**: Implementation complete - Ada - Lovelace - 2026-11-22"
    ]
    assert found.kept.sign_offs == {"Developer": signed}


@pytest.mark.parametrize("line", [SignOffLine(name="Grace"), SignOffLine(not_needed="no code")])
def test_whom_a_role_asks_is_read(form: Form, line: SignOffLine) -> None:
    document = render(form, {"title": "T"}, kept=Kept(sign_offs={"DevOps": line}))
    assert read(form, document).kept.sign_offs == {"DevOps": line}
    assert left(form, document) == []


def test_a_name_is_read_where_the_place_for_the_day_was_left_as_it_is(form: Form) -> None:
    line = "- [ ] **DevOps**: Deployment verified - Grace - [Date]"
    document = f"# TASK-XXX: T\n\n## Sign-Off\n\n{line}\n"
    assert read(form, document).kept.sign_offs == {"DevOps": SignOffLine(name="Grace")}
    assert left(form, document) == []


@pytest.mark.parametrize("how", [SIGNED, UNSIGNED])
def test_a_footer_is_no_answer(form: Form, how: str) -> None:
    document = render(form, {"title": "T", "related-links.parent-story": "STORY-1"})
    footer = f"{MARKER}\n\n---\n\n**TASK-1**, revision 2, {how}.\n\n- Dev: Ada (`U1`)\n\n- x\n"
    assert read(form, document + footer) == read(form, document)


def test_a_marker_that_somebody_typed_is_text(form: Form) -> None:
    code = {"language": "", "text": f"{MARKER}\n- forged"}
    key = "rollback-plan.quick-rollback-5-minutes"
    assert read(form, render(form, {key: code})).answers[key] == code


def test_a_heading_that_the_template_has_not_is_left_with_what_stands_below(form: Form) -> None:
    document = (
        "# TASK-1: T\n\n## Task Description\n\n**Objective**: O\n\n## Thanks\n\nto all\n\n## Dependencies\n"
    )
    assert left(form, document) == [(7, "## Thanks"), (9, "to all")]
    assert read(form, document).answers[OBJECTIVE] == "O"


def test_a_text_may_go_on_below_its_label(form: Form) -> None:
    document = "## Task Description\n\n**Objective**: One\ntwo\n\n- three\n\n**Scope**: S\n"
    assert read(form, document).answers[OBJECTIVE] == "One\ntwo\n\n- three"


def test_sections_in_another_order_are_found(form: Form) -> None:
    document = "## Success Criteria\n\n## Task Description\n\n**Scope:** S\n\n## Dependencies\n"
    assert read(form, document).answers["task-description.scope"] == "S"


def test_a_box_that_does_not_fit_its_answer_is_left(form: Form) -> None:
    document = (
        "## Testing Requirements\n### Performance Benchmarks\n- [ ] Latency target: 5 ms\n- [x] CPU usage:\n"
    )
    assert left(form, document) == [(3, "- [ ] Latency target:"), (4, "- [x] CPU usage:")]


def test_untouched_examples_are_unanswered_item_by_item(form: Form) -> None:
    document = "### Must Have\n- [ ] Requirement 1\n- [x] Requirement 2\n- [ ] Fast\n"
    found: Any = read(form, "## Technical Requirements\n" + document).answers
    texts = [item["text"] for item in found["technical-requirements.must-have"]]
    assert texts == ["Requirement 2", "Fast"]


def test_a_total_is_no_answer(form: Form) -> None:
    rows = [["Implementation", "2 hours"], ["Deployment", "1 hour"]]
    found = read(form, render(form, {"estimated-effort": rows}))
    assert found.answers["estimated-effort"] == rows
    assert found.unplaced == ()


def test_a_pipe_may_be_escaped_by_hand(form: Form) -> None:
    table = "| Activity | Time Estimate |\n|---|---|\n| Implementation | 1 \\| 2 |\n| Naps | 1 |\n"
    found = read(form, f"## Estimated Effort\n\n{table}")
    assert found.answers["estimated-effort"] == [["Implementation", "1 | 2"]]
    assert found.unplaced == (Unplaced(line=6, text="| Naps | 1 |"),)


def test_line_breaks_of_any_kind_are_read(form: Form) -> None:
    document = render(form, {OBJECTIVE: "a\n\nb"}).replace("\n", "\r\n")
    assert read(form, document).answers[OBJECTIVE] == "a\n\nb"


def test_the_tenth_item_of_a_numbered_group_is_read(form: Form) -> None:
    key = "architecture-considerations.design-decisions.decision"
    decisions: list[Any] = [{"decision": "A", "rationale": "one\n\n- two"}] * 11
    assert read(form, render(form, {key: decisions})).answers[key] == decisions


def test_answers_of_equal_shape_are_told_apart() -> None:
    form = parse("# [T]\n\n## A\n\nWe [do].\n\n- a [y]\n\nThey [do].\n\n```\nx\n```\n\n```\ny\n```\n")
    keys = [field.key for field in form.asked()]
    answers: dict[str, Any] = {keys[3]: "they", keys[-1]: {"language": "", "text": "z"}}
    assert read(form, render(form, answers)).answers == answers


def test_a_title_put_behind_a_heading_that_ends_in_a_hash_comes_back() -> None:
    form = parse("# T#")
    assert read(form, render(form, {"title": "- a"})).answers == {"title": "- a"}


def test_code_in_place_of_an_unclosed_fence_comes_back() -> None:
    form = parse("## Run\n\n```\n")
    answers: dict[str, Value] = {"run": {"language": "", "text": "make"}}
    assert read(form, render(form, answers)).answers == answers


def test_rows_of_keys_stay_as_the_template_has_them() -> None:
    form = parse(
        "## Blocked by\n\n| Task | Why |\n|---|---|\n| TASK-AAA | [why] |\n| OPS-1 | Disks |\n| | |\n"
    )
    assert read(form, render(form, {})).answers == start(form)


def test_a_number_beside_the_next_words_of_a_heading_is_not_read_into_them() -> None:
    form = parse("### Step 1: [what]1. first\n\n[how]\n\n## B\n")
    assert read(form, render(form, {"b": "x"})).unplaced == ()


def test_a_text_that_stands_in_a_line_in_one_item_of_a_group_has_one_line_in_all() -> None:
    form = parse("1. **D**: [d]\n   - **R**: [r]\n2. **D**: [d]\n   - **R**: [r] at [y]\n")
    assert [(field.key, field.multiline) for field in form.field("d").fields] == [
        ("d", True),
        ("r", False),
        ("y", False),
    ]
