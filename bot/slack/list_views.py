"""A list of tasks as a modal: for each its key, title, state, who is waited for, and what opens it. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from bot.slack import ids
from bot.slack.message import naming_button, open_button, sign_off_button
from bot.slack.permalinks import permalink
from bot.slack.standing import Names, flat, roles_of, waited_for
from bot.slack.text import Block, Inline, context, joined, paragraph, plain, said, shorten
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.alike import alike
from bot.tasks.deadline import sign_by
from bot.tasks.listing import PAGE, Entry, Page, Which
from bot.tasks.task import SignOff, SignOffState, Task

LINE = 200
"""Characters of a title."""
WAITED = 400
"""Characters of who is waited for."""
FACT = 40
"""Characters of a priority."""
WORDS = 100
"""Characters of what is looked for that a page remembers: a button's value holds them however they are written."""
SEARCH = "search"
"""What is asked for, when it is no list of open tasks."""

TITLES = {
    Which.FIRST: "Your tasks",
    Which.WAITING: "Waiting for you",
    Which.MINE: "Your tasks",
    Which.ALL: "Open tasks",
}
EMPTY = {
    Which.FIRST: "Nothing waits for you, and no open task is yours. /task begins one, /task list all shows every open "
    "task that you may read, and /task search finds those that are done, too.",
    Which.WAITING: "Nothing waits for you. /task list mine shows your own open tasks, and /task list all every one "
    "that you may read.",
    Which.MINE: "No open task is yours. /task begins one, /task list all shows every open task that you may read, and "
    "/task search finds those that are done, too.",
    Which.ALL: "There is no open task that you may read. /task begins one, and /task search finds those that are done.",
}
"""What is said instead of a list without tasks."""


class Asked(NamedTuple):
    """What is asked for: a list of open tasks, or a search."""

    which: Which | None
    """Which open tasks; None for a search."""
    words: str = ""
    """What is looked for, as typed; "" for a list."""

    def at(self, first: int) -> dict[str, Any]:
        """The facts of the page from this place on: for the value of a button that leads there."""
        return {"l": self.which.value if self.which else SEARCH, "w": self.words, "n": first}


class Reader(NamedTuple):
    """Who reads the list."""

    who: str
    """The user's id."""
    domain: str | None
    """The workspace's part of its address, where it is known."""
    today: date
    """Which day it is for them."""
    note: str = ""
    """A sentence above the list."""


def read(facts: dict[str, Any]) -> tuple[Asked, int]:
    """What `Asked.at` gave. ids.NotOurs for anything else."""
    which, words, first = ids.text(facts, "l"), ids.text(facts, "w"), ids.number(facts, "n")
    if which == SEARCH:
        return Asked(None, words), first
    try:
        return Asked(Which(which)), first
    except ValueError:
        raise ids.NotOurs("no list") from None


