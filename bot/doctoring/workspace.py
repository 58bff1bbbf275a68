"""What Slack's answers mean for the bot. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.doctoring.finding import Finding, error, ok, warning
from bot.slack.checkup import REACHING, Installation
from bot.slack.failures import Failed, unreachable
from bot.slack.scopes import NEEDED, OPTIONAL
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.timing import spoken

NOTICEABLE = timedelta(minutes=1)
"""How far off a clock is before it is told."""
REFUSED = timedelta(minutes=5)
"""How far off Slack's signed requests are refused (HTTP mode), as somebody might replay an old one."""
REINSTALL = "On your app's page, App Manifest, paste manifest.yml; then Install App, Reinstall to Workspace."


def not_looked() -> Finding:
    """Without settings nothing is asked."""
    return warning(
        "Slack",
        "Tokens, scopes, channels and admins were not looked at, since the settings can't be used.",
        "Correct the settings, then look again. Of a database alone, such as the demo's, the lines above say all.",
    )


def no_answer(url: str) -> Finding:
    """Nothing could be asked."""
    return error(
        "Slack",
        f"Slack can't be reached at {url}, so tokens, scopes, channels and admins were not looked at.",
        "Check the network, a proxy, and SLACK_API_URL.",
    )


def bot_token_refused(failed: Failed) -> Finding:
    """Slack doesn't take it."""
    return error(
        "bot token",
        f"Slack refuses SLACK_BOT_TOKEN ({failed.code}).",
        "Copy the Bot User OAuth Token from your app's page, OAuth & Permissions.",
    )


def installed(found: Installation) -> Finding:
    """Slack takes the bot token."""
    return ok("bot token", f"{found.bot_name} is installed in {found.team_name} ({found.team}).")


def scopes(found: Installation) -> Finding:
    """Whether the token may do all that the bot does."""
    if found.scopes is None:
        return warning(
            "scopes", "Slack doesn't say what the bot token may do.", "Compare OAuth & Permissions by hand."
        )
    if missing := [scope for scope in NEEDED if scope not in found.scopes]:
        return error("scopes", f"The bot token lacks {', '.join(missing)}.", REINSTALL)
    if left_out := [scope for scope in OPTIONAL if scope not in found.scopes]:
        why = "without, a message whose answer was lost may come twice"
        return ok(
            "scopes", f"All that are needed; not granted, as is your choice: {', '.join(left_out)} ({why})."
        )
    return ok("scopes", "All that are needed.")


def clock(found: Installation, now: datetime, *, signed: bool) -> Finding:
    """How far this machine's clock is off; `signed`: Slack sends signed requests (HTTP mode)."""
    if found.date is None:
        return warning("clock", "Slack doesn't say what time it is.", "Compare this machine's clock by hand.")
    off = abs(now - found.date)
    if off <= NOTICEABLE:
        return ok("clock", "It agrees with Slack's.")
    side = "ahead of" if now > found.date else "behind"
    said = f"This machine's clock is {spoken(off)} {side} Slack's, and so are reminders and signatures."
    do = "Set the clock, and let the machine keep it by NTP."
    if signed and off >= REFUSED:
        return error("clock", f"{said} Whatever Slack sends is refused as too old.", do)
    return warning("clock", said, do)


def socket(failed: Failed | None) -> Finding:
    """Whether Slack would open a socket for the app-level token, and can be reached there."""
    if failed is None:
        return ok("app token", "Slack opens a socket for it, at an address that can be reached.")
    if failed.method == REACHING:
        said = f"Slack opens a socket for it, at an address that can't be reached ({failed.code})."
        do = "Let the firewall pass wss://wss-primary.slack.com and wss://wss-backup.slack.com, port 443."
        return error("app token", said, do)
    if unreachable(failed):
        return error(
            "app token", f"Slack opens no socket just now ({failed.code}).", "Try again in a minute."
        )
    return error(
        "app token",
        f"Slack refuses SLACK_APP_TOKEN ({failed.code}).",
        "Make an app-level token with connections:write on your app's page, Basic Information.",
    )


def channel(channel_id: str, why: str, found: ChannelInfo | None) -> Finding:
    """Whether the bot can post there; `why` says what it is for."""
    if found is None:
        return error(
            "channel",
            f"{channel_id} ({why}) isn't there, or it is private and the bot isn't in it.",
            "Invite the bot there with /invite, or name another channel.",
        )
    name = f"#{found.name} ({why})"
    if found.archived:
        return error("channel", f"{name} is archived.", "Unarchive it, or name another channel.")
    if not found.bot_is_in:
        return error("channel", f"The bot isn't in {name}.", "Invite it there with /invite.")
    return ok("channel", f"The bot is in {name}.")


def admin(user: str, found: PersonInfo | None) -> Finding | None:
    """Whether somebody of COUNTERSIGN_ADMINS is there and can be one; None if so."""
    do = "Take the id out of COUNTERSIGN_ADMINS, or correct it."
    if found is None:
        return warning("admins", f"Slack knows nobody called {user}.", do)
    if not found.active:
        return warning("admins", f"{found.name} ({user}) has an account that is deactivated.", do)
    if found.kind != "full":
        return warning("admins", f"{found.name} ({user}) is no full member, but a {_kind(found)}.", do)
    return None


def not_asked(what: str, failed: Failed) -> Finding:
    """Slack gave no answer about one thing."""
    return warning(what, f"Slack didn't answer ({failed}).", "Try again in a minute.")


def all_admins(count: int, wrong: int) -> Iterator[Finding]:
    """One line for all who are fine."""
    if count and not wrong:
        yield ok("admins", "1 person, who is there." if count == 1 else f"{count} people, who are all there.")
    elif not count:
        yield ok(
            "admins", "COUNTERSIGN_ADMINS names nobody: a task is closed and reopened by its author alone."
        )


def _kind(found: PersonInfo) -> str:
    return {"bot": "bot", "guest": "guest"}.get(found.kind, "member of another workspace")
