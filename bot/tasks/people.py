"""People and channels, as the workspace last told us."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict

Kind = Literal["full", "guest", "bot", "other workspace"]
"""Only active full members of the workspace can be asked to sign."""


class PersonInfo(BaseModel):
    """A person of a workspace, as Slack's `users.info` gave them."""

    model_config = ConfigDict(frozen=True)

    team: str
    """The workspace's id."""
    id: str
    """The user's id."""
    name: str
    """The displayed name, as typed by the person: never trusted as markup."""
    zone: str | None = None
    """The IANA name of their time zone; None where Slack gives none."""
    kind: Kind = "full"
    """What sort of account it is."""
    active: bool = True
    """False when the account is deactivated."""
    fetched_at: datetime
    """When this was asked of Slack; aware, UTC."""
    dm_channel: str | None = None
    """The channel of the bot's direct messages with them, once it is open."""

    def why_not_sign(self) -> str | None:
        """The reason why this person can't be asked to sign; None if they can."""
        if not self.active:
            return "the account is deactivated"
        return _REASONS.get(self.kind)

    def why_not_picked(self) -> str | None:
        """The reason why this person can't be named in a form, as an assignee say; None if they can."""
        if not self.active:
            return "the account is deactivated"
        return "a bot can't take part in a task" if self.kind == "bot" else None


class ChannelInfo(BaseModel):
    """A channel of a workspace, as Slack's `conversations.info` gave it."""

    model_config = ConfigDict(frozen=True)

    team: str
    """The workspace's id."""
    id: str
    """The channel's id."""
    name: str
    """The name without `#`."""
    private: bool
    """True also for direct messages."""
    archived: bool = False
    """Nothing can be posted in an archived channel."""
    bot_is_in: bool = False
    """Whether the bot is a member."""
    shared: bool = False
    """Shared with another workspace."""
    fetched_at: datetime
    """When this was asked of Slack; aware, UTC."""


def day_in(zone: str | None, at: datetime, default: str = "UTC") -> date:
    """The day that `at` (aware) is in a time zone; in the default one if it is None or unknown."""
    return at.astimezone(zone_info(zone, default)).date()


def zone_info(zone: str | None, default: str = "UTC") -> ZoneInfo:
    """The zone of this IANA name; the default one if it is None or unknown."""
    try:
        return ZoneInfo(zone or default)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: a folder of zones, such as Europe, or a name that no file can have.
        return ZoneInfo(default)


_REASONS = {
    "guest": "guests can read a task but not sign it",
    "bot": "a bot can't sign",
    "other workspace": "the account belongs to another workspace",
}
