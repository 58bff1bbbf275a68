"""When an old copy gives way to the task as it stands, and when the page stays."""

import json
from unittest.mock import AsyncMock, MagicMock

import pytest

from bot.slack.present import Present
from bot.slack.request import Request, read
from bot.tasks.errors import BadReason, CannotSign, Conflict, NotAllowed, Stale, TaskError
from tests.slack.posting.samples import sign_off, task

TASK = task(sign_off(), version=7)
NEWS = "Grace Hopper signed as Developer"


def pressed(version: int, key: str = TASK.key) -> Request:
    """A press on a button of this version of the task."""
    value = json.dumps({"t": TASK.id, "k": key, "v": version})
    action = {"action_id": "close", "type": "button", "value": value}
    return read("action", {"actions": [action], "user": {"id": "UADA"}, "team": {"id": "T1"}})


async def shown(request: Request, error: TaskError, *, may_read: bool = True) -> str | None:
    """The sentence above the document; None if it isn't shown."""
    desk, reading = MagicMock(), MagicMock()
    desk.task, desk.since = AsyncMock(return_value=TASK), AsyncMock(return_value=NEWS)
    reading.may_read, reading.show = AsyncMock(return_value=may_read), AsyncMock(return_value={})
    answer = await Present(desk, MagicMock(), reading).instead(request, error, str(error))
    assert (answer is None) == (reading.show.await_count == 0)
    return None if answer is None else str(reading.show.await_args.kwargs["note"])


async def test_what_is_no_longer_possible_on_an_old_copy_shows_the_task_and_what_has_changed() -> None:
    assert (
        await shown(pressed(6), NotAllowed("It is closed."))
        == f"It is closed. Since this was posted: {NEWS}."
    )


async def test_the_present_copy_stays_and_so_does_anybodys_who_may_not_read() -> None:
    assert await shown(pressed(7), NotAllowed("It is closed.")) is None
    assert await shown(pressed(6), NotAllowed("It is closed."), may_read=False) is None


async def test_a_copy_that_is_of_no_such_task_shows_none() -> None:
    assert await shown(pressed(6, key="TASK-002"), NotAllowed("It is closed.")) is None


@pytest.mark.parametrize(
    "error", [BadReason("Say why."), CannotSign("Developer", "U", "Gus", "a guest"), Conflict()]
)
async def test_what_can_be_set_right_is_said_on_the_page_where_it_went_wrong(error: TaskError) -> None:
    assert await shown(pressed(6), error) is None


async def test_what_happens_at_one_press_is_said_not_to_have_happened() -> None:
    said = await shown(pressed(7), Stale(TASK.key, "it was open before", "started"))
    assert said is not None and said.startswith(f"Nothing was done yet, since {TASK.key} has changed")
