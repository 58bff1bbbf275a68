"""What Slack sent, read once into one shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.slack import ids
from bot.slack.text import unescape
from bot.slack.watching import new_reference

Kind = Literal["command", "shortcut", "action", "view"]
Payload = Mapping[str, Any]
Answer = dict[str, Any]
"""What the ack says: {} for nothing, {"text": …} to a command, {"response_action": …} to a view."""


class View(BaseModel):
    """The modal from which something was sent."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Slack's id of the view, for views.update."""
    hash: str
    """Which drawing of the view it was; a stale one is refused with `hash_conflict`."""
    callback_id: str
    """One of the views' ids in ids.py."""
    packed: str
    """private_metadata, as Slack sent it back."""
    state: dict[str, dict[str, dict[str, Any]]]
    """block id -> action id -> what stands in the element."""
    raw: dict[str, Any]
    """The view as Slack sent it."""

    @property
    def facts(self) -> dict[str, Any]:
        """private_metadata, unpacked. Raises ids.NotOurs for one that this app did not write."""
        return ids.unpack(self.packed)


class Request(BaseModel):
    """A command, shortcut, press or submission."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    """What was done."""
    id: str
    """The command, callback id or action id."""
    team: str
    """The workspace's id."""
    team_domain: str | None
    """The workspace's part of its address, where Slack sends it."""
    user: str
    """Who did it."""
    trigger_id: str
    """Lets one view open within three seconds."""
    response_url: str | None
    """Where a private answer goes; not there for views and global shortcuts."""
    channel: str | None
    """Where it was done; None in a view and for a global shortcut."""
    words: str
    """A command's text, as typed."""
    value: str
    """A button's or option's value, as Slack sent it back; "" where there is none."""
    message: dict[str, Any] | None
    """The message that was pressed on."""
    view: View | None
    """The modal that was pressed in or submitted."""
    home: str | None
    """What the Home tab on which it was pressed says that it shows; None where it was none."""
    reference: str = Field(default_factory=new_reference)
    """Random, by which its lines are found in the log."""

    @property
    def facts(self) -> dict[str, Any]:
        """The value, unpacked. Raises ids.NotOurs for one that this app did not write."""
        return ids.unpack(self.value)

    @property
    def at_home(self) -> bool:
        """Whether it was pressed on the Home tab."""
        return self.home is not None

    @property
    def modal(self) -> View:
        """The view, where there has to be one. NotOurs if it was not sent."""
        if self.view is None:
            raise ids.NotOurs("a press without its view")
        return self.view


def read(kind: Kind, body: Payload) -> Request:
    """One request out of Slack's payload. What this app packed is unpacked when somebody asks for it, so
    that whoever finds that it is not ours can say so to the person.
    """
    action: Payload = (body.get("actions") or [{}])[0]
    team: Payload = body.get("team") or {}
    user: Payload = body.get("user") or {}
    return Request(
        kind=kind,
        id=str(body.get("command") or action.get("action_id") or _callback(body)),
        team=str(team.get("id") or body.get("team_id") or user.get("team_id") or ""),
        team_domain=team.get("domain") or body.get("team_domain"),
        user=str(user.get("id") or body.get("user_id")),
        trigger_id=str(body.get("trigger_id") or ""),
        response_url=body.get("response_url") or None,
        channel=_channel(body),
        # Whether Slack escapes a command's text as it does a message's is nowhere written.
        words=unescape(str(body.get("text") or "")).strip(),
        value=_value(action),
        message=body.get("message"),
        view=None if _at_home(body) else _view(body.get("view")),
        home=str(body["view"].get("private_metadata") or "") if _at_home(body) else None,
    )


def _callback(body: Payload) -> str:
    view: Payload = body.get("view") or {}
    return str(body.get("callback_id") or view.get("callback_id") or "")


def _at_home(body: Payload) -> bool:
    """A Home is a view, too; but what is pressed there opens a modal, as from a message."""
    view: Payload = body.get("view") or {}
    return view.get("type") == "home"


def _channel(body: Payload) -> str | None:
    channel: Payload = body.get("channel") or {}
    container: Payload = body.get("container") or {}
    found = channel.get("id") or body.get("channel_id") or container.get("channel_id")
    return str(found) if found else None


def _value(action: Payload) -> str:
    option: Payload = action.get("selected_option") or {}
    ours = action.get("type") in ("button", "static_select")
    return str(action.get("value") or option.get("value") or "") if ours else ""


def _view(view: Payload | None) -> View | None:
    if view is None:
        return None
    return View(
        id=str(view["id"]),
        hash=str(view.get("hash") or ""),
        callback_id=str(view.get("callback_id") or ""),
        packed=str(view.get("private_metadata") or ""),
        state=dict((view.get("state") or {}).get("values") or {}),
        raw=dict(view),
    )
