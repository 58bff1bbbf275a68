"""The one way in which a check says no."""

from collections.abc import Iterable


class Refusal(Exception):
    """Slack would answer this payload with ``ok: false``.

    ``error`` is Slack's code, such as ``invalid_blocks``. ``messages`` is what Slack lists under
    ``response_metadata.messages``: every fault that was found, such as
    ``[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]``. It may be empty:
    some codes come without one (``no_text``).
    """

    def __init__(self, error: str, messages: Iterable[str] = ()) -> None:
        self.error = error
        self.messages = tuple(messages)
        super().__init__(": ".join([error, "; ".join(self.messages)]) if self.messages else error)
