"""The page that says how a template becomes a form: each of its examples is as the room has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.template.answers import normal, start
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render
from tests.template.test_cases import drawn

PAGE = Path(__file__).parents[2] / "docs" / "template.md"
BLOCK = re.compile(r"^````(?P<name>\w+)\n(?P<text>.*?)^````$", re.MULTILINE | re.DOTALL)


def examples() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        if block["name"] == "template":
            found.append({})
        found[-1][block["name"]] = block["text"]
    return found


EXAMPLES = examples()
FILLED = [example for example in EXAMPLES if "answers" in example]


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 12 < 2 * len(FILLED)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["template"][:40])
def test_an_example_gives_the_form_that_the_page_shows(example: dict[str, str]) -> None:
    assert drawn(parse(example["template"])) == example["form"]


@pytest.mark.parametrize("example", FILLED, ids=lambda example: example["template"][:40])
def test_an_examples_answers_give_the_document_that_the_page_shows(example: dict[str, str]) -> None:
    answers = yaml.safe_load(example["answers"])
    assert render(parse(example["template"]), answers) == example["document"]


@pytest.mark.parametrize("example", FILLED, ids=lambda example: example["template"][:40])
def test_an_examples_document_gives_its_answers(example: dict[str, str]) -> None:
    form = parse(example["template"])
    answers = start(form) | normal(form, yaml.safe_load(example["answers"]))
    assert read(form, example["document"]).answers == answers
