"""How the installation reminds, by its settings."""

from bot.reminders.due import Policy
from bot.settings import Filing, Settings
from bot.tasks.snoozing import Hours


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


def hours(policy: Policy) -> Hours:
    """When people work, as far as they can put off a reminder to it."""
    return Hours(policy.hours[0], policy.at_work)
