"""Retract: one's own signature, taken back after a second look."""

from __future__ import annotations

from bot.slack import ids, shown, signing
from bot.slack.present import Present
from bot.slack.request import Answer, Request
from bot.slack.standing import roles_of
from bot.slack.text import paragraph, said
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import Stale
from bot.tasks.rights import Action
from bot.tasks.task import Task


class Retracting:
    """Handlers of the button Retract, of `/task retract KEY`, and of the modal that asks once more."""

    def __init__(self, desk: Desk, present: Present) -> None:
        self._desk = desk
        self._present = present

    async def open(self, request: Request) -> Answer:
        """The button in the direct message and beside the document."""
        return await self.show(request, ids.number(request.facts, "t"))

    async def show(self, request: Request, task_id: int) -> Answer:
        """The modal. Whoever has no signature there gets one private sentence (the desk's refusals)."""
        task = await self._desk.steps.open(Action.RETRACT, request.team, task_id, request.user)
        return await self._present.show(request, task, view(task, request.user))

    async def submit(self, request: Request) -> Answer:
        """The retraction. The modal closes; card and message ask again."""
        state = request.modal.state
        roles = signing.chosen(state)
        if not roles:
            return shown.at_field(state, ids.ROLE, "Choose at least one role to retract your signature of.")
        seen = shown.read(request.modal.facts)
        try:
            await self._desk.steps.retract(request.team, seen, request.user, roles)
        except Stale:
            return await self.show(request, seen.task_id)
        return {}


def view(task: Task, who: str) -> ModalView:
    """What was signed when, and what becomes of it. Pure."""
    theirs = task.signed_by(who)[: signing.MOST_ROLES]
    days = [own.day for each in theirs if (own := task.signature_of(each))]
    day = f" on {max(days).isoformat()}" if days else ""
    sentence = (
        f"You signed as {roles_of(theirs, 1000)}{day}. If you retract, your signature no longer counts, and you "
        "are asked again. The history keeps both."
    )
    blocks = [paragraph(said(sentence)), signing.roles_input(theirs, "I retract my signature as")]
    return shown.modal(task, ids.RETRACTION, "Retract", "Retract", blocks)
