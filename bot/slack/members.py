"""Who is in a channel, as Slack says."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import calling

PAGE = 200
"""Members in one answer (Slack advises no more than 200)."""


async def members(client: AsyncWebClient, channel: str) -> list[str]:
    """User ids, over all pages. Failed."""
    found: list[str] = []
    cursor = ""
    while True:
        call = client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
        page: dict[str, Any] = await calling("conversations.members", call)
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found
