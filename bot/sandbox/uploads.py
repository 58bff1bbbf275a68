"""Files on their way: an address is given, bytes come, the upload is completed, and later it is shared."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.trouble import ApiError

Share = Callable[[], None]


@dataclass
class Upload:
    """A file that is being uploaded."""

    name: str
    """File name."""
    length: int
    """Bytes that were announced."""
    content: bytes | None = None
    """Bytes that came."""


class Uploads:
    """What was announced, and what waits to be shared.

    Slack shares a file a moment after the upload is completed, and now and then never (bolt-js#2115).
    """

    def __init__(self) -> None:
        self.polls_until_shared = 2
        """At the latest with this call of files.info the file is shared."""
        self.delay = 0.05
        """Real seconds after which it is shared in any case."""
        self._never = 0
        self._announced: dict[str, Upload] = {}
        self._waiting: dict[str, tuple[Share, asyncio.TimerHandle]] = {}
        self._polls: dict[str, int] = {}

    def never_share(self, times: int = 1) -> None:
        """The next completed files are never shared."""
        self._never += times

    def announce(self, file_id: str, name: str, length: int) -> None:
        """A file is to come."""
        self._announced[file_id] = Upload(name, length)

    def receive(self, file_id: str, content: bytes) -> bool:
        """Its bytes come; False if they were not announced so."""
        upload = self._announced.get(file_id)
        if upload is None or len(content) != upload.length:
            return False
        upload.content = content
        return True

    def complete(self, file_id: str) -> tuple[str, bytes]:
        """Name and bytes; once only. Raises ApiError ``file_not_found``."""
        upload = self._announced.get(file_id)
        if upload is None or upload.content is None:
            raise ApiError("file_not_found")
        del self._announced[file_id]
        return upload.name, upload.content

    def share_later(self, file_id: str, share: Share) -> None:
        """Share the file after a moment, or never if a test wants it so."""
        if self._never:
            self._never -= 1
            return
        timer = asyncio.get_running_loop().call_later(self.delay, self._share, file_id)
        self._waiting[file_id] = (share, timer)

    def polled(self, file_id: str) -> None:
        """Somebody asked files.info about it."""
        self._polls[file_id] = self._polls.get(file_id, 0) + 1
        if self._polls[file_id] >= self.polls_until_shared:
            self._share(file_id)

    def stop(self) -> None:
        """Share nothing any more."""
        for _, timer in self._waiting.values():
            timer.cancel()
        self._waiting.clear()

    def _share(self, file_id: str) -> None:
        if file_id in self._waiting:
            share, timer = self._waiting.pop(file_id)
            timer.cancel()
            share()
