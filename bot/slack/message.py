"""What is posted: blocks, and the same in words for screen readers and notifications."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.slack import ids, shown
from bot.slack.text import FALLBACK, Block, Inline, escape, plain, said, shorten
from bot.tasks.task import Task

MOST_TEXT = 9000
"""Slack refuses the blocks of a message above about 11,000 characters together; below 9,600 all passed
(bolt-js#2509, #2867)."""
BESIDE = 200
"""How much of that buttons, a link, a day and a line that counts what did not fit take."""
MOST_BLOCKS = 50
"""Slack: a message holds at most 50 blocks."""
HEADER = 150
"""Slack: a header block holds at most 150 characters."""


class Message(BaseModel):
    """A message, ready to be posted or to replace one."""

    model_config = ConfigDict(frozen=True)

    text: str
    """What screen readers and notifications say instead of the blocks: escaped, at most 3,000 characters."""
    blocks: list[dict[str, Any]]
    """What is shown; [] leaves only the text."""

    @property
    def hash(self) -> str:
        """The SHA-256 (hex) of all of it: equal messages need no update."""
        canonical = json.dumps(self.model_dump(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def bare(self) -> Message:
        """The words alone, for when Slack refuses the blocks."""
        return Message(text=self.text, blocks=[])


def message(lines: Iterable[str], blocks: list[Block]) -> Message:
    """Blocks with their words: one line for each thing that the blocks say, as it was typed."""
    return Message(text=escape(shorten("\n".join(line for line in lines if line), FALLBACK)), blocks=blocks)


def heading(text: str) -> Block:
    """A headline; one that is longer than a header may be is a bold line instead, and stays whole."""
    if len(escape(text)) <= HEADER:
        return {"type": "header", "text": plain(text, HEADER)}
    return rich(said(shorten(text, 1000), bold=True))


def rich(*runs: Inline) -> Block:
    """A rich text block of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(runs)}]}


def sign_off_button(task: Task, **facts: int) -> dict[str, Any]:
    """The button that opens the page to sign on; `facts`: what else it remembers."""
    return _button("Sign off", ids.SIGN_OFF, task, **facts) | {"style": "primary"}


def changes_button(task: Task) -> dict[str, Any]:
    """The button that opens the page to say what has to change."""
    return _button("Request changes", ids.REQUEST_CHANGES, task)


def retract_button(task: Task) -> dict[str, Any]:
    """The button that opens the page to retract a signature."""
    return _button("Retract", ids.RETRACT, task)


def open_button(task: Task) -> dict[str, Any]:
    """The button that shows the task."""
    return _button("Open", ids.OPEN_TASK, task)


def progress_button(task: Task) -> dict[str, Any]:
    """The button that opens the boxes to tick."""
    return _button("Progress", ids.PROGRESS, task)


def naming_button(task: Task) -> dict[str, Any]:
    """The button that opens the page to name people for roles that have nobody."""
    return _button("Name who signs", ids.NAME_SIGNERS, task)


def hand_over_button(task: Task) -> dict[str, Any]:
    """The button that opens the page to hand a role to somebody else."""
    return _button("Hand over", ids.REASSIGN, task)


def export_button(task: Task) -> dict[str, Any]:
    """The button that brings the task's document as a file."""
    return _button("Export", ids.EXPORT, task)


def actions(*buttons: dict[str, Any]) -> Block:
    """A row of buttons, at most 25."""
    return {"type": "actions", "elements": list(buttons)}


def room_beside(lines: Iterable[str]) -> int:
    """How many escaped characters a message still takes beside these lines."""
    return MOST_TEXT - BESIDE - sum(len(escape(line)) + 1 for line in lines)


def fitting(lines: list[str], room: int, rest: Callable[[int], str]) -> list[str]:
    """The first lines that take at most `room` escaped characters; `rest(n)` stands for the n left out."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        room -= len(escape(line)) + 1
        if room < 0:
            return [*kept, rest(len(lines) - number)]
        kept.append(line)
    return kept


def _button(label: str, action: str, task: Task, **facts: int) -> dict[str, Any]:
    value = ids.pack(**shown.brief(task), **facts)
    return {"type": "button", "action_id": action, "text": plain(label, 75), "value": value}
