"""Revisions: which a task has, what each said, and what changed between any two."""

from __future__ import annotations

from typing import Any

from bot.slack import comparison, ids, revision_views
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.reading import Reading
from bot.slack.request import Answer, Request
from bot.slack.shown import at_field
from bot.tasks.desk import Desk
from bot.tasks.errors import UnknownTask
from bot.tasks.task import Task

OTHER = "Choose two different revisions: these are one and the same."


class Revisions:
    """Handlers of the button Revisions beside a document, and of what its modals lead to. Each looks first
    whether the person may read the task.
    """

    def __init__(self, desk: Desk, modals: Modals, people: People, reading: Reading) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._reading = reading

    async def all(self, request: Request) -> Answer:
        """Which revisions there are, and the presses to later and earlier ones."""
        task = await self._task(request, request.facts)
        found = await self._desk.revisions.all(request.team, task)
        names = await self._people.names(request.team, [each.author for each in found])
        zone = await self._people.zone(request.team, request.user)
        first = _first(request)
        view = revision_views.listed(task, found, names, zone, first)
        return await self._modals.show(request, view)

    async def show(self, request: Request) -> Answer:
        """What the task said in one of them."""
        task, number = await self._task(request, request.facts), ids.number(request.facts, "n")
        text = await self._desk.revisions.document(request.team, task, number)
        view = revision_views.document(task, number, text, _first(request))
        return await self._modals.show(request, view)

    async def compare(self, request: Request) -> Answer:
        """What changed between two of them: a press that names them."""
        task = await self._task(request, request.facts)
        old, new = ids.number(request.facts, "o"), ids.number(request.facts, "n")
        return await self._compared(request, task, old, new, _first(request))

    async def compare_chosen(self, request: Request) -> Answer:
        """What changed between the two that were chosen in the menus; the earlier one is the old one."""
        task = await self._task(request, request.modal.facts)
        one, other = revision_views.chosen(request.modal)
        if one == other:
            return at_field(request.modal.state, ids.VALUE, OTHER)
        return await self._compared(request, task, min(one, other), max(one, other), 0)

    async def _compared(self, request: Request, task: Task, old: int, new: int, first: int) -> Answer:
        found = await self._desk.revisions.compare(request.team, task, old, new)
        view = comparison.view(task, old, new, found, first)
        return await self._modals.show(request, view)

    async def _task(self, request: Request, facts: dict[str, Any]) -> Task:
        """The task, if this person may read it. UnknownTask, NotAllowed; ids.NotOurs."""
        task = await self._desk.task(request.team, ids.number(facts, "t"))
        if task is None:
            raise UnknownTask("that this button is about")
        await self._reading.must_read(request, task)
        return task


def _first(request: Request) -> int:
    """With which part of what is shown to begin."""
    return ids.number(request.facts, "p") if "p" in request.facts else 0
