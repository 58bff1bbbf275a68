"""What a button or modal says of the task that it was drawn for, and how that comes back. Pure."""

from __future__ import annotations

from typing import Any

from bot.slack import ids
from bot.slack.text import Block, paragraph, plain, said, shorten
from bot.slack.views import BUTTON, TITLE, ModalView
from bot.tasks.step import MOST_REASON, Shown
from bot.tasks.task import Task

HEADLINE = 300


def facts(task: Task) -> dict[str, Any]:
    """The facts for a value or private_metadata: `ids.pack(**facts(task))`."""
    return {"t": task.id, "k": task.key, "r": task.revision, "h": task.substance_hash}


def read(packed: dict[str, Any]) -> Shown:
    """The task as it was shown. ids.NotOurs for facts that this app did not write."""
    return Shown(
        task_id=ids.number(packed, "t"),
        key=ids.text(packed, "k"),
        revision=ids.number(packed, "r"),
        substance_hash=ids.text(packed, "h"),
    )


def modal(task: Task, callback_id: str, title: str, submit: str, blocks: list[Block]) -> ModalView:
    """A modal about the task, which remembers what it shows."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "submit": plain(submit, TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": ids.pack(**facts(task)),
        "blocks": [headline(task), *blocks],
    }


def headline(task: Task) -> Block:
    """Key and title."""
    return paragraph(said(f"{task.key} ", bold=True), said(shorten(task.title, HEADLINE)))


def reason_input(label: str, typed: str = "", hint: str = "") -> Block:
    """Where a reason is written, at most as long as is kept; `typed` stands in it already."""
    element = {
        "type": "plain_text_input",
        "action_id": ids.REASON,
        "multiline": True,
        "max_length": MOST_REASON,
        **({"initial_value": typed[:MOST_REASON]} if typed else {}),
    }
    block = {"type": "input", "block_id": ids.REASON, "label": plain(label, BUTTON), "element": element}
    return {**block, "hint": plain(hint, 150)} if hint else block


def reason(state: dict[str, dict[str, dict[str, Any]]]) -> str:
    """What was typed there, unchecked."""
    return str(state.get(ids.REASON, {}).get(ids.REASON, {}).get("value") or "")


def at_field(block_id: str, sentence: object) -> dict[str, Any]:
    """The ack that says a sentence at a field, and leaves the modal as it is."""
    return {"response_action": "errors", "errors": {block_id: str(sentence)}}
