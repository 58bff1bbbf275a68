"""What is told to whoever watches: to who counts, in words of small tables; to the log, in ids and codes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import structlog
from structlog.contextvars import bound_contextvars

log = structlog.get_logger()


class Watch(Protocol):
    """Is told what happens. Called on the event loop; raises nothing, and takes no time."""

    def acked(self, kind: str, seconds: float) -> None:
        """Something that Slack sent is answered: a command, shortcut, action, view or event."""

    def called(self, method: str, answer: str) -> None:
        """A method of Slack's was called: one of `counted.METHODS`, and what `counted` calls the answer."""

    def posted(self, kind: str) -> None:
        """A message stands in Slack that didn't: the kind of its outbox row."""

    def failed(self, where: str) -> None:
        """Something went wrong that nobody foresaw, or the database failed: one of `WHERE`."""


WHERE = ("request", "event", "later", "outbox")
"""Where something of this room can go wrong: in what a person did, in what Slack told, in work that goes on
after an ack, in what is sent.
"""


class Unwatched:
    """Nobody counts."""

    def acked(self, kind: str, seconds: float) -> None:
        """Nothing."""

    def called(self, method: str, answer: str) -> None:
        """Nothing."""

    def posted(self, kind: str) -> None:
        """Nothing."""

    def failed(self, where: str) -> None:
        """Nothing."""


def new_reference() -> str:
    """What all log lines of one request, and the sentence to the person if it fails, have in common."""
    return secrets.token_hex(4)


@contextmanager
def handling(watch: Watch, kind: str, what: str, reference: str) -> Iterator[None]:
    """Around everything that is done before the ack. Each line that is logged in there names the request, also by
    work that begins there and goes on after it; the last line says how long it took, in seconds.
    """
    began = time.monotonic()
    with bound_contextvars(request=reference):
        try:
            yield
        finally:
            seconds = time.monotonic() - began
            watch.acked(kind, seconds)
            # Events come by the thousand, with each change of anybody's profile.
            say = log.debug if kind == "event" else log.info
            say("handled", kind=kind, what=what, seconds=round(seconds, 3))
