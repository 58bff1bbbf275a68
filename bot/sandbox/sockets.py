"""Socket Mode: tickets, open sockets, envelopes and their acknowledgements."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.sandbox.changes import Changes

Json = dict[str, Any]


class Sockets:
    """The bot's open sockets. A payload goes to any one of them, in turn."""

    def __init__(self, app_id: str, changes: Changes) -> None:
        self._app_id, self._changes = app_id, changes
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    def ticket(self) -> str:
        """A secret that opens one socket, once."""
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        return ticket

    @property
    def count(self) -> int:
        """How many are open."""
        return len(self._open)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A socket's whole life: ``hello``, then acknowledgements until it closes."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=403, text="This ticket is not good (any more).")
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self._open.append(socket)
        await socket.send_json(self._hello())
        self._changes.notify()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._forget(socket)
        return socket

    async def send(
        self, kind: str, payload: Mapping[str, Any], retry: Mapping[str, Any], deadline: float
    ) -> Json | None:
        """Deliver an envelope; the acknowledgement's payload ({} if it has none), or None if it is late.

        Raises ConnectionError if no socket is open.
        """
        if not self._open:
            raise ConnectionError("no socket is open")
        envelope_id = str(uuid4())
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        envelope = {
            "type": kind,
            "envelope_id": envelope_id,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
            **retry,
        }
        try:
            await self._next_socket().send_str(json.dumps(envelope))
            return await asyncio.wait_for(future, deadline)
        except TimeoutError:
            return None
        finally:
            del self._waiting[envelope_id]

    async def drop(self) -> None:
        """Ask every client to reconnect, as Slack does every few hours, and close its socket."""
        for socket in list(self._open):
            self._forget(socket)
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            await socket.close()

    async def close(self) -> None:
        """Close all sockets without a word."""
        for socket in list(self._open):
            self._forget(socket)
            await socket.close()

    def _next_socket(self) -> web.WebSocketResponse:
        self._open.append(self._open.pop(0))
        return self._open[-1]

    def _acknowledged(self, text: str) -> None:
        ack: Json = json.loads(text)
        future = self._waiting.get(ack.get("envelope_id", ""))
        if future and not future.done():
            future.set_result(ack.get("payload") or {})

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._open:
            self._open.remove(socket)
            self._changes.notify()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }
