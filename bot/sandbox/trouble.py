"""How a Web API call fails."""

from collections.abc import Iterable
from typing import Any


class ApiError(Exception):
    """The answer ``{"ok": false, "error": error}``.

    ``messages`` go to ``response_metadata.messages``; ``more`` are further fields of the answer, such as
    ``needed`` and ``provided``; ``status`` and ``retry_after`` (seconds) are of HTTP.
    """

    def __init__(
        self,
        error: str,
        messages: Iterable[str] = (),
        *,
        status: int = 200,
        retry_after: int | None = None,
        **more: Any,
    ) -> None:
        super().__init__(error)
        self.error, self.messages, self.more = error, tuple(messages), more
        self.status, self.retry_after = status, retry_after

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        messages = {"response_metadata": {"messages": list(self.messages)}} if self.messages else {}
        return {"ok": False, "error": self.error, **self.more, **messages}
