"""What a template is called in menus."""

import pytest

from bot.slack.naming import name_of, shown_names
from bot.template.parse import parse

TITLES = {
    "# Incident report\n\n## What\n\n[text]\n": "Incident report",
    "# Change request: [Title]\n": "Change request",
    "# BUG-XXX: [Title]\n": "file",
    "# RFC-000 – <title> ##\n": "file",
    "#   Design *document*   #\n": "Design document",
    "Design document\n===\n\n**Goal**: [text]\n": "Design document",
    "---\nlabels: bug\n---\n\n# Bug report\n": "Bug report",
    "**Goal**: [text]\n": "file",
    "": "file",
    "# Goals\n\n[text]\n\n# Risks\n\n[text]\n": "file",
    "# \U0001f680 Launch [name]\n": "\U0001f680 Launch",
    "# [ ]\n": "file",
}


@pytest.mark.parametrize("template", TITLES)
def test_a_template_is_called_by_the_words_of_its_first_heading_or_by_its_file(template: str) -> None:
    assert shown_names([("file", parse(template))]) == [TITLES[template]]


def test_where_headings_are_the_same_the_files_names_stand_beside_them() -> None:
    form = parse("# Bug report\n")
    assert shown_names([("web", form), ("app", form)]) == ["Bug report (web)", "Bug report (app)"]


@pytest.mark.parametrize(
    ("file", "name"), [("bug.md", "bug"), ("Bug.MD", "Bug"), ("bug", "bug"), ("b\udcff.md", "b?")]
)
def test_a_file_is_named_without_its_ending(file: str, name: str) -> None:
    assert name_of(file) == name
