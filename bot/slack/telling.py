"""Who is told that something could not be posted."""

from __future__ import annotations

from bot.slack import unsent
from bot.slack.failures import Failed
from bot.tasks.desk import Desk
from bot.tasks.posts import Kind, OutboxRow

OF_THE_CARD = (Kind.DONE, Kind.LATE_IN_THREAD, Kind.DOCUMENT, Kind.SIGNED_DOCUMENT)
"""They go where the card goes, and are never wanted without it: what is wrong with the channel, it tells."""

BESIDE = (Kind.TELL, Kind.HOME, Kind.REMINDED, Kind.GONE)
"""They only bring up to date or repeat what the person can find elsewhere."""


async def tell_of(desk: Desk, row: OutboxRow, failed: Failed) -> None:
    """Want the person told whom it concerns, once: a row that dies again of the same cause tells nothing."""
    kind = Kind(row.kind)
    said_by_card = kind in OF_THE_CARD and failed.code in unsent.CHANNEL
    if row.last_error == str(failed) or said_by_card:
        return
    if kind is Kind.REMINDER:
        await _of_reminder(desk, row, failed.code)
    elif kind is Kind.SUMMARY:
        await _of_summary(desk, row, failed.code)
    elif kind is Kind.EXPORT:
        await _of_export(desk, row, failed.code)
    elif kind not in BESIDE:
        await _of_task(desk, row, kind, failed.code)


async def _of_task(desk: Desk, row: OutboxRow, kind: Kind, code: str) -> None:
    """The task's author; not of a message to themselves, which would fail too."""
    task = await desk.task(row.team, int(row.ref["task_id"]))
    user = str(row.ref.get("user", ""))
    if task is None or user == task.author:
        return
    if kind is Kind.ASKED:
        sentence = unsent.not_asked(task.key, await _name(desk, row.team, user), code)
    elif kind is Kind.EDITED:
        sentence = unsent.not_told_of_edit(task.key, await _name(desk, row.team, user), code)
    else:
        sentence = unsent.not_posted(task.key, await _place(desk, row.team, task.channel), code)
    await desk.tell(row.team, task.author, sentence)


async def _of_reminder(desk: Desk, row: OutboxRow, code: str) -> None:
    """Each author whose task waits for the person."""
    user = str(row.ref["user"])
    waiting = await desk.waiting_for(row.team, user)
    sentence = unsent.not_reminded(await _name(desk, row.team, user), code)
    for author in sorted({task.author for task, _ in waiting} - {user}):
        await desk.tell(row.team, author, sentence)


async def _of_export(desk: Desk, row: OutboxRow, code: str) -> None:
    """Who asked for the file."""
    task = await desk.task(row.team, int(row.ref["task_id"]))
    if task:
        await desk.tell(row.team, str(row.ref["user"]), unsent.not_exported(task.key, code))


async def _of_summary(desk: Desk, row: OutboxRow, code: str) -> None:
    """Who asked for it in a channel; a schedule's summary was asked for by nobody."""
    asked_by = row.ref.get("asked_by")
    if asked_by and row.ref["channel"] and row.ref["part"] == 0:
        where = await _place(desk, row.team, str(row.ref["channel"]))
        await desk.tell(row.team, str(asked_by), unsent.not_summed_up(where, code))


async def _name(desk: Desk, team: str, user: str) -> str:
    known = await desk.people(team, [user])
    return known[user].name if user in known else f"the user {user}"


async def _place(desk: Desk, team: str, channel: str | None) -> str:
    known = await desk.channel(team, channel) if channel else None
    return f"#{known.name}" if known else "its channel"
