"""The line that says what a document was exported from."""

import pytest

from bot.template.form import Form
from bot.template.origin import Origin, origin_of, with_origin
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

LINE = "<!-- countersign: TASK-012 revision 3 -->"
LAST = "related-links.parent-story"
"""The last field of the default template that one line answers."""


def test_a_document_ends_in_what_it_was_exported_from() -> None:
    assert with_origin("# T\n", Origin("TASK-012", 3)) == f"# T\n\n{LINE}\n"
    assert with_origin("# T\r\n", Origin("TASK-012", 3)) == f"# T\r\n\r\n{LINE}\r\n"


@pytest.mark.parametrize("after", ["", "\n", "\r\n", " \t\n\n"])
def test_the_last_such_line_tells(after: str) -> None:
    assert origin_of(f"# T\r\n{LINE}{after}") == Origin("TASK-012", 3)


@pytest.mark.parametrize(
    "document",
    ["", "\n", f"```\n{LINE}\n```\n", f"\\{LINE}\n", f"> {LINE}", LINE.replace("3", "three"), f"{LINE} x"],
)
def test_any_other_line_tells_nothing(document: str) -> None:
    assert origin_of(document) is None


def test_what_is_added_below_it_leaves_it_a_line_that_answers_nothing(form: Form) -> None:
    document = render(form, {"title": "T", LAST: "STORY-1"})
    more = "\n## Thanks\n\nto all\n"
    found = read(form, with_origin(document, Origin("TASK-012", 3)) + more)
    assert origin_of(f"{LINE}\n\n{with_origin(document, Origin('TASK-012', 4))}{more}") == Origin(
        "TASK-012", 4
    )
    assert found.answers == read(form, document).answers
    assert [each.text for each in found.unplaced] == ["## Thanks", "to all"]


def test_the_line_is_no_answer(form: Form) -> None:
    document = render(form, {"title": "T", LAST: "STORY-1"})
    assert read(form, with_origin(document, Origin("TASK-012", 3))) == read(form, document)


def test_code_that_ends_so_survives(form: Form) -> None:
    key = "monitoring-observability.logging-strategy"
    code = {"language": "", "text": f"seen\n{LINE}"}
    document = render(form, {"title": "T", key: code})
    assert origin_of(document) is None
    assert read(form, document).answers[key] == code


@pytest.mark.parametrize("end", ["", f"\n{LINE}"])
def test_an_answer_that_ends_so_survives(end: str) -> None:
    form = parse("# TASK-XXX: [Title]\n\n## Notes\n\n[What else there is]\n")
    (_, notes) = [field.key for field in form.asked()]
    answers = {"title": "T", notes: f"Seen{end}\n{LINE}"}
    document = render(form, answers)
    assert origin_of(document) is None
    assert read(form, document).answers == answers
    assert read(form, with_origin(document, Origin("TASK-001", 1))).answers == answers


def test_a_template_that_ends_so_is_read_back() -> None:
    own = parse(f"# [Title]\n\n## Notes\n\n[What]\n\n{LINE}\n")
    document = render(own, {"title": "T"})
    assert read(own, document).answers == {"title": "T"}
