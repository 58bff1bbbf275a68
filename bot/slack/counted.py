"""The client for Slack's Web API, which tells of each call how it was answered."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.failures import FATES
from bot.slack.modals import EXPIRED, OVERTAKEN, TOO_HIGH
from bot.slack.people import UNKNOWN
from bot.slack.watching import Watch

METHODS = frozenset(
    {
        "apps.connections.open",
        "auth.test",
        "chat.delete",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.update",
        "conversations.history",
        "conversations.info",
        "conversations.members",
        "conversations.open",
        "conversations.replies",
        "files.completeUploadExternal",
        "files.getUploadURLExternal",
        "files.info",
        "users.info",
        "users.list",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
    }
)
"""All methods that are told by name. A test holds that these are called, and no others."""

CODES = frozenset(
    {
        *(code for codes in FATES.values() for code in codes),
        *EXPIRED,
        *OVERTAKEN,
        *UNKNOWN,
        TOO_HIGH,
        "file_deleted",
        "file_not_found",
        "thread_not_found",
    }
)
"""Slack's codes that are told by name: those that this program knows what to make of."""

OK, LIMITED, SLACK_DOWN, UNREACHABLE, CUT_OFF, OTHER = (
    "ok",
    "ratelimited",
    "http_5xx",
    "unreachable",
    "timeout",
    "other",
)


class CountedClient(AsyncWebClient):
    """As slack_sdk's own; each call is told to the watch once it has ended, however it did."""

    def __init__(self, watch: Watch, token: str | None = None, **more: Any) -> None:
        super().__init__(token, **more)
        self._watch = watch

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """One call. Raises what slack_sdk raises."""
        answer = OTHER
        try:
            response = await super().api_call(api_method, **more)
            answer = OK
        except SlackApiError as refused:
            answer = answer_of(refused)
            raise
        except (TimeoutError, asyncio.CancelledError):  # By who waits for it no longer: failures.calling.
            answer = CUT_OFF
            raise
        except (aiohttp.ClientError, OSError):
            answer = UNREACHABLE
            raise
        finally:
            self._watch.called(api_method if api_method in METHODS else OTHER, answer)
        return response


def answer_of(refused: SlackApiError) -> str:
    """A refusal in one word, of CODES or of the words above."""
    response = refused.response
    status = response.status_code if isinstance(response, AsyncSlackResponse) else 0
    if status == 429:
        return LIMITED
    if status >= 500:
        return SLACK_DOWN
    data = response.data if isinstance(response, AsyncSlackResponse) else None
    code = data.get("error") if isinstance(data, dict) else None
    return str(code) if code in CODES else OTHER
