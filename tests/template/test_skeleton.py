"""Law 3 over any template: its headings stand, in order and at their level, whatever is typed."""

from __future__ import annotations

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from bot.template.answers import normal, start
from bot.template.parse import parse
from bot.template.render import render
from tests.template import skeleton
from tests.template import strategies as some
from tests.template.test_laws import at_length


@at_length
@given(some.templates, st.data(), some.blanks)
def test_the_skeleton_of_templates_stands(
    text: str, data: st.DataObject, blanks: Literal["keep", "drop"]
) -> None:
    stands(text, data, blanks)


@at_length
@given(some.any_text, st.data(), some.blanks)
def test_the_skeleton_of_any_text_stands(
    text: str, data: st.DataObject, blanks: Literal["keep", "drop"]
) -> None:
    stands(text, data, blanks)


def stands(text: str, data: st.DataObject, blanks: Literal["keep", "drop"]) -> None:
    """Raises if a document of the template has other headings than it may."""
    form = parse(text)
    answers = data.draw(some.answers(form))
    said = start(form) | normal(form, answers)
    found = skeleton.headings(render(form, answers, blanks=blanks), form.guard.deepest)
    assert skeleton.expected(form, said, keep=blanks == "keep").fullmatch(found), found
