"""A task's document by its key, read from the database without Slack."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from bot.tasks import directory, reading
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError, SeveralTeams, TaskError, UnknownTask
from bot.tasks.task import Task

FIND_HERE = "countersign export --audit names all that there are."


class ExportError(Exception):
    """The document can't be had; str() is one line that says why and what to do."""


async def exported(url: str, zone: str, key: str, team: str | None) -> str:
    """The Markdown of the task with this key, in any case: signed, where all have signed.

    `url` is a DATABASE_URL, `zone` the IANA name for the days of people whose own isn't known, `team` the
    workspace's id, needed only where several have the key. ExportError.
    """
    try:
        database = await asyncio.to_thread(Database.open, url, must_exist=True)
    except DatabaseError as reason:
        raise ExportError(str(reason)) from None
    try:
        task = await database.read(lambda session: _task(session, key, team))
        return (await Desk(database, _no_time, lambda *_: None, zone=zone).exported(task)).text
    except SeveralTeams as several:
        raise ExportError(f"{several} Choose one with --team.") from None
    except UnknownTask as unknown:
        raise ExportError(str(unknown) if unknown.nearest else f"{unknown.said} {FIND_HERE}") from None
    except (DatabaseError, TaskError) as reason:
        raise ExportError(str(reason)) from None
    finally:
        await database.close()


def _task(session: Any, key: str, team: str | None) -> Task:
    """In the only workspace the key may have fewer zeros, as in Slack. UnknownTeam, UnknownTask, SeveralTeams."""
    known = directory.teams(session)
    if team is None and len(known) != 1:
        return reading.in_any_team(session, key)
    if team:
        directory.must_know(session, team)
    return reading.by_key(session, team or known[0], key)


def _no_time() -> datetime:
    """Reading asks for no time; the clock is the running bot's."""
    raise RuntimeError("an export asked for the time")
