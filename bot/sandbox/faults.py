"""Failures on order: what a test wants to go wrong next."""

from dataclasses import dataclass

from bot.sandbox.trouble import ApiError


@dataclass
class Fault:
    """The next calls of a method fail so."""

    error: str
    """Slack's code."""
    times: int
    """How many calls are left to fail."""
    after_effect: bool
    """The thing happens, and then the error is answered: an answer that was lost."""
    status: int
    """HTTP status."""
    retry_after: int | None
    """Seconds, in the header of that name."""
    drop: bool
    """The connection is cut instead of an answer."""

    def as_error(self) -> ApiError:
        """What is answered."""
        return ApiError(self.error, status=self.status, retry_after=self.retry_after)


class Faults:
    """The failures that are still to come, by method, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Fault]] = {}

    def add(self, method: str, fault: Fault) -> None:
        """Let calls of ``method`` fail."""
        self._waiting.setdefault(method, []).append(fault)

    def next(self, method: str) -> Fault | None:
        """The failure of this call, if it is to fail."""
        waiting = self._waiting.get(method)
        if not waiting:
            return None
        waiting[0].times -= 1
        return waiting.pop(0) if waiting[0].times < 1 else waiting[0]
