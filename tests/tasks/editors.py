"""Edits of filed tasks, as people make them."""

from collections.abc import Mapping
from typing import Any

from bot.tasks.desk import Desk
from bot.tasks.draft import Draft, new_draft_id
from bot.tasks.results import Saved
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, TEAM


async def begin(
    desk: Desk,
    task: Task,
    who: str = ALICE,
    answers: Mapping[str, Any] | None = None,
    *,
    plan: Mapping[str, Any] | None = None,
    base: int | None = None,
) -> Draft:
    """Somebody's edit of the task as it was shown, with these answers; it isn't saved to the task yet."""
    return await desk.save_draft(
        TEAM,
        who,
        new_draft_id(),
        template_hash=task.template_hash,
        answers=answers or {},
        page=0,
        plan=plan,
        edits=task.id,
        base_revision=base or task.revision,
    )


async def edit(
    desk: Desk, task: Task, answers: Mapping[str, Any] | None = None, who: str = ALICE, **more: Any
) -> Saved:
    """Somebody edits the task, and saves it at once."""
    draft = await begin(desk, task, who, answers, **more)
    return await desk.edits.save(TEAM, who, draft.id)


async def answers(desk: Desk, task: Task) -> dict[str, Any]:
    """What the task says now."""
    return (await desk.answers(task))[1]
