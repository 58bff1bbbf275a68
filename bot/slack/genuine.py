"""Whether what a button or modal says of its task and draft can be so, before anything is done with it."""

from __future__ import annotations

from bot.slack import shown
from bot.slack.request import Request
from bot.tasks.desk import Desk


class Genuine:
    """Values come back from outside. One that was changed to another task, or to somebody else's draft, is refused
    here, at the one place through which every press and every submit comes; the refusal is an event.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def check(self, request: Request) -> None:
        """UnknownTask, ShownForAnother, NotSoFar, NotYours. What isn't there, or packed otherwise, is for others to judge."""
        for copy in shown.copies(request):
            await self._desk.check_copy(request.team, request.user, copy.task_id, copy.key, copy.version or 0)
        for draft_id in shown.drafts(request):
            await self._desk.check_draft(request.team, request.user, draft_id)
