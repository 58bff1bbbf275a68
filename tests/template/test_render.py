"""Documents made of the default template."""

from __future__ import annotations

from typing import Any

import pytest

from bot.template.answers import start
from bot.template.form import Form, Value
from bot.template.numbering import later
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import Kept, SignOffLine, render

STEPS = "implementation-steps.step"
DECISIONS = "architecture-considerations.design-decisions.decision"
OBJECTIVE = "task-description.objective"


def item(text: str, *, done: bool = False, items: list[Any] | None = None) -> dict[str, Any]:
    return {"text": text, "done": done, "items": items or []}


def emptied(form: Form) -> dict[str, Value]:
    """Answers that take every default away."""
    return {key: [] for key in start(form)}


def section(document: str, heading: str) -> str:
    """What stands below a heading, up to the next heading or rule."""
    below = document.split(f"{heading}\n", 1)[1]
    lines = []
    for line in below.split("\n"):
        if line.startswith(("#", "---")):
            break
        lines.append(line)
    return "\n".join(lines).strip("\n")


def test_a_title_alone_gives_a_short_document(form: Form) -> None:
    kept = Kept(key="TASK-007", status="To Do", created="2026-11-22", updated="2026-11-22")
    assert render(form, emptied(form) | {"title": "Fix the login"}, kept=kept) == (
        "# TASK-007: Fix the login\n\n"
        "**Type**: Technical Task\n"
        "**Status**: To Do\n"
        "**Created**: 2026-11-22\n"
        "**Updated**: 2026-11-22\n\n"
        "---\n\n"
        "## Sign-Off\n\n"
        "- [ ] **Developer**: Implementation complete\n"
        "- [ ] **Code Reviewer**: Approved\n"
        "- [ ] **Tech Lead**: Architecture approved\n"
        "- [ ] **DevOps**: Deployment verified\n"
    )


def test_what_starts_as_answered_is_written(form: Form) -> None:
    document = render(form, {"title": "T"})
    assert section(document, "### Quality Success") == (
        "- [ ] Code coverage ≥ 80%\n- [ ] No critical bugs\n- [ ] Technical debt minimized"
    )
    assert "### Must Have" not in document


def test_no_rule_or_blank_line_is_doubled_where_sections_went(form: Form) -> None:
    document = render(form, {"title": "T", OBJECTIVE: "x"})
    assert "\n\n\n" not in document
    assert "---\n\n---" not in document


def test_unanswered_lines_of_a_section_go(form: Form) -> None:
    document = render(form, {"title": "T", OBJECTIVE: "Faster"})
    assert section(document, "## Task Description") == "**Objective**: Faster"


def test_unanswered_lines_stay_if_blanks_are_kept(form: Form) -> None:
    document = render(form, {OBJECTIVE: "Faster"}, blanks="keep")
    assert "**Objective**: Faster\n\n**Why This is Needed**: [Technical justification" in document
    assert document.startswith("# TASK-XXX: [Technical Task Title]\n")


def test_a_long_text_stands_below_its_label(form: Form) -> None:
    document = render(form, {OBJECTIVE: "one\n\n- two", "task-description.scope": "three"})
    assert section(document, "## Task Description") == ("**Objective**:\n\none\n\n- two\n\n**Scope**: three")


def test_a_long_text_in_a_list_is_indented_as_its_item(form: Form) -> None:
    document = render(form, {"architecture-considerations.impact-analysis.cost": "one\n\ntwo"})
    assert section(document, "### Impact Analysis") == "- **Cost**:\n\n  one\n\n  two"


def test_a_labelled_box_is_ticked_when_it_is_answered(form: Form) -> None:
    document = render(form, {"testing-requirements.performance-benchmarks.cpu-usage": "20 %"})
    assert section(document, "### Performance Benchmarks") == "- [x] CPU usage: 20 %"


def test_a_checklist_keeps_ticks_and_what_stands_below(form: Form) -> None:
    checked: list[Any] = [item("a", done=True, items=[item("Line 3: b"), item("c", done=True)])]
    document = render(form, {"files-to-create-modify.modified-files": checked})
    assert section(document, "### Modified Files") == "- [x] a\n  - Line 3: b\n  - [x] c"


def test_a_label_goes_with_the_list_that_it_names(form: Form) -> None:
    tests = "testing-requirements.unit-tests.test-cases"
    assert "**Test Cases**:\n1. One\n2. Two\n" in render(form, {tests: ["One", "Two"]})
    assert "Test Cases" not in render(form, {tests: []})


