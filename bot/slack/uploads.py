"""Documents as files, in a card's thread or among somebody's direct messages.

Files carry no metadata, so a file's id is written down before the upload is completed: whatever gets lost
after that, the file is asked for by its id. Slack shares a completed file a moment later, and now and then
never; then it is uploaded once more, and no more than that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, Fate, NotYet, calling
from bot.tasks.outbox import Outbox
from bot.tasks.posts import OutboxRow

WAITS = (1, 1, 2, 4, 8, 16, 28)
"""Seconds before each look whether the file is shared: a minute in all."""
ROUND = len(WAITS) + 1
"""The steps of one upload: its completion is not known, then one step before each look."""
MOST_ROUNDS = 2


class Place(NamedTuple):
    """Where a file is to stand."""

    channel: str
    """The channel's id, a direct message's too."""
    thread: str | None = None
    """The ts of the message in whose thread; None for the channel itself."""


class Uploads:
    """Uploads, one step at a time: each call of `share` does what is next, and NotYet says when to go on.

    In the PostedMessage of a file, `ts` is None until Slack shows it, and `version` is the step.
    """

    def __init__(self, outbox: Outbox, client: AsyncWebClient) -> None:
        self._outbox = outbox
        self._client = client

    async def share(self, row: OutboxRow, place: Place, name: str, text: str) -> None:
        """Let the text stand there as a file; returns once Slack shows it there.

        NotYet while there is something to wait for; Failed if Slack refuses, or never shares it.
        """
        before = await self._outbox.message(row.team, row.target)
        if before is None or before.file_id is None:
            await self._upload(row, place, name, text, 0)
        elif before.ts is None:
            again = await self._look(row, place, before.file_id, before.version or 0)
            if again is not None:
                await self._upload(row, place, name, text, again)

    async def _look(self, row: OutboxRow, place: Place, file_id: str, step: int) -> int | None:
        """Ask for the file by its id. None if it is shared; the step from which to upload it anew."""
        found = await self._info(file_id)
        ts = _shared(found, place.channel) if found else None
        if ts:
            await self._outbox.posted(row, place.channel, ts, file_id=file_id, version=step)
            return None
        rounds, look = divmod(step, ROUND)
        if look == 0 and found is None:
            return step  # the upload was never completed
        if look < len(WAITS):
            await self._wait(row, place, file_id, step + 1)
        if rounds + 1 < MOST_ROUNDS:
            return ROUND * (rounds + 1)
        raise Failed("files.completeUploadExternal", "never_shared", Fate.DESTINATION)

    async def _wait(self, row: OutboxRow, place: Place, file_id: str, step: int) -> None:
        """Remember that Slack has the whole file, and look later."""
        await self._outbox.posted(row, place.channel, None, file_id=file_id, version=step)
        raise NotYet(timedelta(seconds=WAITS[step % ROUND - 1]), "waiting for Slack to share the file")

    async def _info(self, file_id: str) -> dict[str, Any] | None:
        """The file; None if Slack has none, because its upload was never completed."""
        try:
            return dict((await calling("files.info", self._client.files_info(file=file_id)))["file"])
        except Failed as failed:
            if failed.code in ("file_not_found", "file_deleted"):
                return None
            raise

    async def _upload(self, row: OutboxRow, place: Place, name: str, text: str, step: int) -> None:
        """Get an address, write the file's id down, send the bytes, and share it in the thread."""
        content = text.encode()
        asked = self._client.files_getUploadURLExternal(filename=name, length=len(content))
        ticket = await calling("files.getUploadURLExternal", asked)
        file_id = str(ticket["file_id"])
        await self._outbox.posted(row, place.channel, None, file_id=file_id, version=step)
        await self._send(str(ticket["upload_url"]), content)
        await self._complete(file_id, name, place.channel, place.thread)
        await self._wait(row, place, file_id, step + 1)

    async def _complete(self, file_id: str, name: str, channel: str, thread_ts: str | None) -> None:
        """Share the file in the card's thread; in the channel where somebody deleted the card."""
        files: list[dict[str, str | None]] = [{"id": file_id, "title": name}]
        done = self._client.files_completeUploadExternal(files=files, channel_id=channel, thread_ts=thread_ts)
        try:
            await calling("files.completeUploadExternal", done)
        except Failed as failed:
            if failed.code != "thread_not_found" or thread_ts is None:
                raise
            await self._complete(file_id, name, channel, None)

    async def _send(self, url: str, content: bytes) -> None:
        """The bytes, raw, to the address that Slack gave."""
        wait = aiohttp.ClientTimeout(total=self._client.timeout)
        through: dict[str, Any] = {"proxy": self._client.proxy, "ssl": self._client.ssl or True}
        try:
            async with (
                self._session() as session,
                session.post(url, data=content, timeout=wait, **through) as response,
            ):
                if response.status != 200:
                    raise Failed("upload", f"http_{response.status}", Fate.PASSING)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Failed("upload", type(error).__name__, Fate.PASSING) from None

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """The client's own session where it has one."""
        shared = self._client.session
        if shared is not None and not shared.closed:
            yield shared
            return
        async with aiohttp.ClientSession() as own:
            yield own


def _shared(found: dict[str, Any], channel: str) -> str | None:
    """The ts of the file's message in the channel. Slack: shares.{public,private}.{channel}[].ts."""
    for places in (found.get("shares") or {}).values():
        for share in places.get(channel) or []:
            return str(share["ts"])
    return None
