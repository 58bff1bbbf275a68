"""What is said of the day to sign by, everywhere alike. Pure."""

from datetime import date

from bot.tasks.task import Task


def sign_by(task: Task, today: date) -> str:
    """`sign by 2026-11-30`; once that day is over, `was due 2026-11-30`; "" for a task without such a day.

    `today`: the reader's own day.
    """
    if task.sign_by is None:
        return ""
    return f"{'was due' if task.sign_by < today else 'sign by'} {task.sign_by.isoformat()}"
