"""Neighbouring pages that ask one thing each, on one screen."""

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import asking, views
from bot.template.answers import unanswered
from tests.slack.sheets import sheet, state_of

SECTIONS = "Context", "Goals", "Options", "Outcome", "Risks", "Costs", "Links", "Notes"
RECORD = "# [Title]\n\n" + "".join(f"## {name}\n\n[{name} of it]\n\n" for name in SECTIONS)
"""In the manner of a decision record."""
MIXED = """\
# [Title]

**Area**: [where]

## Summary

[What]

## Background

Read [the handbook](https://example.com) first.

**Reason**: [why]

## Plan

**First**: [step]

**Second**: [step]

## Risks

[What]
"""


def titles(template: str) -> list[str]:
    here = sheet(template)
    return [asking.title(here.form, screen) for screen in here.screens]


def labels(view: views.ModalView) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def test_pages_of_one_field_are_joined_up_to_six_inputs() -> None:
    assert titles(RECORD) == ["1 to 6 of 9 · Basics … Risks", "7 to 9 of 9 · Costs … Notes"]
    assert labels(views.page(sheet(RECORD))) == ["Title", *SECTIONS[:5]]


def test_a_page_of_several_fields_stays_by_itself() -> None:
    assert titles(MIXED) == [
        "1 of 5 · Basics",
        "2 to 3 of 5 · Summary … Background",
        "4 of 5 · Plan",
        "5 of 5 · Risks",
    ]


def test_a_joined_page_stands_below_its_title_unless_its_input_says_it() -> None:
    view = views.page(sheet(MIXED).at(1))
    check_view(view)
    shown = [block for block in view["blocks"] if block["type"] in ("input", "rich_text")][1:]
    assert [str(block.get("label") or block["elements"]) for block in shown if "Background" in str(block)]
    assert [block["type"] for block in shown] == ["input", "rich_text", "input"]


@pytest.mark.parametrize("page", range(9))
def test_every_joined_page_can_be_jumped_to(page: int) -> None:
    here = sheet(RECORD)
    found = here.screens[here.first_of(page)]
    assert page in found.pages
    assert any(path[0] == page for path, _ in found.fields)


@pytest.mark.parametrize("step", range(9))
def test_a_draft_that_was_left_before_pages_were_joined_opens_where_its_page_stands_now(step: int) -> None:
    here = sheet(RECORD).at_step(step)
    assert step in here.screens[here.screen].pages


def test_a_draft_that_was_left_on_review_opens_there() -> None:
    assert sheet(RECORD).at_step(9).screen == len(sheet(RECORD).screens) == 2


@pytest.mark.parametrize("template", [RECORD, MIXED])
def test_where_somebody_is_comes_back_from_what_is_kept(template: str) -> None:
    for screen in range(len(sheet(template).screens) + 1):
        here = sheet(template).at(screen)
        assert here.at_step(here.step).screen == screen


def test_what_is_typed_on_joined_pages_goes_to_the_fields_of_each() -> None:
    here = sheet(RECORD).at(1)
    state = state_of(views.page(here))
    for number, block in enumerate(state.values()):
        block["value"]["value"] = f"Answer {number}"
    answers = views.answers_of(here, state)
    assert (answers["costs"], answers["links"], answers["notes"]) == ("Answer 0", "Answer 1", "Answer 2")
    left = unanswered(here.form, answers)
    assert [field.label for field in left] == ["Title", *SECTIONS[:5]]
