"""What went wrong between Slack and the app: what Slack would refuse of it, and what it didn't answer."""

from datetime import datetime
from typing import Any

from bot.sandbox.world import World

Json = dict[str, Any]

MOST = 20
"""So many are listed, the newest last; all are counted."""
STRANGERS = ("invalid_auth", "not_authed")
"""What Slack answers to a token that it never gave, and to none."""
ASKED = {(f"conversations.{name}", "channel_not_found") for name in ("info", "members")}
"""How an app learns that it isn't in a private channel: an answer, and no fault."""
UNANSWERED = {
    "dispatch_failed": "the app wasn't there, or failed",
    "operation_timeout": "the app took too long",
}
"""By Slack's code. It says nothing against an app that was stopped a moment ago."""
KINDS = {
    "slash_commands": "a command",
    "block_actions": "a button or a menu",
    "view_submission": "a form that was sent",
    "view_closed": "a form that was closed",
    "shortcut": "a shortcut",
    "message_action": "a shortcut in a message's menu",
    "block_suggestion": "what was typed into a menu",
    "events_api": "an event",
}
"""What was delivered, by its kind in `Ack`."""


def refused(world: World) -> Json:
    """What Slack would refuse of the app: calls, and what it answered to an act.

    Whoever calls without the app's token is somebody else, and is left out.
    """
    calls = [
        (each.at, f"{each.method}: " + "; ".join([str(each.error), *each.messages]))
        for each in world.calls
        if not each.ok and each.error not in STRANGERS and (each.method, each.error) not in ASKED
    ]
    answers = [
        (each.at, f"{each.kind}: {each.error}")
        for each in world.delivery.acks
        if not each.ok and each.error not in UNANSWERED
    ]
    return _told(calls + answers)


def unanswered(world: World) -> Json:
    """What reached no app, or wasn't answered in time."""
    return _told(
        [
            (each.at, f"{KINDS[each.kind]}: {UNANSWERED[each.error]} ({each.error})")
            for each in world.delivery.acks
            if each.error in UNANSWERED
        ]
    )


def _told(what: list[tuple[datetime, str]]) -> Json:
    newest = [{"at": at.isoformat(), "what": words} for at, words in sorted(what)[-MOST:]]
    return {"count": len(what), "newest": newest}
