"""response_url: five uses within thirty minutes (Slack: Handling user interaction)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.clock import Clock
from bot.sandbox.trouble import ApiError

LIFE = timedelta(minutes=30)
USES = 5


@dataclass
class ResponseUrl:
    """Leave to answer one person about one click or command."""

    user: str
    """Whom an ephemeral answer is for."""
    channel: str
    """Where the answer goes."""
    message_ts: str | None
    """The message that was clicked, ephemeral or not; None for a command."""
    until: datetime
    """Good until then."""
    left: int = USES
    """Uses that are left."""


class ResponseUrls:
    """Hands out response URLs and counts their uses."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, ResponseUrl] = {}
        self.base = ""
        """What comes before the secret, such as ``http://127.0.0.1:1234/response/``."""

    def give(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """A new address."""
        secret = secrets.token_hex(12)
        self._given[secret] = ResponseUrl(user, channel, message_ts, self._clock.now() + LIFE)
        return self.base + secret

    def use(self, secret: str) -> ResponseUrl:
        """Take one use. Raises ApiError ``used_url`` or ``expired_url``, with status 404."""
        url = self._given.get(secret)
        if url is None or self._clock.now() > url.until:
            raise ApiError("expired_url", status=404)
        if url.left < 1:
            raise ApiError("used_url", status=404)
        url.left -= 1
        return url
