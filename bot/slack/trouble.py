"""The outermost edge of a request: one sentence to the person, the traceback to the log."""

from __future__ import annotations

from typing import Any

import structlog

from bot.slack import ids
from bot.slack.failures import Failed
from bot.slack.modals import NOT_OPENED, Modals, NotOpened
from bot.slack.people import People
from bot.slack.present import Present
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.standing import called
from bot.slack.text import SECTION, Block, paragraph, plain, said, shorten
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError, NotAsked, TaskError

log = structlog.get_logger()

NOTE = "trouble"
"""The block id of the sentence above a page, so that the next one takes its place."""


class Trouble:
    """Tells the person what went wrong at the place where they look."""

    def __init__(
        self, desk: Desk, modals: Modals, private: Private, people: People, present: Present
    ) -> None:
        self._desk = desk
        self._modals = modals
        self._private = private
        self._people = people
        self._present = present

    async def answer(self, request: Request, error: Exception) -> Answer:
        """The ack for a request that failed. In a modal the same page stays, with the sentence above it; over a
        Home the sentence opens; what an old copy of a task offered is answered with the task as it stands.
        """
        if isinstance(error, NotOpened):
            return self._private.say(request, NOT_OPENED, _again(request))
        text = await self._named(request, error) if isinstance(error, NotAsked) else told(request, error)
        if isinstance(error, ids.NotOurs):
            await self._note(request)
        if isinstance(error, TaskError):
            present = await self._instead(request, error, text)
            if present is not None:
                return present
        if request.view is None and not request.at_home:
            return self._private.say(request, text)
        page = _same_page(request.view.raw, text) if request.view else _only(text)
        try:
            return await self._modals.show(request, page)
        except (NotOpened, Failed):
            return self._private.say(request, text)

    async def _note(self, request: Request) -> None:
        """A value that this app did not write was refused, which is an event like any other refusal."""
        try:
            await self._desk.refusing.note(
                request.team, request.user, action=f"use {request.id}", why="NotOurs"
            )
        except DatabaseError as failed:
            log.error("a refusal could not be written down", id=request.id, exc_info=failed)

    async def _instead(self, request: Request, error: TaskError, text: str) -> Answer | None:
        try:
            return await self._present.instead(request, error, text)
        except (NotOpened, Failed, TaskError, DatabaseError, ids.NotOurs, KeyError) as failed:
            log.warning("the present state could not be shown", id=request.id, error=type(failed).__name__)
            return None

    def unknown(self, request: Request) -> Answer:
        """The ack for what nobody takes any more: a button of an older version."""
        log.warning("nobody takes this", kind=request.kind, id=request.id)
        return self._private.say(request, "This button is no longer in use. Type /task help to see what is.")

    async def _named(self, request: Request, error: NotAsked) -> str:
        """The sentence with people by their names: a mention would ping them."""
        users = [user for _, user in error.asked if user]
        names = await self._people.names(request.team, users)
        text = str(error)
        for user in users:
            text = text.replace(f"<@{user}>", called(names, user))
        return text


def foreseen(error: BaseException) -> bool:
    """Whether it is an answer to the person rather than a fault of the program or its database."""
    return isinstance(error, TaskError | ids.NotOurs | NotOpened)


def told(request: Request, error: BaseException) -> str:
    """The sentence for the person; what nobody foresaw is logged with its traceback."""
    if isinstance(error, TaskError):
        return str(error)
    if isinstance(error, ids.NotOurs):
        log.warning("a value that is not ours", user=request.user, team=request.team, id=request.id)
        return "This button holds something that Countersign did not put there, so nothing was done."
    reference = request.reference
    log.error("request failed", request=reference, kind=request.kind, id=request.id, exc_info=error)
    if isinstance(error, DatabaseError):
        kept = (
            "What you typed is still here: please press" if request.view else "Nothing was done: please try"
        )
        return (
            f"It could not be saved just now. {kept} again in a moment. "
            f"If it stays so, tell whoever runs Countersign (reference {reference})."
        )
    return (
        "Something went wrong in Countersign, and nothing was done. Please try again; "
        f"if it stays so, tell whoever runs it (reference {reference})."
    )


def _again(request: Request) -> dict[str, Any]:
    """A button brings a new trigger; it opens what the first one should have."""
    if request.kind == "command":
        return button("Open", ids.TYPED, w=request.words)
    if request.id == ids.DISCARD or (request.id == ids.RESUME and "d" not in request.facts):
        return button("Your drafts", ids.TYPED, w="drafts")
    if request.view and request.view.callback_id in _WALK and request.id != ids.RESUME:
        facts = request.view.facts
        saved = facts.get("k") if request.id == ids.TEMPLATE else 1
        return button("Open the form", ids.OPEN_FORM, **{name: facts.get(name) for name in "dct"}, k=saved)
    return button(_LABELS.get(request.id, "Open"), request.id, **request.facts)


_WALK = (ids.PAGE, ids.REVIEW, ids.EDIT_REVIEW, ids.CLASHES)
"""Views that remember their draft."""

_LABELS = {
    ids.SIGN_OFF: "Sign off",
    ids.REQUEST_CHANGES: "Request changes",
    ids.RETRACT: "Retract",
    ids.OPEN_FORM: "Open the form",
    ids.RESUME: "Resume",
}


def _only(text: str) -> ModalView:
    """The sentence in a modal of its own, for who looks at their Home, where nothing else can be said."""
    return {
        "type": "modal",
        "callback_id": ids.SAID,
        "title": plain("Countersign", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [paragraph(said(shorten(text, SECTION)))],
    }


def _same_page(raw: dict[str, Any], text: str) -> ModalView:
    """The view as it was sent, with a sentence on top. Its block ids stay, so Slack keeps what was typed."""
    note: Block = {**paragraph(said("⚠ "), said(text)), "block_id": NOTE}
    kept = [block for block in raw.get("blocks", []) if block.get("block_id") != NOTE]
    names = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    view = {name: raw[name] for name in names if raw.get(name)}
    return {**view, "blocks": [note, *kept][:100]}
