"""What Slack's refusals mean for a delivery: foreign errors, translated once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from enum import Enum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

PATIENCE = 10
"""Seconds that one call may take."""


class Fate(Enum):
    """What to do after a refusal."""

    LIMITED = "limited"
    """Surely not sent: wait as long as Slack says."""
    PASSING = "passing"
    """It may have happened or not: back off, then look before sending again."""
    OURS = "ours"
    """What we sent is not what Slack takes: send the words alone, once."""
    GONE = "gone"
    """The message that should change is not there, or can't be changed: post it anew."""
    DESTINATION = "destination"
    """Can't be sent there, now or later: give up, and tell somebody."""
    ACCOUNT = "account"
    """Nothing can be sent at all until the app's token is right again."""
    UNKNOWN = "unknown"
    """A code that is in no list: as passing, for a few attempts."""


FATES: dict[Fate, tuple[str, ...]] = {
    Fate.LIMITED: ("ratelimited", "rate_limited"),
    Fate.PASSING: (
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "streaming_state_conflict",
    ),
    Fate.OURS: (
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "invalid_arguments",
        "invalid_arg_name",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_too_long",
        "msg_blocks_too_long",
        "markdown_text_conflict",
        "block_mismatch",
        "no_text",
    ),
    Fate.GONE: ("message_not_found", "cant_update_message", "cant_delete_message", "edit_window_closed"),
    Fate.DESTINATION: (
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "is_inactive",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "ekm_access_denied",
        "messages_tab_disabled",
        "not_enabled",
        "message_limit_exceeded",
        "cannot_reply_to_message",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "cannot_dm_bot",
        "missing_scope",
        "no_permission",
    ),
    Fate.ACCOUNT: (
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
    ),
}
"""Slack's codes (the pages of chat.*, conversations.open and files.*), by what they mean for us."""

_FATE_OF = {code: fate for fate, codes in FATES.items() for code in codes}


class Failed(Exception):
    """A call of Slack's that failed. `str(error)` is the method and the code, and never form text."""

    def __init__(
        self,
        method: str,
        code: str,
        fate: Fate,
        *,
        retry_after: int = 1,
        messages: tuple[str, ...] = (),
    ) -> None:
        self.method = method
        """The Web API method."""
        self.code = code
        """Slack's error code, or what became of the connection."""
        self.fate = fate
        """What to do."""
        self.retry_after = retry_after
        """Seconds to wait; of LIMITED."""
        self.messages = messages
        """Slack's reasons, each with the place in the payload; of OURS."""
        super().__init__(f"{method}: {code}")


class NotYet(Exception):
    """Something else has to happen first, or a limit is reached: nothing was sent now."""

    def __init__(self, wait: timedelta, why: str) -> None:
        self.wait = wait
        """How long until it is worth another look."""
        super().__init__(why)


class Hopeless(Exception):
    """It can't be sent, and whoever should know was told already, or need not know."""


async def calling(
    method: str, call: Awaitable[AsyncSlackResponse], patience: float = PATIENCE
) -> dict[str, Any]:
    """The answer of one call, within `patience` seconds. Raises Failed for whatever else happens to it.

    slack_sdk applies a client's timeout only to sessions that it makes itself, so it is kept here.
    """
    try:
        async with asyncio.timeout(patience):
            response = await call
    except SlackApiError as error:
        raise _refused(method, error) from None
    except AttributeError:  # slack_sdk takes plain text for JSON, and asks it for `ok`.
        raise Failed(method, "http_200", Fate.PASSING) from None
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError) as error:
        raise Failed(method, type(error).__name__, Fate.PASSING) from None
    return response.data if isinstance(response.data, dict) else {}


def unreachable(failed: Failed) -> bool:
    """Whether Slack couldn't be asked at all, as against having refused."""
    return failed.fate in (Fate.PASSING, Fate.LIMITED)


def _refused(method: str, error: SlackApiError) -> Failed:
    """By the HTTP status, then by Slack's code; an answer without one isn't Slack's (a proxy's page) and may pass."""
    response = error.response
    status = response.status_code if isinstance(response, AsyncSlackResponse) else 0
    data = response.data if isinstance(response, AsyncSlackResponse) else None
    said: dict[str, Any] = data if isinstance(data, dict) else {}
    code = str(said.get("error") or f"http_{status}")
    if status == 429:
        return Failed(method, "ratelimited", Fate.LIMITED, retry_after=_seconds(response.headers))
    if status >= 500 or not said.get("error"):
        return Failed(method, code, Fate.PASSING)
    messages = (said.get("response_metadata") or {}).get("messages") or ()
    return Failed(method, code, _FATE_OF.get(code, Fate.UNKNOWN), messages=tuple(map(str, messages)))


def _seconds(headers: dict[str, Any]) -> int:
    """Retry-After in seconds, at least one. slack_sdk keeps aiohttp's headers, whose names know no case."""
    value = str(headers.get("Retry-After", ""))
    return max(1, int(value)) if value.isdecimal() else 1
