"""How the installation reminds, by its settings."""

from bot.reminders.due import Policy
from bot.settings import Filing, Settings


def policy(settings: Settings | Filing) -> Policy:
    """When somebody is reminded, as the settings say."""
    return Policy(
        first=settings.remind_after,
        every=settings.remind_every,
        backoff=settings.remind_backoff,
        most=settings.remind_most,
        hours=settings.working_hours,
        escalate=settings.escalate_after,
        days=settings.working_days,
        holidays=settings.holidays,
        zone=settings.timezone,
    )
