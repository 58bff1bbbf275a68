"""The cases in tests/cases: templates, the forms and the documents they give, as text.

A file holds any number of cases. A case begins with a line `%% case` and a sentence, and has blocks, each
below a line `%%` and its name:

    %% template    the template
    %% form        the form: a page's title at the line's start, its fields below, indented: `label: kind`,
                   options after the kind in brackets, a group's own fields indented further
    %% answers     what is filled in, as YAML: keys and values; may be left out
    %% document    the document that this gives, with unanswered parts left out
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.template.form import Field, Form
from bot.template.parse import parse
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
def test_without_answers_it_is_the_template(case: Case) -> None:
    assert render(parse(case["template"]), {}, blanks="keep") == case["template"]
