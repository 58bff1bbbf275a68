"""What of a view counts as said by whoever pressed there."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import views
from bot.slack.entered import entered
from bot.slack.request import View
from bot.slack.sheet import Edit, Sheet
from bot.tasks.comparing import whole
from bot.template.parse import parse
from tests.slack import templates as some
from tests.slack.sheets import sheet, state_of
from tests.slack.test_any_template import at_length

BEGAN = Edit(task_id=1, key="TASK-001", base=1, stands=1)


def view_of(drawn: Sheet) -> View:
    """The sheet's page as Slack sends it back."""
    page = views.page(drawn)
    return View(
        id="V1",
        hash="h",
        callback_id=page["callback_id"],
        packed=page["private_metadata"],
        state=state_of(page),
        raw=page,
    )


def typed(view: View, block_id: str, text: str) -> View:
    """The same view, with something typed into a block."""
    state: dict[str, Any] = {**view.state, block_id: {"value": {"type": "plain_text_input", "value": text}}}
    return view.model_copy(update={"state": state})


@at_length
@given(some.templates, st.data())
def test_an_edit_that_nobody_typed_in_changes_nothing_of_any_task(template: str, data: st.DataObject) -> None:
    form = parse(template)
    answers = whole(form, data.draw(some.answers(form)))
    for saved in (False, True):
        began = Sheet(
            draft_id="d", template_hash="0", form=form, answers=answers, nonce="n", edits=BEGAN, saved=saved
        )
        for number in some.sampled(len(began.screens)):
            here = began.at(number)
            assert entered(here, view_of(here)).answers == answers


@pytest.mark.parametrize("saved", [True, False])
def test_what_is_typed_changes_that_and_nothing_else(saved: bool) -> None:
    here = sheet(edits=BEGAN, saved=saved).at(1)
    after = entered(here, typed(view_of(here), "n/1/2", "Only signing keys"))
    assert after.answers == {**here.answers, "task-description.scope": "Only signing keys"}


def test_of_a_discarded_edit_all_that_stands_on_the_page_is_kept() -> None:
    before = sheet(edits=BEGAN, saved=True, answers={"task-description.scope": "Only signing keys"}).at(1)
    anew = sheet(edits=BEGAN).at(1)
    assert entered(anew, view_of(before)).answers["task-description.scope"] == "Only signing keys"
