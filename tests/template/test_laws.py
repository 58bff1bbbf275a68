"""The laws of the template, over any text and any answers."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from typing import Any, Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.template.answers import normal, start
from bot.template.form import Form
from bot.template.origin import Origin, with_origin
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render
from tests.template import strategies as some
from tests.template.conftest import DEFAULT

FORM = parse(DEFAULT)
MARKDOWN = MarkdownIt("commonmark").enable("table")
STEP = re.compile(r"h3 Step \d")
BLANKS: tuple[Literal["keep"], Literal["drop"]] = ("keep", "drop")
EXPORTED = Origin("TASK-007", 2)
EXAMPLES = int(os.environ.get("EXAMPLES", "0"))
"""How many examples `make laws` asks for; 0 in the suite, which always tries the same few."""
at_length = settings(
    deadline=None,
    max_examples=EXAMPLES or 100,
    derandomize=not EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
on_the_whole_form = settings(at_length, max_examples=EXAMPLES or 40)


def headings(text: str) -> list[str]:
    """The headings of a document, each with its level, as Markdown reads them; nested ones too."""
    tokens = MARKDOWN.parse(text)
    pairs = pairwise(tokens)
    return [f"{token.tag} {below.content}" for token, below in pairs if token.type == "heading_open"]


@at_length
@given(some.any_text)
def test_nothing_asked_nothing_changed_for_any_text(text: str) -> None:
    assert render(parse(text), {}, blanks="keep") == text


@at_length
@given(some.templates)
def test_nothing_asked_nothing_changed_for_templates(text: str) -> None:
    assert render(parse(text), {}, blanks="keep") == text


def test_nothing_asked_nothing_changed_for_the_default_template(source: str) -> None:
    assert render(FORM, {}, blanks="keep") == source


@at_length
@given(some.templates)
def test_keys_are_given_once(text: str) -> None:
    keys = [field.key for page in parse(text).pages for field in page.fields]
    assert len(keys) == len(set(keys))


@at_length
@given(some.templates, st.data())
def test_any_answers_to_any_template_can_be_written(text: str, data: st.DataObject) -> None:
    form = parse(text)
    answers = data.draw(some.answers(form))
    assert isinstance(render(form, answers) + render(form, answers, blanks="keep"), str)


@on_the_whole_form
@given(some.answers(FORM))
def test_normal_answers_stay_as_they_are(answers: dict[str, Any]) -> None:
    once = normal(FORM, answers)
    assert normal(FORM, once) == once


def there_and_back(form: Form, answers: dict[str, Any], blanks: Literal["keep", "drop"]) -> None:
    document = render(form, answers, blanks=blanks)
    found = read(form, document)
    assert found.answers == start(form) | normal(form, answers)
    assert found.unplaced == ()
    assert document == form.template or read(form, with_origin(document, EXPORTED)) == found


@on_the_whole_form
@given(some.answers(FORM), some.blanks)
def test_there_and_back_for_the_default_template(
    answers: dict[str, Any], blanks: Literal["keep", "drop"]
) -> None:
    there_and_back(FORM, answers, blanks)


@at_length
@given(some.templates, st.data(), some.blanks)
def test_there_and_back_for_templates(
    text: str, data: st.DataObject, blanks: Literal["keep", "drop"]
) -> None:
    form = parse(text)
    there_and_back(form, data.draw(some.answers(form)), blanks)


@at_length
@given(some.any_text, st.data(), some.blanks)
def test_there_and_back_for_any_text(text: str, data: st.DataObject, blanks: Literal["keep", "drop"]) -> None:
    form = parse(text)
    there_and_back(form, data.draw(some.answers(form)), blanks)


@at_length
@given(some.any_text | some.templates, some.any_text | some.templates)
def test_any_text_is_read_by_any_template(template: str, text: str) -> None:
    found = read(parse(template), text)
    assert all(text.replace("\r\n", "\n").replace("\r", "\n").count(each.text) for each in found.unplaced)


@on_the_whole_form
@given(some.any_text)
def test_any_text_is_read_by_the_default_template(text: str) -> None:
    read(FORM, text)


EXPECTED = headings(DEFAULT)
FIXED = [heading for heading in EXPECTED[1:] if not STEP.match(heading)]


@on_the_whole_form
@given(some.answers(FORM))
def test_the_skeleton_stands_whatever_is_typed(answers: dict[str, Any]) -> None:
    steps: Any = (start(FORM) | normal(FORM, answers)).get("implementation-steps.step", [])
    whole, short = (headings(render(FORM, answers, blanks=blanks)) for blanks in BLANKS)
    left = iter(FIXED)
    assert whole[0].startswith("h1 TASK-XXX:")
    assert [heading for heading in whole[1:] if not STEP.match(heading)] == FIXED
    assert all(heading in left for heading in short[1:] if not STEP.match(heading))
    numbers = [heading.split()[2].rstrip(":") for heading in short if STEP.match(heading)]
    assert numbers == [str(number + 1) for number in range(len(steps))]
