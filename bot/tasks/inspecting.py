"""What a look into the rows finds, in one snapshot, for whoever looks after the bot."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from bot.tasks import directory, store_outbox
from bot.tasks.auditing import Audit, audit
from bot.tasks.guards import unguarded
from bot.tasks.results import OutboxHealth
from bot.tasks.tables import tasks

ENDED = ("done", "closed")
"""States of tasks whose card needs no channel any more."""


class Inside(NamedTuple):
    """What was found."""

    outbox: OutboxHealth
    """What waits to be posted, and what Slack refuses for good."""
    audit: Audit
    """Whether what was signed and happened is as it was written."""
    keys: dict[int, str]
    """The keys of all tasks, by id: what waits in the outbox names ids."""
    channels: dict[tuple[str, str], int]
    """By workspace and channel, how many tasks under way have their card there."""
    unguarded: tuple[str, ...] = ()
    """Which triggers are missing or changed that keep what was signed and happened from being changed."""


def inside(session: Session) -> Inside:
    """Look at everything. DatabaseError if the file itself is damaged."""
    keys: dict[int, str] = {}
    channels: Counter[tuple[str, str]] = Counter()
    for team in directory.teams(session):
        own = select(tasks.c.id, tasks.c.key, tasks.c.state, tasks.c.channel).where(tasks.c.team_id == team)
        for row in session.execute(own.order_by(tasks.c.id)):
            keys[row.id] = row.key
            if row.channel and row.state not in ENDED:
                channels[(team, row.channel)] += 1
    return Inside(store_outbox.health(session), audit(session), keys, channels, unguarded(session))
