"""Whether the bot does its work, for whoever watches over it: a container's health check, a load balancer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from aiohttp import web

from bot.tasks.database import Database
from bot.tasks.errors import DatabaseError
from bot.tasks.results import OutboxHealth
from bot.tasks.vital import vital

PATH = "/healthz"
PATIENCE = 2.5
"""Seconds that the database gets. It waits up to two for another program's lock, as behind a press."""
LATE = timedelta(minutes=15)
"""How long after it was due a message may still wait. Slack's own limits take minutes when many are due at once."""

Part = dict[str, Any]


class State(NamedTuple):
    """How the bot stands at one moment."""

    trouble: str | None
    """Why the database can't be written, in a sentence; None where it can."""
    outbox: OutboxHealth | None
    """What waits to be sent; None where the database doesn't say."""
    late: float | None
    """Seconds since the first of that became due, 0 where nothing is; None where the database doesn't say."""
    connected: bool | None
    """Whether Slack's socket is open; None where none is used."""


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
        found = parts(await self.look())
        well = all(part["ok"] for part in found.values())
        return web.json_response(
            {"ok": well, **found}, status=200 if well else 503, headers={"Cache-Control": "no-store"}
        )

    async def look(self) -> State:
        """The present state. Raises nothing: what can't be found out is a part of it."""
        connected = await self._connected() if self._connected else None
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._database.write(vital)
        except DatabaseError as reason:
            return State(str(reason), None, None, connected)
        except TimeoutError:
            return State(f"It has not answered for {PATIENCE} seconds.", None, None, connected)
        return State(None, found, late(found, self._now()), connected)


def late(found: OutboxHealth, now: datetime) -> float:
    """Seconds since the first of what waits became due; 0 where nothing is due."""
    return max(now - found.oldest, timedelta()).total_seconds() if found.oldest else 0.0


def parts(state: State) -> dict[str, Part]:
    """Each part, whether it is well, and why not."""
    said: dict[str, Part] = {"database": _part(state.trouble)}
    if state.outbox:
        said["outbox"] = outbox(state.outbox, state.late or 0.0)
    if state.connected is not None:
        why = "There is no connection to Slack; it is tried again and again."
        said["socket"] = _part(None if state.connected else why)
    return said


def outbox(found: OutboxHealth, seconds: float) -> Part:
    """How long the oldest message has been waiting that could be sent. What Slack refused for good only counts."""
    why = "What is to be posted in Slack has been waiting for too long: the log says what is refused."
    part = _part(why if seconds > LATE.total_seconds() else None)
    return {
        **part,
        "oldest_due_seconds": int(seconds),
        "waiting": found.waiting,
        "given_up": len(found.dead),
    }


def _part(why: str | None) -> Part:
    return {"ok": True} if why is None else {"ok": False, "why": why}
