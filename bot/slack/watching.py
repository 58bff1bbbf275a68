"""What is told to whoever counts: in words of small tables, never an id, never what people typed."""

from __future__ import annotations

from typing import Protocol


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
