"""The cases in tests/cases: templates, the forms and the documents they give, as text.

A file holds any number of cases. A case begins with a line `%% case` and a sentence, and has blocks, each
below a line `%%` and its name:

    %% template    the template
    %% form        the form: a page's title at the line's start, its fields below, indented: `label: kind`,
                   options after the kind in brackets, a group's own fields indented further
    %% answers     what is filled in, as YAML: keys and values; may be left out
    %% document    the document that this gives, with unanswered parts left out, and that gives the answers back
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.template.answers import normal, start
from bot.template.form import Field, Form
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

CASES = Path(__file__).parent.parent / "cases"
Case = dict[str, str]


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        for text in re.split(r"^%% case ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            sentence, _, rest = text.partition("\n")
            blocks = re.split(r"^%% (\w+)\n", rest, flags=re.MULTILINE)
            named = dict(zip(blocks[1::2], blocks[2::2], strict=True))
            yield {"name": f"{path.stem}: {sentence}"} | {k: v.rstrip("\n") + "\n" for k, v in named.items()}


ALL = list(cases())


def drawn(form: Form) -> str:
    """A form as the cases draw it."""
    lines = []
    for page in form.pages:
        lines.append(page.title)
        for field in page.fields:
            lines += drawn_field(field, "  ")
    lines += [f"sign-off: {role.role}: {role.statement}".rstrip(": ") for role in form.roles]
    return "".join(line + "\n" for line in lines)


def drawn_field(field: Field, indent: str) -> Iterator[str]:
    options = f" [{' | '.join(field.options)}]" if field.options else ""
    yield f"{indent}{field.label}: {field.kind}{options}"
    for below in field.fields:
        yield from drawn_field(below, indent + "  ")


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["name"])
def test_a_template_gives_the_form_of_its_case(case: Case) -> None:
    assert drawn(parse(case["template"])) == case["form"]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["name"])
def test_its_answers_give_the_document_of_its_case(case: Case) -> None:
    answers = yaml.safe_load(case.get("answers", "")) or {}
    assert render(parse(case["template"]), answers) == case["document"]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["name"])
def test_the_document_of_a_case_gives_its_answers(case: Case) -> None:
    form = parse(case["template"])
    found = read(form, case["document"])
    assert found.answers == start(form) | normal(form, yaml.safe_load(case.get("answers", "")) or {})
    assert found.unplaced == ()


def test_there_are_many_cases() -> None:
    assert len(ALL) >= 40


@pytest.mark.parametrize(
    "text",
    [
        *["", "\n", " ", "\x00\xff\x89PNG\r\n\x1a\n\x00[a]\r**L**: [b]", "\ufeff# [T]\n", "no line break"],
        *["# [T]\r\n\r\n## A\r\n\r\n**L**: [v]\r\n", "# [T]\r## A\r\r- [ ] a [b]\r"],
        "# [T]\n\n" + "".join(f"## Section {chr(97 + n % 26)}{n}x\n\n**L**: [v]\n\n" for n in range(200)),
    ],
    ids=["empty", "a line", "a blank", "binary", "byte order mark", "prose", "CRLF", "CR", "200 sections"],
)
def test_a_strange_file_is_a_form_all_the_same(text: str) -> None:
    form = parse(text)
    answers = {field.key: "x" for field in form.asked() if field.kind in ("text", "markdown")}
    assert render(form, {}, blanks="keep") == text
    assert read(form, render(form, answers)).answers == start(form) | answers


@pytest.mark.parametrize("case", ALL, ids=lambda case: case["name"])
def test_without_answers_it_is_the_template(case: Case) -> None:
    assert render(parse(case["template"]), {}, blanks="keep") == case["template"]
