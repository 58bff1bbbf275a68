"""What Slack tells by itself, read once into one shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict


class Happened(BaseModel):
    """An event. Slack may send it again, with the same id, and out of order."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Slack's id of it, the same each time that it is sent."""
    type: str
    """Such as `member_joined_channel`."""
    team: str
    """The workspace's id."""
    channel: str
    """The channel that it is about; "" if none."""
    user: str
    """The user that it is about; "" if none."""
    tab: str
    """Which of the app's tabs was opened: home or messages; "" if none was."""
    home: str
    """What the Home tab says that it shows; "" if it shows nothing, or isn't what was opened."""
    account: dict[str, Any]
    """The user as `users.info` gives them, where the event does; else {}."""


def read(body: Mapping[str, Any]) -> Happened:
    """One event out of Slack's envelope."""
    event: Mapping[str, Any] = body.get("event") or {}
    user = event.get("user") or ""
    return Happened(
        id=str(body.get("event_id") or ""),
        type=str(event.get("type") or ""),
        team=str(body.get("team_id") or ""),
        channel=str(event.get("channel") or ""),
        user=str(user.get("id") or "") if isinstance(user, Mapping) else str(user),
        tab=str(event.get("tab") or ""),
        home=str((event.get("view") or {}).get("private_metadata") or ""),
        account=dict(user) if isinstance(user, Mapping) else {},
    )
