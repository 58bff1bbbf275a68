"""Opening and redrawing modals: the only calls to Slack that a click waits for."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import ids
from bot.slack.failures import Failed, Fate, calling
from bot.slack.request import Answer, Request, View
from bot.slack.views import ModalView

PATIENCE = 1.0
"""Seconds: Slack waits three for the ack, and a trigger lives as long."""
EXPIRED = {
    "expired_trigger_id",
    "exchanged_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
    "invalid_trigger_id",
}
"""Slack's guide and its methods' lists spell these differently, so both are known."""
OVERTAKEN = {"hash_conflict", "not_found"}
"""A newer drawing stands, or the person closed the modal: either way there is nothing to redraw."""

TOO_HIGH = "push_limit_reached"
BELOW = "list"
"""Under which name a view keeps the facts of the list that it stands over."""

NOT_OPENED = "The page could not be opened just now. Nothing is lost: press the button to open it."
"""What somebody is told then, beside a button that does."""


class NotOpened(Exception):
    """The modal could not be opened or redrawn now; what was saved before stays saved."""


class Modals:
    """Draws modals. `client` doesn't retry: a trigger is good for one attempt."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def show(self, request: Request, view: ModalView) -> Answer:
        """The view in answer to a request: in the ack, in place of the pressed view, or in a new modal. What is
        opened from a list stands over it, so that closing it leads back.

        Raises NotOpened when Slack refuses the trigger, has trouble of its own, or doesn't answer within a
        second; Failed when it refuses the view.
        """
        view = _over(request.view, view)
        if request.kind == "view":
            return {"response_action": "update", "view": view}
        if request.view is None:
            await self._open(request.trigger_id, view)
        elif request.view.callback_id == ids.LIST and view["callback_id"] != ids.LIST:
            return await self.push(request, view)
        else:
            await self._redraw(request.view.id, request.view.hash, view)
        return {}

    async def push(self, request: Request, view: ModalView) -> Answer:
        """The view on top of the one that was pressed, which waits below; in its place, where Slack takes no more
        on top of each other (three). NotOpened, Failed.
        """
        try:
            await _drawn("views.push", self._client.views_push(trigger_id=request.trigger_id, view=view))
        except Failed as failed:
            if failed.code != TOO_HIGH or request.view is None:
                raise
            await self._redraw(request.view.id, request.view.hash, view)
        return {}

    async def begin(self, request: Request, view: ModalView) -> str:
        """A view whose place another takes after the ack, by `replace`: in place of the pressed one, or new.
        The view's id. NotOpened, Failed.
        """
        if request.view is None:
            return await self._open(request.trigger_id, view)
        await self._redraw(request.view.id, request.view.hash, view)
        return request.view.id

    async def replace(self, view_id: str, view: ModalView) -> bool:
        """The view in place of whatever this modal shows now; False if the person closed it. NotOpened, Failed."""
        try:
            await _drawn("views.update", self._client.views_update(view_id=view_id, view=view))
        except Failed as failed:
            if failed.code != "not_found":
                raise
            return False
        return True

    async def _open(self, trigger_id: str, view: ModalView) -> str:
        answer = await _drawn("views.open", self._client.views_open(trigger_id=trigger_id, view=view))
        return str(answer["view"]["id"])

    async def _redraw(self, view_id: str, view_hash: str, view: ModalView) -> None:
        try:
            await _drawn(
                "views.update", self._client.views_update(view_id=view_id, hash=view_hash, view=view)
            )
        except Failed as failed:
            if failed.code not in OVERTAKEN:
                raise


def _over(pressed: View | None, view: ModalView) -> ModalView:
    """The view, remembering the list that it stands over, if it does: what is done in it may change that, too.

    It does if it was pressed for in a list, or stands in place of a view that does. A long memory of its own
    leaves no room for that: then the list stays as it was drawn.
    """
    if pressed is None or view["callback_id"] == ids.LIST:
        return view
    try:
        facts = pressed.facts
        below = facts if pressed.callback_id == ids.LIST else facts.get(BELOW)
        own = {**ids.unpack(view.get("private_metadata")), BELOW: below}
        return {**view, "private_metadata": ids.pack(**own)} if below else view
    except (ids.NotOurs, ValueError):
        return view


async def _drawn(method: str, call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """The call's answer, in time. NotOpened where another trigger and another moment may do better."""
    try:
        return await calling(method, call, PATIENCE)
    except Failed as failed:
        spent = failed.code in EXPIRED or any("trigger_id" in each for each in failed.messages)
        if spent or failed.fate in (Fate.PASSING, Fate.LIMITED):
            raise NotOpened(str(failed)) from None
        raise
