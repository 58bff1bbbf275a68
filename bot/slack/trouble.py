"""The outermost edge of a request: one sentence to the person, the traceback to the log."""

from __future__ import annotations

import secrets
from typing import Any

import structlog

from bot.slack import ids
from bot.slack.modals import Modals, NotOpened
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.text import Block, said, sentence
from bot.slack.views import ModalView, button
from bot.tasks.errors import DatabaseError, TaskError

log = structlog.get_logger()

NOTE = "trouble"
"""The block id of the sentence above a page, so that the next one takes its place."""


class Trouble:
    """Tells the person what went wrong at the place where they look."""

    def __init__(self, modals: Modals, private: Private) -> None:
        self._modals = modals
        self._private = private

    async def answer(self, request: Request, error: Exception) -> Answer:
        """The ack for a request that failed. In a modal the same page stays, with the sentence above it."""
        text = told(request, error)
        if isinstance(error, NotOpened):
            return self._private.say(request, text, _again(request))
        if request.view is None:
            return self._private.say(request, text)
        try:
            return await self._modals.show(request, _same_page(request.view.raw, text))
        except NotOpened:
            return {}


def told(request: Request, error: Exception) -> str:
    """The sentence for the person; what nobody foresaw is logged with its traceback."""
    if isinstance(error, TaskError):
        return str(error)
    if isinstance(error, NotOpened):
        return "The form could not be opened in time. Nothing is lost: press the button to open it."
    if isinstance(error, ids.NotOurs):
        log.warning("a value that is not ours", user=request.user, team=request.team, id=request.id)
        return "This button holds something that Countersign did not put there, so nothing was done."
    reference = secrets.token_hex(4)
    log.error("request failed", reference=reference, kind=request.kind, id=request.id, exc_info=error)
    if isinstance(error, DatabaseError):
        return (
            "It could not be saved just now. What you typed is still here: please press again in a moment. "
            f"If it stays so, tell whoever runs Countersign (reference {reference})."
        )
    return (
        "Something went wrong in Countersign, and nothing was done. Please try again; "
        f"if it stays so, tell whoever runs it (reference {reference})."
    )


def _again(request: Request) -> dict[str, Any]:
    """A button brings a new trigger; it opens what the first one should have."""
    if request.id in (ids.SIGN_OFF, ids.OPEN_TASK):
        label = "Sign off" if request.id == ids.SIGN_OFF else "Open"
        return button(label, request.id, **request.facts)
    draft = request.view.facts.get("d") if request.view else None
    return button("Open the form", ids.OPEN_FORM, d=draft, c=request.channel)


def _same_page(raw: dict[str, Any], text: str) -> ModalView:
    """The view as it was sent, with a sentence on top. Its block ids stay, so Slack keeps what was typed."""
    note: Block = {**sentence(text), "block_id": NOTE}
    kept = [block for block in raw.get("blocks", []) if block.get("block_id") != NOTE]
    names = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    view = {name: raw[name] for name in names if raw.get(name)}
    return {**view, "blocks": [note, *kept][:100]}


def warning(text: str) -> Block:
    """A sentence that stands out above a page."""
    drawn = sentence(text)
    drawn["elements"][0]["elements"].insert(0, said("⚠ "))
    return drawn