def test_a_file_is_written_as_code(form: Form) -> None:
    document = render(form, {"testing-requirements.integration-tests.file": "tests/test_a.py"})
    assert section(document, "### Integration Tests") == "**File**: `tests/test_a.py`"


def test_code_stands_in_its_fence(form: Form) -> None:
    code = {"language": "sh", "text": "```\n## x"}
    document = render(form, {"rollback-plan.quick-rollback-5-minutes": code})
    assert "### Quick Rollback (< 5 minutes)\n````sh\n```\n## x\n````\n" in document


def test_steps_are_numbered_as_they_come(form: Form) -> None:
    steps: list[Any] = [{"title": f"S{n}"} for n in range(1, 7)]
    document = render(form, {STEPS: steps})
    assert [line for line in document.split("\n") if line.startswith("### Step")] == [
        f"### Step {n}: S{n}" for n in range(1, 7)
    ]


def test_a_step_holds_what_its_place_in_the_template_has_not(form: Form) -> None:
    steps: list[Any] = [
        {},
        {"title": "A"},
        {"title": "B"},
        {"title": "C", "code": {"language": "", "text": "x"}},
    ]
    document = render(form, {STEPS: steps})
    assert section(document, "### Step 3: C") == "```\nx\n```"


def test_a_step_without_a_title_has_no_loose_colon(form: Form) -> None:
    document = render(form, {STEPS: [{"subtasks": [item("a")]}]})
    assert "### Step 1\n- [ ] a\n" in document


def test_a_decision_is_a_numbered_item_with_its_reasons_below(form: Form) -> None:
    decisions: list[Any] = [{"decision": "A", "rationale": "B"}, {"trade-offs": "C"}]
    document = render(form, {DECISIONS: decisions})
    assert section(document, "### Design Decisions") == (
        "1. **Decision**: A\n   - **Rationale**: B\n2. **Decision**:\n   - **Trade-offs**: C"
    )


def test_the_tenth_decision_is_indented_as_wide_as_its_number(form: Form) -> None:
    decisions: list[Any] = [{"decision": "A", "rationale": "B"}] * 10
    assert "10. **Decision**: A\n    - **Rationale**: B\n" in render(form, {DECISIONS: decisions})


def test_a_line_with_several_blanks_stays_whole(form: Form) -> None:
    document = render(form, {"estimated-effort.fibonacci-scale": "t-shirts"})
    assert "**Story Points**: [X points] (based on t-shirts and team velocity)" in document


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        ("2 hours", "1 hour", "3 hours"),
        ("2.5 hours", "1,25 hours", "3.75 hours"),
        ("3", "4", "7"),
        ("2h", "3h", "5h"),
    ],
)
def test_the_total_is_computed(form: Form, first: str, second: str, total: str) -> None:
    document = render(form, {"estimated-effort": [["Implementation", first], ["Deployment", second]]})
    assert section(document, "## Estimated Effort") == (
        "| Activity | Time Estimate |\n|----------|--------------|\n"
        f"| Implementation | {first} |\n| Deployment | {second} |\n| **Total** | **{total}** |"
    )


@pytest.mark.parametrize("other", ["a day", "2 days", "5 - 6 hours", "9" * 5000])
def test_there_is_no_total_of_different_things(form: Form, other: str) -> None:
    document = render(form, {"estimated-effort": [["Implementation", "2 hours"], ["Deployment", other]]})
    assert "Total" not in document


def test_task_links_are_joined_on_a_line_and_listed_in_a_section(form: Form) -> None:
    tasks = ["TASK-001", "TASK-002"]
    document = render(form, {"related-links.related-tasks": tasks, "dependencies.blocking-tasks": tasks})
    assert "- **Related Tasks**: TASK-001, TASK-002\n" in document
    assert section(document, "### Blocking Tasks") == "- [ ] TASK-001\n- [ ] TASK-002"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (SignOffLine(), "- [ ] **Developer**: Implementation complete"),
        (SignOffLine(name="Ada Lovelace"), "- [ ] **Developer**: Implementation complete - Ada Lovelace"),
        (
            SignOffLine(done=True, name="Ada Lovelace", day="2026-11-22"),
            "- [x] **Developer**: Implementation complete - Ada Lovelace - 2026-11-22",
        ),
        (SignOffLine(not_needed="no code"), "- [ ] **Developer**: not needed: no code"),
        (
            SignOffLine(done=True, name="A\n## x", day="2026-11-22"),
            "- [x] **Developer**: Implementation complete - A ## x - 2026-11-22",
        ),
    ],
)
def test_a_roles_line_says_who_signs_and_when(form: Form, line: SignOffLine, written: str) -> None:
    document = render(form, {}, kept=Kept(sign_offs={"Developer": line}))
    assert section(document, "## Sign-Off").split("\n")[0] == written


