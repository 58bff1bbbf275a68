"""Whether the bot does its work, for whoever watches over it: a container's health check, a load balancer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.tasks import store_outbox
from bot.tasks.database import Database
from bot.tasks.errors import DatabaseError
from bot.tasks.results import OutboxHealth

PATH = "/healthz"
PATIENCE = 2.5
"""Seconds that the database gets. It waits up to two for another program's lock, as behind a press."""
LATE = timedelta(minutes=15)
"""How long after it was due a message may still wait. Slack's own limits take minutes when many are due at once."""

Part = dict[str, Any]


class Health:
    """Looks anew at each request. What it says holds no tokens, and nothing that people typed."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        connected: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """`connected`: whether Slack's socket is open; None where none is used."""
        self._database = database
        self._now = now
        self._connected = connected

    async def answer(self, _request: web.Request) -> web.Response:
        """200 if all is well, else 503; the JSON says of each part whether it is, and why not."""
        parts = await self._stored()
        if self._connected:
            parts["socket"] = _socket(await self._connected())
        well = all(part["ok"] for part in parts.values())
        return web.json_response(
            {"ok": well, **parts}, status=200 if well else 503, headers={"Cache-Control": "no-store"}
        )

    async def _stored(self) -> dict[str, Part]:
        """Asked of the writer, since a database that can only be read is of no use here."""
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._database.write(store_outbox.health)
        except DatabaseError as reason:
            return {"database": {"ok": False, "why": str(reason)}}
        except TimeoutError:
            why = f"It has not answered for {PATIENCE} seconds."
            return {"database": {"ok": False, "why": why}}
        return {"database": {"ok": True}, "outbox": outbox(found, self._now())}


def outbox(found: OutboxHealth, now: datetime) -> Part:
    """How long the oldest message has been waiting that could be sent. What Slack refused for good only counts."""
    late = max(now - found.oldest, timedelta()) if found.oldest else timedelta()
    part: Part = {
        "ok": late <= LATE,
        "oldest_due_seconds": int(late.total_seconds()),
        "waiting": found.waiting,
        "given_up": len(found.dead),
    }
    if not part["ok"]:
        part["why"] = (
            "What is to be posted in Slack has been waiting for too long: the log says what is refused."
        )
    return part


def _socket(connected: bool) -> Part:
    if connected:
        return {"ok": True}
    return {"ok": False, "why": "There is no connection to Slack; it is tried again and again."}
