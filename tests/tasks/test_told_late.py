"""What is told late is what stands then, and nothing is left untold."""

from bot.slack import ids
from bot.tasks.desk import Desk
from bot.tasks.step import shown
from tests.tasks.board import Board, buttons
from tests.tasks.cast import ALICE, GRACE, TEAM, Clock, file, sign
from tests.tasks.editors import edit
from tests.tasks.taking import REASON


async def test_an_edit_that_a_close_came_before_is_told_when_the_task_is_reopened(
    desk: Desk, clock: Clock
) -> None:
    board, told = Board(desk, clock), f"edited:1:{GRACE}"
    await sign(desk, await file(desk), GRACE)
    task = (await edit(desk, (await desk.task_by_key(TEAM, "TASK-001")), {"priority": "P1-High"})).task
    task = await desk.steps.close(TEAM, shown(task), ALICE, REASON)
    await board.drain()
    assert told not in board.shown
    await desk.steps.reopen(TEAM, shown(task), ALICE, REASON)
    await board.drain()
    assert ids.SIGN_AGAIN in buttons(board.shown[told])
