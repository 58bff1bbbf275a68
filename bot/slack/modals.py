"""Opening and redrawing modals: the only calls to Slack that a click waits for."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.request import Answer, Request
from bot.slack.views import ModalView

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


class NotOpened(Exception):
    """The modal could not be opened or redrawn in time; what was saved before stays saved."""


class Modals:
    """Draws modals. `client` has a timeout of one second and no retries, since a trigger lives for three."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def show(self, request: Request, view: ModalView) -> Answer:
        """The view in answer to a request: in the ack, in place of the pressed view, or in a new modal.

        Raises NotOpened when Slack refuses the trigger or doesn't answer in time.
        """
        if request.kind == "view":
            return {"response_action": "update", "view": view}
        if request.view is not None:
            await self._redraw(request.view.id, request.view.hash, view)
        else:
            await self._open(request.trigger_id, view)
        return {}

    async def _open(self, trigger_id: str, view: ModalView) -> None:
        try:
            await self._client.views_open(trigger_id=trigger_id, view=view)
        except SlackApiError as refused:
            if refused.response["error"] in EXPIRED:
                raise NotOpened(refused.response["error"]) from refused
            raise
        except (aiohttp.ClientError, TimeoutError) as failed:
            raise NotOpened("Slack did not answer in time") from failed

    async def _redraw(self, view_id: str, view_hash: str, view: ModalView) -> None:
        try:
            await self._client.views_update(view_id=view_id, hash=view_hash, view=view)
        except SlackApiError as refused:
            if refused.response["error"] not in OVERTAKEN:
                raise
        except (aiohttp.ClientError, TimeoutError) as failed:
            raise NotOpened("Slack did not answer in time") from failed
