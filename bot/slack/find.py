"""Whether a message was posted although no answer came: looked up by the delivery key in its metadata."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, calling

log = structlog.get_logger()

EVENT = "countersign"
"""The metadata's event_type."""
PAGE = 200
MOST_PAGES = 10


def metadata(delivery_key: str) -> dict[str, Any]:
    """What every message carries, so that it can be found again. Slack: visible in the workspace, so an
    opaque key and nothing else.
    """
    return {"event_type": EVENT, "event_payload": {"delivery_key": delivery_key}}


async def find(
    client: AsyncWebClient, channel: str, delivery_key: str, oldest: datetime, thread_ts: str | None = None
) -> str | None:
    """The ts of the message with this key, among the latest 2,000 since `oldest` (aware); None if not found.

    None also where the app may not read the channel: then a lost answer costs one message more.
    Raises Failed for anything else that Slack refuses.
    """
    ask: dict[str, Any] = {"channel": channel, "oldest": f"{oldest.timestamp():.6f}", "limit": PAGE}
    method = "conversations.replies" if thread_ts else "conversations.history"
    cursor = ""
    for _ in range(MOST_PAGES):
        try:
            page = await _page(client, ask, thread_ts, cursor)
        except Failed as failed:
            if failed.code != "missing_scope":
                raise
            log.info("outbox.may_not_look", method=method, channel=channel)
            return None
        for each in page.get("messages") or []:
            if _key(each) == delivery_key:
                return str(each["ts"])
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return None


async def _page(
    client: AsyncWebClient, ask: dict[str, Any], thread_ts: str | None, cursor: str
) -> dict[str, Any]:
    asked = ask | {"include_all_metadata": True} | ({"cursor": cursor} if cursor else {})
    if thread_ts:
        return await calling("conversations.replies", client.conversations_replies(ts=thread_ts, **asked))
    return await calling("conversations.history", client.conversations_history(**asked))


def _key(found: dict[str, Any]) -> str | None:
    given = found.get("metadata") or {}
    if given.get("event_type") != EVENT:
        return None
    return str((given.get("event_payload") or {}).get("delivery_key"))
