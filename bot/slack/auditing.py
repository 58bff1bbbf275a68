"""History: who did what with a task when and why, and whether that can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.slack import ids, shown
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.reading import Reading
from bot.slack.request import Answer, Request
from bot.slack.standing import NAME, flat
from bot.slack.text import VIEW, Block, context, paragraph, plain, said, shorten, size, source
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.account import Account, Line
from bot.tasks.desk import Desk
from bot.tasks.errors import UnknownTask
from bot.tasks.task import Task

MOST_LINES = 30
"""Events on a page: two blocks each at most, and a modal holds 100."""
WORDS = 600
"""Characters of what somebody did."""
WRONG = 1000
"""Characters of what doesn't hold."""

CHECKING = (
    "Whoever runs Countersign checks all of it, the daily witnesses and the kept texts too, by the command countersign "
    "audit verify, and exports it by countersign export --audit."
)
LOST = "What was written with it is no longer kept."


class Auditing:
    """Handlers of the button History, of `/task audit KEY`, and of the presses that lead on in it."""

    def __init__(self, desk: Desk, modals: Modals, people: People, reading: Reading) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._reading = reading

    async def open(self, request: Request) -> Answer:
        """The button beside the document, over which it opens; and those of its own pages."""
        task = await self._desk.task(request.team, ids.number(request.facts, "t"))
        if task is None:
            raise UnknownTask("that this button is about")
        return await self.show(request, task)

    async def show(self, request: Request, task: Task) -> Answer:
        """The history, for who may read the task; from the event that the button names on, else the latest."""
        await self._reading.must_read(request, task)
        zone = await self._people.zone(request.team, request.user)
        first = ids.number(request.facts, "n") if "n" in request.facts else None
        drawn = view(task, await self._desk.account(task, zone), zone, first)
        drawn["private_metadata"] = ids.pack(**shown.brief(task))
        over = request.view is not None and request.view.callback_id == ids.READ
        return await (self._modals.push if over else self._modals.show)(request, drawn)


def view(task: Task, account: Account, zone: ZoneInfo, first: int | None = None) -> ModalView:
    """The history from event `first` backwards; None: from the latest. Times are those of `zone`. Pure."""
    lines = [each for each in account.lines if first is None or each.number <= first]
    page = _page(lines, zone)
    drawn = lines[: len(page)]
    older = lines[len(page) :]
    moves = [button("Latest", ids.HISTORY, **shown.brief(task))] if len(lines) < len(account.lines) else []
    moves += [button("Older", ids.OLDER, n=older[0].number, **shown.brief(task))] if older else []
    return {
        "type": "modal",
        "callback_id": ids.AUDIT,
        "title": plain(f"{task.key}: history", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [
            shown.headline(task),
            *_verdict(task, account),
            context(f"The latest first. Times are those of {zone.key}."),
            *(block for each in page for block in each),
            context(_place(drawn, account)),
            *([{"type": "actions", "elements": moves}] if moves else []),
            context(CHECKING),
        ],
    }


def _verdict(task: Task, account: Account) -> list[Block]:
    """Whether all that is shown can be believed, and what names it as a whole."""
    if account.wrong:
        rest = len(account.wrong) - 1
        found = "is one more finding" if rest == 1 else f"are {rest} more findings"
        more = f" There {found}." if rest else ""
        sentence = (
            f"⚠ The history of {task.key} doesn't hold: {shorten(account.wrong[0], WRONG)}{more} It was changed in "
            "the database, past Countersign. Please tell whoever runs it."
        )
    else:
        sentence = (
            f"✓ The history of {task.key} holds: its {account.events} events follow from one another, and what else "
            "is kept of the task agrees with them."
        )
    head = [context(f"Event {account.events} has the SHA-256 {account.head}.")] if account.head else []
    return [paragraph(said(sentence)), *head]


def _page(lines: Sequence[Line], zone: ZoneInfo) -> list[list[Block]]:
    """The first lines that a modal takes, one at least."""
    room, drawn = VIEW, list[list[Block]]()
    for line in lines[:MOST_LINES]:
        blocks = _line(line, zone)
        room -= size(blocks)
        if room < 0 and drawn:
            break
        drawn.append(blocks)
    return drawn


def _line(line: Line, zone: ZoneInfo) -> list[Block]:
    """When, who, what; below it the reason or comment in full."""
    who = flat(line.name, NAME) + (f" (then called {flat(line.signed_as, NAME)})" if line.signed_as else "")
    named = f"revision {line.revision}"
    at_revision = "" if line.revision is None or named in line.said else f", {named}"
    did = f" {flat(line.said, WORDS)}{at_revision}"
    head = paragraph(said(f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S} "), said(who, bold=True), said(did))
    if line.reason:
        return [head, source(line.reason)]
    return [head, context(LOST)] if line.lost else [head]


def _place(drawn: Sequence[Line], account: Account) -> str:
    """Which of the events stand here."""
    if not drawn:
        return "No event can be read."
    if len(drawn) == 1:
        return f"Event {drawn[0].number} of {account.lines[0].number}."
    return f"Events {drawn[0].number} to {drawn[-1].number} of {account.lines[0].number}."
