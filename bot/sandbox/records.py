"""What the sandbox writes down for tests: calls answered, payloads delivered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Call:
    """A Web API call as it was answered."""

    method: str
    """Such as ``chat.postMessage``."""
    ok: bool
    """Whether the answer said so."""
    error: str | None
    """Slack's code, if it did not; ``dropped`` if the connection was cut."""
    at: datetime
    """When, by the sandbox's clock."""
    channel: str | None
    """The conversation that was named, as it was named."""
    messages: tuple[str, ...] = ()
    """Block and rule, where a payload was refused."""


@dataclass(frozen=True)
class Ack:
    """A payload and its acknowledgement."""

    kind: str
    """``slash_commands``, ``block_actions``, ``view_submission``, ``view_closed``, ``shortcut``,
    ``message_action``, ``block_suggestion`` or ``events_api``."""
    seconds: float
    """Real seconds from delivery to the acknowledgement, or to giving up."""
    ok: bool
    """Whether it came in time, and Slack could do what it says."""
    at: datetime
    """When it came or was given up, by the sandbox's clock."""
    error: str | None = None
    """Why not: ``operation_timeout``, ``dispatch_failed``, or Slack's refusal of the answer."""
