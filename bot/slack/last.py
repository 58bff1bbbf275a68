"""The last page of a form or modal: what became of what was sent, and the way to the task. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import ids, shown
from bot.slack.text import context, paragraph, plain, said, shorten
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.task import Task

LINE = 1000
"""Characters of a sentence about somebody."""
MOST_AWAY = 30
"""People of whom is said that they are away."""


def last(task: Task, *lines: str, away: Sequence[str] = ()) -> ModalView:
    """What was done, in these lines but for the empty ones; `away`: what is to be said of signers."""
    return {
        "type": "modal",
        "callback_id": ids.READ,
        "title": plain(task.key, TITLE),
        "close": plain("OK", TITLE),
        "blocks": [
            shown.headline(task),
            *(paragraph(said(line)) for line in lines if line),
            *(context(shorten(each, LINE)) for each in away[:MOST_AWAY]),
            {"type": "actions", "elements": [button("Open", ids.OPEN_TASK, t=task.id)]},
        ],
    }
