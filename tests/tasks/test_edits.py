"""A filed task is edited: a draft becomes its next revision."""

from bot.tasks.desk import Desk
from tests.tasks.cast import file
from tests.tasks.editors import answers, edit
from tests.tasks.taking import fresh

GOAL = "goal.objective"


async def test_an_edit_makes_the_next_revision(desk: Desk) -> None:
    task = await file(desk)
    saved = await edit(desk, task, {GOAL: "Sign in with a key"})
    assert (saved.revision, saved.task.revision) == (True, 2)
    assert [each.key for each in saved.changes] == [GOAL]
    assert (await answers(desk, saved.task))[GOAL] == "Sign in with a key"
    assert await fresh(desk, task) == saved.task
