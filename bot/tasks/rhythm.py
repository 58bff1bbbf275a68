"""The reminders of a sign-off begin anew, or end: nothing of what was due before may stay. Pure."""

from collections.abc import Mapping
from typing import Any

STILL: Mapping[str, Any] = {
    "remind_at": None,
    "reminders_sent": 0,
    "snoozed_until": None,
    "escalate_at": None,
    "escalated": 0,
}
"""The fields of a sign-off of which nobody is reminded, for `model_copy(update={**STILL, …})`."""
