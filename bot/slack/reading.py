"""Open: the document, to read; and as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.slack import boxes, ids, offers, shown
from bot.slack.membership import Membership
from bot.slack.modals import Modals, NotOpened
from bot.slack.news import news, since
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.text import (
    AROUND,
    MOST_SENT,
    VIEW,
    Block,
    context,
    first_parts,
    paragraph,
    plain,
    said,
    shorten,
    size,
    source,
    split,
    within,
)
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.desk import Desk
from bot.tasks.errors import UnknownTask
from bot.tasks.task import SignOffState, Task

PART = 2900
MOST_COMMENTS = 20
LINE = 1000
WHO = 3000
"""Bytes of the line above a comment."""
PARTS_SHOWN = 12
"""Parts of a document on one modal; a longer one has a press that leads on."""

ON_ITS_WAY = "The document of {} is on its way to you, as a file in my direct messages."


class Reading:
    """Handlers of the Open button, of `/task show KEY`, and of the export of what may be read."""

    def __init__(
        self,
        desk: Desk,
        modals: Modals,
        people: People,
        membership: Membership,
        private: Private,
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._membership = membership
        self._private = private
        self._admins = admins

    async def open(self, request: Request) -> Answer:
        """The Open button, and the press that leads on in a long document."""
        task = await self._task(request)
        note = since(request, await news(self._desk, request, task))
        return await self.show(request, task, _first(request), note)

    async def export(self, request: Request, task: Task) -> Answer:
        """`/task export KEY`: the document as a file, among the person's direct messages."""
        await self.must_read(request, task)
        await self._desk.order_export(request.team, task, request.user)
        return self._private.say(request, ON_ITS_WAY.format(task.key))

    async def export_shown(self, request: Request) -> Answer:
        """The Export button beside the text; the page says that the file is on its way."""
        task = await self._task(request)
        await self.must_read(request, task)
        await self._desk.order_export(request.team, task, request.user)
        line = ON_ITS_WAY.format(task.key)
        if request.view is None:
            return self._private.say(request, line)
        try:
            return await self.show(request, task, _first(request), line)
        except NotOpened:
            return self._private.say(request, line)

    async def show(
        self, request: Request, task: Task, first: int = 0, note: str = "", beside: Sequence[Block] = ()
    ) -> Answer:
        """The document from a part on; a sentence, and what belongs to it, above."""
        await self.must_read(request, task)
        look, admin = await self._desk.progress.look(task), request.user in self._admins
        own = offers.buttons(task, request.user, admin=admin, boxes=look.boxes > 0)
        above = [*([context(note)] if note else []), *beside, *boxes.unticked(look)]
        drawn = view(task, await self._desk.document(task), first, above, own)
        drawn["private_metadata"] = ids.pack(**shown.brief(task))
        pressed_in = request.view.callback_id if request.view and request.kind == "action" else None
        return await (self._modals.push if pressed_in == ids.SIGN else self._modals.show)(request, drawn)

    async def _task(self, request: Request) -> Task:
        task = await self._desk.task(request.team, ids.number(request.facts, "t"))
        if task is None:
            raise UnknownTask("that this button is about")
        return task

    async def must_read(self, request: Request, task: Task) -> None:
        """NotAllowed if this person may not read the task, which is an event.

        Decided by what is known of them; only of whom that isn't enough, Slack is asked first. Whoever
        presses in the card's channel is in it.
        """
        if not await self.may_read(request, task):
            admin, there = request.user in self._admins, _there(request, task)
            await self._desk.must_read(request.team, task, request.user, admin=admin, there=there)

    async def may_read(self, request: Request, task: Task) -> bool:
        """The same as a question: a no is no event."""
        asked, there = (request.team, task, request.user), _there(request, task)
        if await self._desk.may_read(*asked, admins=self._admins, there=there):
            return True
        await self._look_up(request, task)
        return await self._desk.may_read(*asked, admins=self._admins, there=there)

    async def _look_up(self, request: Request, task: Task) -> None:
        """Slack's word about the person, and about who is in the card's channel, a second at most."""
        known = self._people.look_up(request.team, [request.user])
        await asyncio.gather(known, self._membership.know(task.channel))


def _there(request: Request, task: Task) -> bool:
    """Whether Slack says that this comes out of the card's channel; a modal could say so only of itself."""
    return request.channel is not None and request.channel == task.channel


def _first(request: Request) -> int:
    """The part of the document that is shown, or is to be."""
    return ids.number(request.facts, "n") if "n" in request.facts else 0


def view(
    task: Task,
    document: str,
    first: int,
    above: Sequence[Block] = (),
    own: Sequence[dict[str, Any]] = (),
) -> ModalView:
    """The document as Markdown, from part `first` on, `above` over it, and after its end what signers added.
    `own`: the buttons that this person is offered. Pure.
    """
    parts = list(split(document, PART))
    drawn = first_parts(parts[first:], PARTS_SHOWN)
    buttons = [*own, button("Export", ids.EXPORT, n=first, **shown.brief(task))]
    blocks: list[Block] = [
        paragraph(said(f"{task.key} ", bold=True), said(shorten(task.title, LINE))),
        {"type": "actions", "elements": buttons},
        *above,
        *(source(part) for part in drawn),
    ]
    following = first + len(drawn)
    if following < len(parts):
        blocks.append(context(f"Part {first + 1} to {following} of {len(parts)}."))
        blocks.append(
            {
                "type": "actions",
                "elements": [button("Read on", ids.READ_ON, n=following, **shown.brief(task))],
            }
        )
    else:
        blocks += comments(task, MOST_SENT - size(blocks))
    return {
        "type": "modal",
        "callback_id": ids.READ,
        "title": plain(task.key, TITLE),
        "close": plain("Close window", TITLE),
        "blocks": blocks,
    }


def comments(task: Task, room: int = VIEW) -> list[Block]:
    """What signers added, and what they want changed, each in full where there is room (bytes) for all."""
    given = _added(task)[:MOST_COMMENTS]
    most = max(0, room) // max(1, len(given)) - 2 * AROUND - WHO
    return [
        block
        for whose, text in given
        for block in (
            context(shorten(whose, WHO // 12)),
            source(within(text, most)),
        )
    ]


def _added(task: Task) -> list[tuple[str, str]]:
    """(whose words, the words), for each role that has any."""
    comments = [(f"{each.name}, as {each.role}:", each.comment or "") for each in task.counting()]
    wishes = [
        (f"Changes requested, as {each.role}:", each.reason or "")
        for each in task.sign_offs
        if each.state is SignOffState.CHANGES_REQUESTED
    ]
    return [pair for pair in (*comments, *wishes) if pair[1]]
