"""Start, mark as done, close and reopen a task."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.slack import ids, shown
from bot.slack.present import Present
from bot.slack.private import Private
from bot.slack.reading import Reading
from bot.slack.request import Answer, Request
from bot.slack.text import context
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import BadReason, Stale
from bot.tasks.rights import Action
from bot.tasks.step import Shown
from bot.tasks.step import shown as as_it_stands
from bot.tasks.task import State, Task

Ask = Callable[[Request, int], Awaitable[Answer]]
"""(request, the task's id) -> the page that asks for a reason."""

CLOSING = "Nobody is asked to sign or reminded any more. The author can reopen it."
BACK = {
    State.DONE: "Its signatures stay. It is done again when you mark it so, or with a further signature.",
    State.CLOSED: "Its signatures stay, and whoever had not signed is asked again.",
}


class Course:
    """Handlers of the buttons beside the document, of `/task start|done|close|reopen KEY`, and of two modals."""

    def __init__(
        self, desk: Desk, present: Present, reading: Reading, private: Private, admins: frozenset[str]
    ) -> None:
        self._desk = desk
        self._present = present
        self._reading = reading
        self._private = private
        self._admins = admins

    async def start(self, request: Request) -> Answer:
        """The button Start."""
        return await self._start(request, shown.read(request.facts))

    async def start_typed(self, request: Request, task: Task) -> Answer:
        """`/task start KEY`."""
        return await self._start(request, as_it_stands(task))

    async def finish(self, request: Request) -> Answer:
        """The button Mark as done."""
        return await self._finish(request, shown.read(request.facts))

    async def finish_typed(self, request: Request, task: Task) -> Answer:
        """`/task done KEY`."""
        return await self._finish(request, as_it_stands(task))

    async def close(self, request: Request) -> Answer:
        """The button Close task: the page that asks for the reason."""
        return await self.ask_to_close(request, shown.read(request.facts).task_id)

    async def ask_to_close(self, request: Request, task_id: int) -> Answer:
        """The same, for `/task close KEY`. Who may not, or has nothing to close, is told so."""
        task = await self._open(Action.CLOSE, request, task_id)
        return await self._present.show(request, task, closing(task))

    async def closed(self, request: Request) -> Answer:
        """The reason was given: the task is closed."""
        return await self._with_reason(request, self._desk.steps.close, self.ask_to_close)

    async def reopen(self, request: Request) -> Answer:
        """The button Reopen task: the page that asks for the reason."""
        return await self.ask_to_reopen(request, shown.read(request.facts).task_id)

    async def ask_to_reopen(self, request: Request, task_id: int) -> Answer:
        """The same, for `/task reopen KEY`."""
        task = await self._open(Action.REOPEN, request, task_id)
        return await self._present.show(request, task, reopening(task))

    async def reopened(self, request: Request) -> Answer:
        """The reason was given: the task goes on."""
        return await self._with_reason(request, self._desk.steps.reopen, self.ask_to_reopen)

    async def _open(self, action: Action, request: Request, task_id: int) -> Task:
        return await self._desk.steps.open(
            action, request.team, task_id, request.user, admin=self._is_admin(request)
        )

    async def _start(self, request: Request, seen: Shown) -> Answer:
        task = await self._desk.steps.start(request.team, seen, request.user, admin=self._is_admin(request))
        return await self._said(request, task, f"{task.key} is started.")

    async def _finish(self, request: Request, seen: Shown) -> Answer:
        task = await self._desk.steps.finish(request.team, seen, request.user, admin=self._is_admin(request))
        return await self._said(request, task, f"{task.key} is done.")

    async def _said(self, request: Request, task: Task, sentence: str) -> Answer:
        """Above the document, if that is open; else privately."""
        if request.view is None:
            return self._private.say(request, sentence)
        return await self._reading.show(request, task, note=sentence)

    async def _with_reason(self, request: Request, step: Callable[..., Awaitable[Task]], ask: Ask) -> Answer:
        """`ask` draws the page anew, should it be too old."""
        state = request.modal.state
        seen, reason = shown.read(request.modal.facts), shown.reason(state)
        try:
            await step(request.team, seen, request.user, reason, admin=self._is_admin(request))
        except BadReason as refused:
            return shown.at_field(state, ids.REASON, refused)
        except Stale:
            return await ask(request, seen.task_id)
        return {}

    def _is_admin(self, request: Request) -> bool:
        return request.user in self._admins


def closing(task: Task) -> ModalView:
    """Why the task ends without its signatures. Pure."""
    blocks = [context(CLOSING), shown.reason_input("Why is it closed?")]
    return shown.modal(task, ids.CLOSING, "Close task", "Close it", blocks)


def reopening(task: Task) -> ModalView:
    """Why the task goes on. Pure."""
    blocks = [context(BACK.get(task.state, "")), shown.reason_input("Why is it reopened?")]
    return shown.modal(task, ids.REOPENING, "Reopen task", "Reopen it", blocks, state=True)
