"""What has changed since the copy of a task that somebody presses on."""

from __future__ import annotations

from bot.slack import shown
from bot.slack.request import Request
from bot.tasks.desk import Desk
from bot.tasks.task import Task


async def news(desk: Desk, request: Request, task: Task) -> str:
    """What others have changed since the button or modal was drawn, the latest first; "" for nothing, or where
    the request doesn't say which version it shows.
    """
    for copy in shown.copies(request):
        if copy.task_id == task.id and copy.version is not None:
            return await desk.since(task, copy.version, request.user)
    return ""


def since(request: Request, changes: str) -> str:
    """The changes as a sentence; "" for none."""
    when = "Since this was posted" if request.view is None else "Since you opened this"
    return f"{when}: {changes}." if changes else ""
