"""What differs between two revisions: in a message as far as there is room, in a modal page by page. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.slack import ids, shown
from bot.slack.pages import page
from bot.slack.standing import flat
from bot.slack.text import Block, context, escape, paragraph, plain, said, shorten, source, split
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.comparing import Comparison, sections
from bot.tasks.diffing import Line
from bot.tasks.task import Task

PART = 2900
"""Characters of one block."""
SECTIONS = 1000
"""Characters of the line that names what changed."""
LINE = 400
"""Characters of a line in a message; the modal shows it in full."""

HOW = "Line by line: - goes, + comes."
SAME = "They say the same: every change was taken back again."


def changed(found: Comparison) -> str:
    """Which fields differ, in a sentence."""
    return f"Changed: {flat(sections(found.changes), SECTIONS)}." if found.changes else SAME


def beginning(found: Comparison, room: int) -> list[Block]:
    """The first lines that take at most `room` escaped characters, and how many more there are."""
    kept = list(first_lines(found, room))
    rest = len(found.lines) - len(kept)
    more = f"And {rest:,} more {'line' if rest == 1 else 'lines'}: press Show what changed."
    drawn = [source(part) for part in split("\n".join(kept), PART)]
    return [*drawn, *([context(more)] if rest else [])]


def first_lines(found: Comparison, room: int) -> Iterator[str]:
    """Those of the first lines, shortened where they are long, that take at most `room` escaped characters."""
    for each in found.lines:
        line = shorten(_line(each), LINE)
        room -= len(escape(line)) + 1
        if room < 0:
            return
        yield line


def view(task: Task, old: int, new: int, found: Comparison, first: int) -> ModalView:
    """Two revisions, line by line, from part `first` on."""
    facts = shown.brief(task)
    ways = [button("All revisions", ids.REVISIONS, **facts), button("Open", ids.OPEN_TASK, **facts)]
    lines = page("\n".join(_line(each) for each in found.lines), first, ids.COMPARE, o=old, n=new, **facts)
    return {
        "type": "modal",
        "callback_id": ids.COMPARISON,
        "title": plain("What changed", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [
            shown.headline(task),
            {"type": "actions", "elements": ways},
            paragraph(said(f"From revision {old} to revision {new}\n", bold=True), said(changed(found))),
            *([context(HOW), *lines] if found.lines else []),
        ],
    }


def compare_button(label: str, task: Task, old: int, new: int) -> dict[str, Any]:
    """The button that opens it."""
    return button(label, ids.COMPARE, o=old, n=new, **shown.brief(task))


def _line(line: Line) -> str:
    return f"{line.mark} {line.text}"
