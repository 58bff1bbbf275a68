"""Snooze: somebody puts off being reminded of a task."""

from __future__ import annotations

from datetime import date, time

from bot.slack import ids, shown, snooze_views
from bot.slack.present import Present
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.tasks.desk import Desk
from bot.tasks.errors import NotThen
from bot.tasks.snoozing import Choice, Picked


class Snoozing:
    """Handlers of the menu on each line of a reminder, of the button beside the document, and of the page for a day."""

    def __init__(self, desk: Desk, present: Present, private: Private) -> None:
        self._desk = desk
        self._present = present
        self._private = private

    async def choose(self, request: Request) -> Answer:
        """Something was chosen: it is put off, or the page for a day opens. A button chooses nothing yet."""
        task_id, chosen = ids.number(request.facts, "t"), request.facts.get("c", snooze_views.OWN_CHOICE)
        if chosen == snooze_views.OWN_CHOICE:
            return await self._ask(request, task_id)
        try:
            return await self._snooze(request, task_id, _choice(str(chosen)))
        except NotThen:
            await self._desk.snoozes.not_snoozed(request.team, request.user)
            raise

    async def pick(self, request: Request) -> Answer:
        """A day was picked. What is wrong with it, or with the time, is said there, and stays as it was entered."""
        state = request.modal.state
        try:
            return await self._snooze(request, shown.read(request.modal.facts).task_id, _picked(state))
        except NotThen as refused:
            return shown.at_field(state, ids.CLOCK if refused.clock else ids.DAY, refused)

    async def _ask(self, request: Request, task_id: int) -> Answer:
        turn = await self._desk.snoozes.open(request.team, task_id, request.user)
        return await self._present.show(request, turn.task, snooze_views.picking(turn))

    async def _snooze(self, request: Request, task_id: int, choice: Choice | Picked) -> Answer:
        done = await self._desk.snoozes.snooze(request.team, task_id, request.user, choice)
        if request.at_home:
            return {}  # It stands there, until when.
        return self._private.say(request, snooze_views.said(done))


def _choice(chosen: str) -> Choice:
    try:
        return Choice(chosen)
    except ValueError:
        raise ids.NotOurs("no choice of ours") from None


def _picked(state: shown.Entered) -> Picked:
    """The day, and the time if there is one. ids.NotOurs for what no picker gives."""
    day, clock = (shown.entered(state, each) for each in (ids.DAY, ids.CLOCK))
    try:
        return Picked(
            day=date.fromisoformat(str(day.get("selected_date"))),
            clock=time.fromisoformat(chosen) if (chosen := clock.get("selected_time")) else None,
        )
    except (TypeError, ValueError):
        raise ids.NotOurs("no day, or no time") from None
