"""What a press on an old copy of a task is answered with: how the task stands now, and what has changed since."""

from __future__ import annotations

import secrets

from bot.slack import shown
from bot.slack.last import last
from bot.slack.modals import Modals
from bot.slack.news import news, since
from bot.slack.reading import Reading
from bot.slack.request import Answer, Request
from bot.slack.retyped import retyped, typed
from bot.slack.text import Block, context, paragraph, said, source, within
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import AlreadySigned, NotAllowed, NotAsked, NotSoFar, Stale, TaskError
from bot.tasks.results import Asked
from bot.tasks.step import stands_for
from bot.tasks.task import Task

NOTE = "since"
"""The block id of the sentence in a modal."""
GONE = (AlreadySigned, NotAllowed, NotAsked, Stale)
"""What says that a step can't be taken (any more). Anything else can be set right on the page where it was said."""
WROTE = 40_000
"""Bytes of each text that somebody had typed: 3,000 characters, twelve bytes each at most."""


class Present:
    """Buttons and modals say which version of the task they show; this compares it with the task's own."""

    def __init__(self, desk: Desk, modals: Modals, reading: Reading) -> None:
        self._desk = desk
        self._modals = modals
        self._reading = reading

    async def show(self, request: Request, task: Task, view: ModalView) -> Answer:
        """A modal about the task, and above it what has changed since the copy that was pressed.

        In answer to a modal that was sent and is too old, it takes that one's place, with what was typed there.
        """
        changes = await news(self._desk, request, task)
        if request.kind == "view":
            view = retyped(view, request.modal.state, secrets.token_hex(4))
            return await self._modals.show(request, _noted(view, _not_done(task, changes)))
        return await self._modals.show(request, _noted(view, since(request, changes)))

    async def done(self, request: Request, asked: Asked, line: str) -> Answer:
        """The answer to a modal that has asked somebody: it closes, but where one of them is away it says so."""
        if not asked.away:
            return {}
        return await self._modals.show(request, last(asked.task, line, away=asked.away))

    async def instead(self, request: Request, error: TaskError, sentence: str) -> Answer | None:
        """The task's document in place of what an old copy offered, with the sentence that says why not, what
        has changed, and what was typed. None if the copy is the present one, or the person may not read it.
        """
        task = await self._moved_on(request, error) if isinstance(error, GONE) else None
        if task is None or not await self._reading.may_read(request, task):
            return None
        changes = await news(self._desk, request, task)
        note = _not_so_far(task) if isinstance(error, NotSoFar) else _not_done(task, changes)
        if not isinstance(error, Stale):
            note = " ".join(filter(None, (sentence, since(request, changes))))
        wrote = _wrote(request) if request.kind == "view" else []
        return await self._reading.show(request, task, note=note, beside=wrote)

    async def _moved_on(self, request: Request, error: TaskError) -> Task | None:
        """The task that the pressed copy is too old for; None where it is the present one."""
        copy = next(iter(shown.copies(request)), None)
        task = await self._desk.task(request.team, copy.task_id) if copy else None
        if copy is None or copy.version is None or task is None or not stands_for(copy.key, task):
            return None
        return task if copy.version < task.version or isinstance(error, Stale) else None


def _not_done(task: Task, changes: str) -> str:
    how = f": {changes}" if changes else ""
    return f"Nothing was done yet, since {task.key} has changed after you saw it{how}. This is how it stands now."


def _not_so_far(task: Task) -> str:
    return (
        f"Nothing was done, since what you pressed shows a newer {task.key} than the bot knows, as happens after "
        "its database was restored. This is how it stands now."
    )


def _noted(view: ModalView, note: str) -> ModalView:
    """With a sentence below the headline, if there is one."""
    if not note:
        return view
    first, *rest = view["blocks"]
    block: Block = {**paragraph(said(note)), "block_id": NOTE}
    return {**view, "blocks": [first, block, *rest]}


def _wrote(request: Request) -> list[Block]:
    """What was typed in the modal that closes, so that it can be copied."""
    texts = [source(within(each, WROTE)) for each in typed(request.modal.state)]
    return [context("What you wrote:"), *texts] if texts else []
