"""What somebody is told when something can't be posted: what, where, why, and what to do. Pure."""

from __future__ import annotations

CHANNEL = {
    "channel_not_found": ("it is gone, or I can't see it", "Please invite me there with /invite."),
    "not_in_channel": ("I'm not a member of it", "Please invite me there with /invite."),
    "is_archived": ("it is archived", "Please unarchive it."),
    "is_inactive": ("it is archived", "Please unarchive it."),
    "restricted_action": ("its rules don't let me post", "Please ask an admin of the workspace to allow it."),
    "restricted_action_read_only_channel": (
        "only some may post there",
        "Please ask an admin of the workspace to allow it.",
    ),
    "restricted_action_thread_only_channel": (
        "it takes replies only",
        "Please ask an admin of the workspace to allow it.",
    ),
}
"""Why a channel takes nothing, and what to do, by Slack's codes. Of a task's messages the card tells it."""

PERSON = {
    "user_disabled": ("the account is deactivated", "Please choose somebody else."),
    "user_not_found": ("Slack doesn't know the account", "Please choose somebody else."),
    "user_not_visible": ("the account is hidden from me", "Please choose somebody else."),
    "cannot_dm_bot": ("it is a bot", "Please choose somebody else."),
    "channel_not_found": ("they take no messages from me", "Please tell them yourself."),
    "messages_tab_disabled": ("my messages tab is off", "Please show this to whoever runs Countersign."),
}
"""Why a person can't be told anything."""

APP = {
    "missing_scope": ("I lack a permission", "Please ask an admin to install me again from manifest.yml."),
    "never_shared": ("Slack took the file but never showed it", "Press Open on the card to read it."),
}
"""What is wrong with neither."""

NEXT = " I will try again when the task changes."


def not_posted(key: str, where: str, code: str) -> str:
    """What belongs to a task can't be posted in its channel: `where` is `#general`."""
    why, do = _reason(CHANNEL, code)
    return f"I can't post what belongs to {key} in {where}: {why}. {do}{NEXT}"


def not_asked(key: str, name: str, code: str) -> str:
    """A signer can't be told what they are asked to sign."""
    why, do = _reason(PERSON, code)
    return f"I can't tell {name} that they are asked to sign {key}: {why}. {do}"


def not_told_of_edit(key: str, name: str, code: str) -> str:
    """Somebody who had answered can't be told what was edited since."""
    why, do = _reason(PERSON, code)
    return f"I can't tell {name} that {key} was edited since they answered: {why}. {do}"


def not_reminded(name: str, code: str) -> str:
    """Somebody for whom tasks wait can't be reminded of them."""
    why, do = _reason(PERSON, code)
    return f"I can't remind {name} of what is waiting for their sign-off: {why}. {do}"


def not_exported(key: str, code: str) -> str:
    """A document can't be sent to whoever asked for it."""
    why, do = _reason(PERSON, code)
    return f"I can't send you the document of {key} as a file: {why}. {do}"


def not_summed_up(where: str, code: str) -> str:
    """A summary can't be posted."""
    why, do = _reason(CHANNEL, code)
    return f"I can't post the summary in {where}: {why}. {do} Then type /task summary again."


def _reason(table: dict[str, tuple[str, str]], code: str) -> tuple[str, str]:
    known = table.get(code) or APP.get(code)
    return known or (f"Slack refused it ({code})", "Please show this to whoever runs Countersign.")