def view(asked: Asked, page: Page, names: Names, reader: Reader) -> ModalView:
    """A page of a list, with what leads to the others. `names` of who is waited for."""
    moves = _moves(asked, page)
    return {
        "type": "modal",
        "callback_id": ids.LIST,
        "title": plain(TITLES[asked.which] if asked.which else "Search", TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": ids.pack(**asked.at(page.first)),
        "blocks": [
            *([context(reader.note)] if reader.note else []),
            *_entries(asked, page, names, reader),
            *([context(_place(page))] if page.total > PAGE else []),
            *([{"type": "actions", "elements": moves}] if moves else []),
        ],
    }


def empty(asked: Asked) -> str:
    """What is said instead of a list without tasks, and what to do then."""
    if asked.which:
        return EMPTY[asked.which]
    return (
        f"No task that you may read holds “{flat(asked.words, WORDS)}”. Each word has to stand in its key, its title or "
        "its text; of the last one the beginning is enough. Try fewer words, or /task list all."
    )


def _entries(asked: Asked, page: Page, names: Names, reader: Reader) -> list[Block]:
    """The tasks, under a heading for each sort of them."""
    if not page.entries:
        return [paragraph(said(empty(asked)))]
    blocks: list[Block] = []
    heading = ""
    for entry in page.entries:
        if (above := _heading(asked, page, entry)) != heading:
            blocks.append(paragraph(said(above, bold=True)))
        heading = above
        blocks += _entry(entry, names, reader)
    return blocks


def _heading(asked: Asked, page: Page, entry: Entry) -> str:
    """What stands above this task and those like it, with how many they are on the whole list."""
    soonest = "what is to be signed soonest first"
    match asked.which:
        case None:
            return f"{_tasks(page.total)} with “{flat(asked.words, WORDS)}”, the newest first"
        case Which.ALL:
            return f"{_tasks(page.total)} open that you may read, {soonest}"
        case Which.MINE:
            return f"{_tasks(page.total)} of yours, {soonest}"
    if entry.waits:
        return f"Waiting for you ({page.waiting}), the longest waiting first"
    return f"Yours, and waiting for others ({page.total - page.waiting}), {soonest}"


def _entry(entry: Entry, names: Names, reader: Reader) -> list[Block]:
    """Two lines, and what can be done."""
    task = entry.task
    line = [
        _key(entry, reader),
        said(f" {flat(task.title, LINE)}"),
        said(f"\n{_stands(task, names, reader)}"),
    ]
    naming = any(_left_to(task, each, reader.who) for each in task.sign_offs)
    buttons = [
        *([sign_off_button(task)] if entry.signs else []),
        *([naming_button(task)] if naming else []),
        open_button(task),
    ]
    return [paragraph(*line), {"type": "actions", "elements": buttons}]


def _key(entry: Entry, reader: Reader) -> Inline:
    """The key, as a link to the card where there is one."""
    address = permalink(reader.domain, *(entry.card or (None, None)))
    if address is None:
        return said(entry.task.key, bold=True)
    return {"type": "link", "url": address, "text": entry.task.key, "style": {"bold": True}}


def _stands(task: Task, names: Names, reader: Reader) -> str:
    """`In review · waiting for Grace Hopper as Developer · sign by 2026-11-30 · P1-High`."""
    by = sign_by(task, reader.today) if task.state.live else ""
    waited = shorten("; ".join(_waited(task, names, reader.who)), WAITED)
    facts = (task.state.value.capitalize(), waited, by, flat(task.priority or "", FACT))
    return " · ".join(filter(None, facts))


def _waited(task: Task, names: Names, reader: str) -> list[str]:
    """Who is waited for, and for what: a phrase for each."""
    if not task.state.live:
        return []
    asked = alike(task.waiting(), lambda each: each.people)
    whom = [f"{_whom(own[0], names, reader)} as {roles_of(own, LINE)}" for own in asked]
    nobody = [each for each in task.sign_offs if each.state is SignOffState.NOBODY]
    return [
        *(["waiting for " + joined(whom)] if whom else []),
        *(
            _wish(each, names, reader)
            for each in task.sign_offs
            if each.state is SignOffState.CHANGES_REQUESTED
        ),
        *([f"nobody is asked yet to sign as {roles_of(nobody, LINE)}"] if nobody else []),
    ]


def _wish(sign_off: SignOff, names: Names, reader: str) -> str:
    return f"changes requested by {_whom(sign_off, names, reader)} as {roles_of([sign_off], LINE)}"


def _whom(sign_off: SignOff, names: Names, reader: str) -> str:
    """Whom it asks; the reader is "you", whether it is theirs or they stand in."""
    return waited_for({**names, reader: "you"}, sign_off)


def _left_to(task: Task, sign_off: SignOff, who: str) -> bool:
    """Whether it is this person who is to name somebody."""
    return sign_off.state is SignOffState.NOBODY and task.turn_of(sign_off) == who


def _tasks(count: int) -> str:
    return "1 task" if count == 1 else f"{count} tasks"


def _place(page: Page) -> str:
    return f"{page.first + 1} to {page.first + len(page.entries)} of {page.total}."


def _moves(asked: Asked, page: Page) -> list[dict[str, Any]]:
    """What leads to the pages before and after this one."""
    after = page.first + len(page.entries)
    back = [button("Back", ids.LIST_BACK, **asked.at(page.first - PAGE))] if page.first else []
    return back + ([button("Next", ids.LIST_NEXT, **asked.at(after))] if after < page.total else [])
