"""What the buttons beside a task's document are called."""

import pytest

from bot.slack import edit_review, reading, review
from bot.slack.offers import STEPS
from bot.slack.views import ModalView
from tests.slack.posting.samples import signed

STEP_NAMES = " ".join(label for label, _ in STEPS.values()).lower().split()
"""Every word on a button that takes a step."""


@pytest.mark.parametrize(
    "view",
    [
        reading.view(signed(), "# Fix the login", 0),
        review.filed(signed(), new=True),
        edit_review.saved_earlier(signed()),
    ],
    ids=["document", "filed", "saved"],
)
def test_what_closes_a_window_never_reads_like_a_step_of_the_task(view: ModalView) -> None:
    label = view["close"]["text"].lower()
    assert label not in STEP_NAMES


def test_the_steps_that_end_and_resume_a_task_name_it() -> None:
    labels = {label for label, _ in STEPS.values()}
    assert {"Close task", "Reopen task"} <= labels
    assert not {"Close", "Reopen"} & labels
