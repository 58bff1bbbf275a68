"""What the default template gives, page by page."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from bot.template.answers import start
from bot.template.form import Field, Form

PAGES: dict[str, list[tuple[str | None, str, str]]] = {
    "Basics": [
        (None, "Title", "text"),
        (None, "Type", "constant"),
        (None, "Parent Story", "text"),
        (None, "Sprint", "text"),
        (None, "Story Points", "choice"),
        (None, "Priority", "choice"),
        (None, "Status", "kept"),
        (None, "Assignee", "person"),
        (None, "Created", "kept"),
        (None, "Updated", "kept"),
    ],
    "Task Description": [
        (None, "Objective", "text"),
        (None, "Why This is Needed", "text"),
        (None, "Scope", "text"),
    ],
    "Technical Requirements": [
        ("Must Have", "Must Have", "checklist"),
        ("Nice to Have", "Nice to Have", "checklist"),
        ("Out of Scope", "Out of Scope", "list"),
    ],
    "Implementation Steps": [(None, "Step", "group")],
    "Files to Create/Modify": [
        ("New Files", "New Files", "checklist"),
        ("Modified Files", "Modified Files", "checklist"),
        ("Configuration Changes", "Configuration Changes", "checklist"),
    ],
    "Testing Requirements": [
        ("Unit Tests", "File", "text"),
        ("Unit Tests", "Code", "code"),
        ("Unit Tests", "Test Cases", "list"),
        ("Integration Tests", "File", "text"),
        ("Integration Tests", "Code", "code"),
        ("Performance Benchmarks", "Latency target", "text"),
        ("Performance Benchmarks", "Throughput target", "text"),
        ("Performance Benchmarks", "Memory usage", "text"),
        ("Performance Benchmarks", "CPU usage", "text"),
    ],
    "Definition of Done": [
        (name, name, "checklist") for name in ("Code", "Testing", "Documentation", "Deployment")
    ],
    "Dependencies": [
        ("Technical Dependencies", "Library/package", "text"),
        ("Technical Dependencies", "AWS service", "text"),
        ("Technical Dependencies", "External API", "text"),
        ("Blocking Tasks", "Blocking Tasks", "tasks"),
        ("Blocked Tasks", "Blocked Tasks", "tasks"),
    ],
    "Architecture Considerations": [
        ("Design Decisions", "Decision", "group"),
        ("Impact Analysis", "Performance", "text"),
        ("Impact Analysis", "Scalability", "text"),
        ("Impact Analysis", "Cost", "text"),
        ("Impact Analysis", "Security", "text"),
        ("Impact Analysis", "Maintainability", "text"),
        ("Architectural Patterns Used", "Architectural Patterns Used", "checklist"),
    ],
    "Rollback Plan": [
        ("Quick Rollback (< 5 minutes)", "Quick Rollback (< 5 minutes)", "code"),
        ("Infrastructure Rollback", "Infrastructure Rollback", "code"),
        ("Data Rollback", "Backup Location", "text"),
        ("Data Rollback", "Recovery Steps", "text"),
        ("Data Rollback", "Validation", "text"),
    ],
    "Monitoring & Observability": [
        ("Metrics to Track", "Metrics to Track", "checklist"),
        ("Alerts to Configure", "Alerts to Configure", "checklist"),
        ("Dashboards to Update", "Dashboards to Update", "checklist"),
        ("Logging Strategy", "Logging Strategy", "code"),
    ],
    "Security Considerations": [
        ("Authentication & Authorization", "Authentication & Authorization", "checklist"),
        ("Data Protection", "Data Protection", "checklist"),
        ("Compliance", "Compliance", "checklist"),
        ("Vulnerability Scanning", "Vulnerability Scanning", "code"),
    ],
    "Estimated Effort": [
        (None, "Time Estimate", "table"),
        (None, "Story Points", "text"),
        (None, "fibonacci scale", "text"),
    ],
    "Success Criteria": [
        (name, name, "checklist")
        for name in ("Functional Success", "Non-Functional Success", "Quality Success")
    ],
    "Notes & Context": [
        ("Research Findings", "Research Findings", "list"),
        ("Technical Debt", "Created", "text"),
        ("Technical Debt", "Repayment Plan", "text"),
        ("Future Enhancements", "Future Enhancements", "list"),
    ],
    "Related Links": [
        (None, "Parent Story", "text"),
        (None, "Pull Request", "link"),
        (None, "Architecture Docs", "link"),
        (None, "Related Tasks", "tasks"),
    ],
}


def texts(value: Any) -> list[Any]:
    """The items of a list or a checklist as their texts, sub-items in a list after their item."""
    found: list[Any] = []
    for item in value or ():
        if isinstance(item, str):
            found.append(item)
        else:
            found += [item["text"], *([texts(item["items"])] if item["items"] else [])]
    return found


def group_fields(form: Form, key: str) -> dict[str, Field]:
    return {field.key: field for field in form.field(key).fields}


def test_the_template_is_byte_for_byte_what_its_authors_wrote(source: str) -> None:
    """No formatter, no editor and no line ending setting has touched it."""
    digest = "9cc806fe07543bf70421e4de1ec764585b284a05b7cd41a52829e18d8a97aeb1"
    assert sha256(source.encode()).hexdigest() == digest


def test_the_pages_are_the_sections_in_order_without_the_sign_off(form: Form) -> None:
    assert [page.title for page in form.pages] == list(PAGES)


@pytest.mark.parametrize("title", PAGES)
def test_each_page_asks_its_fields_under_their_headings(form: Form, title: str) -> None:
    page = next(page for page in form.pages if page.title == title)
    assert [(field.heading, field.label, field.kind) for field in page.fields] == PAGES[title]


def test_only_the_title_is_required(form: Form) -> None:
    required = [field.key for page in form.pages for field in page.fields if field.required]
    assert required == ["title"]


def test_the_title_is_the_first_field_of_the_first_page(form: Form) -> None:
    assert form.pages[0].fields[0] == form.title
    assert form.title.placeholder == "Technical Task Title"


def test_the_key_pattern_is_read_from_the_title(form: Form) -> None:
    assert (form.key_prefix, form.key_digits) == ("TASK", 3)


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("story-points", ("1", "2", "3", "5")),
        ("priority", ("P0-Critical", "P1-High", "P2-Medium", "P3-Low")),
        ("status", ("To Do", "In Progress", "In Review", "Done")),
    ],
)
def test_choices_have_the_templates_options(form: Form, key: str, options: tuple[str, ...]) -> None:
    assert form.field(key).options == options


def test_the_statuses_are_known_to_the_bot(form: Form) -> None:
    assert form.statuses == ("To Do", "In Progress", "In Review", "Done")


def test_a_constant_is_shown(form: Form) -> None:
    assert form.field("type").text == "Technical Task"


@pytest.mark.parametrize(
    ("key", "examples"),
    [
        ("technical-requirements.must-have", ["Requirement 1", "Requirement 2", "Requirement 3"]),
        ("technical-requirements.nice-to-have", ["Enhancement 1", "Enhancement 2"]),
        ("technical-requirements.out-of-scope", ["Explicitly NOT doing X", "Explicitly NOT doing Y"]),
        (
            "files-to-create-modify.modified-files",
            [
                "`path/to/existing_file.py` - [Changes needed]",
                ["Line X: [Change description]", "Function Y: [Modification]"],
            ],
        ),
        (
            "monitoring-observability.alerts-to-configure",
            ["Alert 1: [Condition] → [Action]", "Alert 2: [Condition] → [Action]"],
        ),
        ("architecture-considerations.architectural-patterns-used", ["[Other pattern]"]),
        (
            "notes-context.research-findings",
            ["[Link to spike or POC]", "[Key learnings]", "[Surprises or gotchas]"],
        ),
    ],
)
def test_items_with_blanks_or_mere_numbers_are_examples(form: Form, key: str, examples: list[Any]) -> None:
    assert texts(form.field(key).example) == examples


@pytest.mark.parametrize(
    ("key", "count", "first"),
    [
        ("testing-requirements.unit-tests.test-cases", 4, "Happy path test"),
        ("definition-of-done.code", 5, "Implementation complete"),
        ("definition-of-done.deployment", 4, "Changes deployed to dev"),
        ("architecture-considerations.architectural-patterns-used", 3, "Factory Pattern"),
        ("security-considerations.compliance", 3, "GDPR compliance (if applicable)"),
        ("success-criteria.non-functional-success", 4, "Performance targets met"),
    ],
)
def test_other_items_are_defaults(form: Form, key: str, count: int, first: str) -> None:
    default = texts(form.field(key).default)
    assert (len(default), default[0]) == (count, first)


def test_a_step_asks_a_title_code_and_subtasks(form: Form) -> None:
    fields = group_fields(form, "implementation-steps.step")
    assert {key: field.kind for key, field in fields.items()} == {
        "title": "text",
        "code": "code",
        "subtasks": "checklist",
    }
    assert fields["code"].language == "bash"


def test_the_templates_own_steps_come_first(form: Form) -> None:
    steps: Any = form.field("implementation-steps.step").default
    titles = ["Preparation/Setup", "Core Implementation", "Testing", "Documentation"]
    assert [step["title"] for step in steps] == titles
    assert texts(steps[3]["subtasks"]) == ["Code comments", "Technical documentation", "Runbook updates"]
    assert "subtasks" not in steps[0]


def test_a_decision_asks_four_things_and_starts_empty(form: Form) -> None:
    fields = group_fields(form, "architecture-considerations.design-decisions.decision")
    labels = ["Decision", "Rationale", "Alternatives Considered", "Trade-offs"]
    assert [field.label for field in fields.values()] == labels
    assert "architecture-considerations.design-decisions.decision" not in start(form)


@pytest.mark.parametrize(
    ("key", "language", "beginning"),
    [
        ("testing-requirements.unit-tests", "python", "import pytest\n\ndef test_["),
        ("rollback-plan.quick-rollback-5-minutes", "bash", "# Emergency revert commands\n"),
        ("monitoring-observability.logging-strategy", "python", "# Logging pattern\n"),
        ("security-considerations.vulnerability-scanning", "bash", "# Security scan commands\n"),
    ],
)
def test_code_is_an_example_with_its_language(form: Form, key: str, language: str, beginning: str) -> None:
    field = form.field(key)
    assert isinstance(field.example, dict)
    assert field.language == field.example["language"] == language
    assert field.example["text"].startswith(beginning)


def test_a_file_is_asked_with_the_whole_code_span_as_placeholder(form: Form) -> None:
    field = form.field("testing-requirements.unit-tests.file")
    assert field.placeholder == "tests/unit/[module]/test_[feature].py"


def test_the_effort_is_asked_row_by_row_and_summed(form: Form) -> None:
    table = form.field("estimated-effort")
    assert (len(table.rows), table.rows[0], table.total) == (7, "Research & Design", "Total")
    assert table.columns == ("Activity", "Time Estimate")


def test_the_roles_have_their_statements(form: Form) -> None:
    assert [(role.role, role.statement) for role in form.roles] == [
        ("Developer", "Implementation complete"),
        ("Code Reviewer", "Approved"),
        ("Tech Lead", "Architecture approved"),
        ("DevOps", "Deployment verified"),
    ]


def test_labelled_texts_may_have_several_lines_and_code_spans_may_not(form: Form) -> None:
    assert form.field("task-description.objective").multiline
    assert not form.field("testing-requirements.unit-tests.file").multiline
    assert not form.title.multiline


def test_fields_know_their_lines(form: Form, source: str) -> None:
    lines = source.split("\n")
    assert lines[form.field("priority").line - 1].startswith("**Priority**")
    assert lines[form.field("estimated-effort").line - 1].startswith("| Activity")


def test_a_key_that_the_form_does_not_have_is_a_key_error(form: Form) -> None:
    with pytest.raises(KeyError):
        form.field("nothing")


def test_nothing_in_it_is_unsure(form: Form) -> None:
    assert form.unsure == ()