def test_untouched_roles_stay_as_in_the_template_if_blanks_are_kept(form: Form) -> None:
    kept = Kept(sign_offs={"DevOps": SignOffLine(name="Grace")})
    lines = section(render(form, {}, blanks="keep", kept=kept), "## Sign-Off").split("\n")
    assert lines[0] == "- [ ] **Developer**: Implementation complete - [Name] - [Date]"
    assert lines[3] == "- [ ] **DevOps**: Deployment verified - Grace"


def test_an_answer_equal_to_its_blank_is_written_differently(form: Form) -> None:
    document = render(form, {"assignee": "[Name]"})
    assert "**Assignee**: &#91;Name]\n" in document


def test_ticks_make_a_default_an_answer_of_its_own(form: Form) -> None:
    key = "success-criteria.quality-success"
    document = render(form, {key: [item("No critical bugs", done=True)]}, blanks="keep")
    assert section(document, "### Quality Success") == "- [x] No critical bugs"


def test_a_document_has_the_templates_line_breaks(source: str) -> None:
    form = parse(source.replace("\n", "\r\n"))
    document = render(form, {OBJECTIVE: "a\nb"})
    assert "**Objective**:\r\n\r\na\r\nb\r\n\r\n---" in document


def test_a_hundred_thousand_characters_are_written_in_full(form: Form) -> None:
    text = "x" * 50_000 + "\n" + "y" * 50_000
    assert text in render(form, {OBJECTIVE: text})


def test_numbers_of_any_length_can_be_counted_on() -> None:
    number = "9" * 5000
    form = parse(f"# [T]\n\n## Work\n\n### Step {number}: [a]\n\n### Step {number}: [b]\n")
    assert "### Step" in render(form, {"work.step": [{"title": "x"}] * 4})


@pytest.mark.parametrize(
    ("number", "following"), [("1", "2"), ("9", "10"), ("1.9", "1.10"), ("A", "B"), ("Z", "Z1")]
)
def test_an_items_number_follows_the_one_before(number: str, following: str) -> None:
    assert later(number, 1) == following


def test_a_rule_that_would_open_the_document_goes() -> None:
    assert render(parse("**A**: [What]\n\n---\n\n## Why\n\n[Why]\n"), {"why": "So"}) == "## Why\n\nSo\n"


def test_a_rule_makes_no_heading_of_what_comes_to_stand_above_it() -> None:
    form = parse("## A\n\nSome words\n- [ ] one\n---\n## B\n")
    document = render(form, {"a": []}, blanks="keep")
    assert document == "## A\n\nSome words\n\n---\n## B\n"


def test_an_underlined_heading_takes_nothing_in_that_comes_to_stand_above_it() -> None:
    form = parse("## S\n\n**A**: [a]\n```\ncode\n```\nB\n---\n")
    assert "**A**: x\n\nB\n---\n" in render(form, {"s.a": "x", "b": "y"})


def test_a_blank_that_begins_a_line_becomes_no_heading() -> None:
    form = parse("- **P**: [p] and\n  [q]\n")
    document = render(form, {"p": "x", "q": "# y"})
    assert document == "- **P**: x and\n  \\# y\n"
    assert read(form, document).answers == {"p": "x", "q": "# y"}


def test_an_underlined_heading_with_a_bar_becomes_no_table() -> None:
    form = parse("Part [of what]\n---\n\n[Text]\n")
    document = render(form, {"part": "a | b"})
    assert document == "## Part a | b\n"
    assert read(form, document).answers == {"part": "a | b"}


def test_a_rule_that_comes_to_stand_first_opens_no_front_matter() -> None:
    form = parse("- [ ] one\n---\n# T\n---\n")
    assert render(form, {"checklist": []}, blanks="keep") == "\n---\n# T\n---\n"
