"""A task as a file, for whoever may read it."""

import secrets
from datetime import datetime

from sqlmodel import Session

from bot.tasks import posts, store_outbox
from bot.tasks.task import Task


def order(session: Session, now: datetime, team: str, task: Task, user: str) -> None:
    """Want it sent to the person: what stands then, a file for each time that they ask."""
    store_outbox.want(session, team, now, [posts.export(task.id, user, secrets.token_hex(8))])
