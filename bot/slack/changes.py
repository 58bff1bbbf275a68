"""Request changes: what has to be different before somebody signs."""

from __future__ import annotations

from bot.slack import ids, shown, signing
from bot.slack.present import Present
from bot.slack.request import Answer, Request
from bot.slack.text import context
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import BadReason, Stale
from bot.tasks.rights import Action
from bot.tasks.task import Task

NOTE = "The others can go on signing. Author and assignee are told what you write, and you aren't reminded meanwhile."


class Changes:
    """Handlers of the button Request changes, of `/task changes KEY`, and of the modal's submit."""

    def __init__(self, desk: Desk, present: Present) -> None:
        self._desk = desk
        self._present = present

    async def open(self, request: Request) -> Answer:
        """The button on card, direct message and the page to sign on: what was typed there goes over."""
        typed = signing.comment(request.view.state) if request.view else None
        return await self.show(request, ids.number(request.facts, "t"), typed or "")

    async def show(self, request: Request, task_id: int, typed: str = "") -> Answer:
        """The modal. Whoever isn't asked gets one private sentence (the desk's refusals)."""
        task = await self._desk.steps.open(Action.REQUEST_CHANGES, request.team, task_id, request.user)
        return await self._present.show(request, task, view(task, request.user, typed))

    async def submit(self, request: Request) -> Answer:
        """The wish. The modal closes; card and messages show it."""
        facts, state = request.modal.facts, request.modal.state
        roles = signing.chosen(state)
        if not roles:
            return shown.at_field(state, ids.ROLE, "Choose at least one role to answer for.")
        seen, reason = shown.read(facts), shown.reason(state)
        try:
            await self._desk.steps.request_changes(request.team, seen, request.user, roles, reason)
        except BadReason as refused:
            return shown.at_field(state, ids.REASON, refused)
        except Stale:
            return await self.show(request, seen.task_id)
        return {}


def view(task: Task, who: str, typed: str = "") -> ModalView:
    """For which roles, and what has to change. Pure."""
    theirs = task.asked_of(who)[: signing.MOST_ROLES]
    blocks = [
        context(NOTE),
        signing.roles_input(theirs, "I ask as"),
        shown.reason_input("What has to change?", typed),
    ]
    return shown.modal(task, ids.CHANGES, "Request changes", "Request changes", blocks)
