"""Screens as modals that Slack takes, and what was typed there back as answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.checks.view import check_view
from bot.slack import views
from bot.slack.sheet import Choice
from bot.template.answers import Problem
from tests.slack.sheets import sheet, state_of

HOSTILE = "<!channel> @here <@U0ADA> `x` <b>&amp;</b> \u202eright to left \U0001f680"


def text_of(view: views.ModalView) -> str:
    return str(view["blocks"])


@pytest.mark.parametrize("screen", range(len(sheet().screens)))
def test_every_screen_is_a_view_that_slack_takes(screen: int) -> None:
    check_view(views.page(sheet().at(screen)))


def test_the_menu_of_two_hundred_templates_is_one_that_slack_takes() -> None:
    choices = tuple(Choice(name=f"{n}" * 80, title=f"{n}" * 80, template_hash=str(n)) for n in range(200))
    check_view(views.page(sheet(choices=choices)))
    check_view(views.page(sheet(choices=choices).model_copy(update={"template_hash": "150"})))


def test_the_menu_stands_on_the_first_page_only_and_where_there_is_a_choice() -> None:
    two = tuple(Choice(name=name, title=name, template_hash=name) for name in ("a", "b"))
    assert "Template: " in text_of(views.page(sheet(choices=two)))
    assert "Template: " not in text_of(views.page(sheet(choices=two).at(1)))
    assert "Template: " not in text_of(views.page(sheet(choices=two[:1])))


@pytest.mark.parametrize(
    ("screen", "says"),
    [
        (0, "Next saves this page; so do Jump to… and Review."),
        (2, "Next saves this page; so do Back, Jump to… and Review."),
        (19, "Review saves this page; so do Back and Jump to…"),
    ],
)
def test_the_first_block_says_where_one_is_and_what_saves(screen: int, says: str) -> None:
    here = sheet().at(screen)
    first = views.page(here)["blocks"][0]["elements"][0]["elements"]
    assert [run["text"] for run in first] == [
        f"{here.screens[screen].page + 1} of 16 · {here.screens[screen].title}",
        f"\n{says}",
    ]


def test_a_form_of_one_page_says_that_review_saves() -> None:
    assert "'\\nReview saves this page.'" in text_of(views.page(sheet("# [Title]\n\n[text]")))


def test_what_countersign_fills_in_says_so_and_constants_stand_as_they_are() -> None:
    text = text_of(views.page(sheet()))
    assert all(f"'{label}: filled in by Countersign'" in text for label in ("Status", "Created", "Updated"))
    assert "'Type: Technical Task'" in text


@pytest.mark.parametrize(("others", "says"), [(1, "an unfinished draft."), (3, "3 unfinished drafts.")])
def test_older_drafts_are_named_on_a_fresh_page(others: int, says: str) -> None:
    assert f"'You have {says}'" in text_of(views.page(sheet(others=others)))


def test_lists_say_how_to_write_them() -> None:
    text = text_of(views.page(sheet().at(9)))
    assert "One item per line. Start a line with two spaces to put it under the one above." in text


def test_a_person_is_chosen() -> None:
    assert "'Choose a person'" in text_of(views.page(sheet()))


@pytest.mark.parametrize("screen", range(len(sheet().screens)))
def test_a_page_that_nobody_touched_changes_no_answer(screen: int) -> None:
    here = sheet().at(screen)
    assert views.answers_of(here, state_of(views.page(here))) == here.answers


def test_what_is_typed_becomes_an_answer_in_the_shape_of_its_field() -> None:
    here = sheet().at(2)
    state = state_of(views.page(here))
    state["n/2/0"]["value"] = {"type": "plain_text_input", "value": "Keys rotate\n  every week"}
    answer = views.answers_of(here, state)["technical-requirements.must-have"]
    assert answer == [
        {"text": "Keys rotate", "done": False, "items": [{"text": "every week", "done": False, "items": []}]}
    ]


def test_a_cleared_default_stays_cleared() -> None:
    here = sheet().at(9)
    state = state_of(views.page(here))
    state["n/6/0"]["value"]["value"] = None
    assert views.answers_of(here, state)["definition-of-done.code"] == []


def test_blocks_of_another_page_and_of_nobody_are_passed_over() -> None:
    here = sheet()
    strangers = {"n/99/7": {"value": {"value": "x"}}, "other": {"value": {"value": "x"}}, "n": {}, "n/0": {}}
    assert views.answers_of(here, strangers) == here.answers


def test_a_problem_stands_at_its_field() -> None:
    here = sheet().at(19)
    problem = Problem(key="related-links.pull-request", label="Pull Request", message="is not a link")
    assert views.errors_of(here, state_of(views.page(here)), [problem]) == {"n/15/1": "is not a link"}


def test_what_is_too_long_for_an_input_is_shown_and_kept() -> None:
    key = "task-description.objective"
    here = sheet(answers={key: "long " * 2000}).at(1)
    drawn = views.page(here)
    check_view(drawn)
    assert "10,000 characters" in text_of(drawn)
    assert views.answers_of(here, state_of(drawn))[key] == "long " * 2000


def test_two_hundred_pages_can_all_be_jumped_to() -> None:
    template = "# [Title]\n\n" + "\n\n".join(
        f"## {chr(65 + n // 26)}{chr(65 + n % 26)}\n\n[text]" for n in range(200)
    )
    drawn = views.page(sheet(template).at(5))
    check_view(drawn)
    assert "201. HR" in text_of(drawn)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=3000), screen=st.integers(0, 19))
def test_whatever_was_typed_is_shown_in_a_view_that_slack_takes(text: str, screen: int) -> None:
    here = sheet().at(screen)
    state = state_of(views.page(here))
    for block in state.values():
        for element in block.values():
            if element["type"] == "plain_text_input":
                element["value"] = text + HOSTILE
    typed = here.model_copy(update={"answers": views.answers_of(here, state)})
    check_view(views.page(typed))
