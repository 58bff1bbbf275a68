"""What Review of an edit is drawn from: what saving would do now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.slack import clashes, edit_review
from bot.slack.clashes import Seen
from bot.slack.people import People
from bot.slack.request import Request
from bot.slack.sheet import Sheet
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import DraftGone


class Reviewing:
    """Looks at an edit, and shows what it changes, or what has to be settled first."""

    def __init__(
        self, desk: Desk, people: People, now: Callable[[], datetime], admins: frozenset[str]
    ) -> None:
        self._desk = desk
        self._people = people
        self._now = now
        self._admins = admins

    async def seen(self, request: Request, draft_id: str) -> Seen:
        """What saving this draft would do now. DraftGone, NotYours, NotAllowed, NotKept."""
        admin = request.user in self._admins
        look = await self._desk.edits.look(request.team, request.user, draft_id, admin=admin)
        made = await self._desk.revisions.all(request.team, look.task) if look.clashes else ()
        people = {each.author for each in made} | {each.person for each in look.task.sign_offs if each.person}
        names = await self._people.names(request.team, people)
        return Seen(look=look, made=made, names=names, now=self._now())

    async def view(self, request: Request, sheet: Sheet, note: str) -> ModalView:
        """The review, or the fields that somebody else changed too."""
        seen = await self.seen(request, sheet.draft_id)
        # An imported document may be a megabyte: others' presses don't wait until it is drawn.
        if seen.look.clashes:
            return await asyncio.to_thread(clashes.view, sheet, seen, note)
        return await asyncio.to_thread(edit_review.view, sheet, seen.look, seen.names, note)

    async def saved(self, team: str, task_id: int) -> ModalView:
        """The task of an edit that is saved already. DraftGone if there is none."""
        task = await self._desk.task(team, task_id)
        if task is None:
            raise DraftGone(str(task_id))
        return edit_review.saved_earlier(task)
