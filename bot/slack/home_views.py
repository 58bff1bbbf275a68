"""The Home tab: what waits for its reader, what is theirs and who holds it up, and their drafts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.slack import ids, shown, snooze_views
from bot.slack.drafts import discard_button
from bot.slack.home_lines import Reader, away, held_up, wanted
from bot.slack.message import actions, heading, naming_button, open_button, sign_off_button
from bot.slack.standing import flat
from bot.slack.text import Block, context, listed, paragraph, said
from bot.slack.views import button
from bot.tasks.homes import PAGE, Begun, Home, Part, Portion
from bot.tasks.listing import Entry
from bot.tasks.snoozing import Own
from bot.tasks.task import SignOffState

HomeView = dict[str, Any]

TITLE = 150
"""Characters of a title."""

HEADINGS = {Part.WAITING: "Waiting for you", Part.MINE: "Your tasks", Part.DRAFTS: "Your drafts"}
HELP = "Type /task help in any channel to see all that you can do."
WELCOME = (
    "Nothing waits for you, and no open task is yours. Press New task to write down what is to be done and who signs "
    "it off. You can stop at any time: what you have typed is kept, and stands here until you go on."
)
NOTHING = {
    Part.WAITING: "Nothing waits for you.",
    Part.MINE: "No open task is yours. Press New task to begin one.",
}
"""What is said instead of a list without entries; of drafts nothing is."""


def view(home: Home, own: Own) -> HomeView:
    """All of it, each list by the page that its reader has turned to. `own` is the reader's time."""
    names = {user: info.name for user, info in home.people.items()}
    reader = Reader(home.person, names, home.now, own)
    lists = home.waiting.total or home.mine.total or home.drafts.total
    blocks = [
        actions(button("New task", ids.HOME_NEW, style="primary"), button("I'll be away", ids.AWAY)),
        context(HELP),
        *(_lists(home, reader) if lists else [paragraph(said(WELCOME))]),
        *_absences(home, reader),
    ]
    return {"type": "home", "callback_id": ids.HOME, "blocks": blocks}


def read(facts: dict[str, Any]) -> tuple[Part, int]:
    """What the value of a button that turns a page says: which list, and from which place on. ids.NotOurs."""
    part, first = ids.text(facts, "l"), ids.number(facts, "n")
    try:
        return Part(part), first
    except ValueError:
        raise ids.NotOurs("no list") from None


def _lists(home: Home, reader: Reader) -> Iterable[Block]:
    yield from _list(Part.WAITING, home.waiting, lambda each: _waiting(each, reader))
    yield from _list(Part.MINE, home.mine, lambda each: _mine(each, reader))
    yield from _list(Part.DRAFTS, home.drafts, lambda each: _draft(each, reader))


def _list(part: Part, portion: Portion[Any], draw: Callable[[Any], list[Block]]) -> Iterable[Block]:
    """A page of a list under its heading, with what leads to the others."""
    if portion.total:
        yield heading(f"{HEADINGS[part]} ({portion.total})")
        for entry in portion.entries:
            yield from draw(entry)
        yield from _moves(part, portion)
    elif part in NOTHING:
        yield heading(HEADINGS[part])
        yield paragraph(said(NOTHING[part]))


def _waiting(entry: Entry, reader: Reader) -> list[Block]:
    """What is wanted of the reader, the buttons for that, and what puts it off."""
    task = entry.task
    left = {each.state for each in task.sign_offs if task.turn_of(each) == reader.who}
    snooze = snooze_views.menu(task, reader.now, reader.own)
    buttons = [
        *([sign_off_button(task)] if entry.signs else []),
        *([naming_button(task)] if SignOffState.NOBODY in left else []),
        *([_edit_button(entry)] if SignOffState.CHANGES_REQUESTED in left else []),
        open_button(task),
        *([snooze] if snooze else []),
    ]
    return [_task(entry, wanted(task, reader)), actions(*buttons)]


def _mine(entry: Entry, reader: Reader) -> list[Block]:
    return [_task(entry, held_up(entry.task, reader)), actions(open_button(entry.task))]


def _task(entry: Entry, line: str) -> Block:
    return paragraph(said(entry.task.key, bold=True), said(f" {flat(entry.task.title, TITLE)}\n{line}"))


def _edit_button(entry: Entry) -> dict[str, Any]:
    return button("Edit", ids.EDIT, **shown.facts(entry.task))


def _draft(draft: Begun, reader: Reader) -> list[Block]:
    title = flat(draft.title, TITLE) or "No title yet"
    name = f"{draft.key}: {title}" if draft.key else title
    saved = f"{', an edit' if draft.key else ''} (saved {reader.own.day(draft.saved_at).isoformat()})"
    resume = button("Resume", ids.RESUME, d=draft.id)
    return [
        paragraph(said(name, bold=True), said(saved)),
        actions(resume, discard_button(draft.id, name, edit=draft.key is not None)),
    ]


def _moves(part: Part, portion: Portion[Any]) -> list[Block]:
    """Where this page is, and what leads to those before and after it; nothing where it is the only one."""
    size, after = PAGE[part], portion.first + len(portion.entries)
    if portion.total <= size:
        return []
    before = max(0, portion.first - size)
    moves = [
        *([button("Back", ids.HOME_BACK, l=part.value, n=before)] if portion.first else []),
        *([button("Next", ids.HOME_NEXT, l=part.value, n=after)] if after < portion.total else []),
    ]
    return [context(f"{portion.first + 1} to {after} of {portion.total}."), actions(*moves)]


def _absences(home: Home, reader: Reader) -> list[Block]:
    """When somebody else signs for the reader, and when the reader for somebody else."""
    lines = [[said(away(each, reader))] for each in (*home.away, *home.standing_in)]
    return [heading("Absences"), listed(lines)] if lines else []
