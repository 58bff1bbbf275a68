"""How the database stands: its file, its disk, and what is in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bot.doctoring.finding import Finding, error, ok, warning
from bot.health import LATE, late
from bot.health import outbox as waiting
from bot.tasks import migrate
from bot.tasks.auditing import Audit
from bot.tasks.copies import Contents, contents, damage
from bot.tasks.errors import DatabaseError
from bot.tasks.posts import Kind
from bot.tasks.results import OutboxHealth
from bot.tasks.timing import spoken
from bot.tasks.trouble import file_may_be_good

LITTLE = 200_000_000
"""Bytes of free disk from which on it is told; or the database's own size, for a backup, if that is more."""
TOO_LITTLE = 20_000_000
"""Bytes of free disk with which the bot will soon be unable to write."""
MOST_NAMED = 5
"""How many messages that can't be posted are named."""
RESTORE = "Keep the file, and restore the latest backup: countersign db restore FILE --force."

POSTED = {
    Kind.ASKED: "the request to sign",
    Kind.EDITED: "the news of an edit",
    Kind.HOME: "somebody's Home tab",
    Kind.CARD: "the card",
    Kind.LATE: "the word to the author that somebody has not answered",
    Kind.DONE: "the word that all have signed",
    Kind.LATE_IN_THREAD: "the word in the thread that somebody has not answered",
    Kind.EXPORT: "an exported file",
    Kind.DOCUMENT: "the document",
    Kind.SIGNED_DOCUMENT: "the signed document",
    Kind.REMINDER: "a reminder",
    Kind.REMINDED: "what a reminder lists now",
    Kind.GONE: "a message that should be gone",
    Kind.SUMMARY: "a summary",
    Kind.TELL: "a sentence to somebody",
}
"""What is posted, by the first part of what the outbox calls it."""


def disk(file: Path, holds: Contents | None) -> Finding:
    """Whether there is room where the database is."""
    free = shutil.disk_usage(file.parent).free
    said = f"{free / 1_000_000:,.{0 if free > TOO_LITTLE else 1}f} MB are free in {file.parent.absolute()}"
    if free < TOO_LITTLE:
        return error("disk", f"Only {said}.", "Make room: a full disk keeps the bot from saving anything.")
    if free < max(LITTLE, holds.size if holds else 0):
        return warning(
            "disk", f"Only {said}.", "Make room: upgrades and backups need as much as the database."
        )
    return ok("disk", f"{said}.")


def permissions(file: Path) -> Iterator[Finding]:
    """An error if whoever runs this, who should be who runs the bot, can't write where it must."""
    places = [place for place in (file.parent, file) if place.exists()]
    for place in places:
        if not os.access(place, os.R_OK | os.W_OK):
            what = "folder" if place.is_dir() else "file"
            yield error(
                "permissions",
                f"The {what} {place} can't be read and written by who runs this (user {os.geteuid()}).",
                "Run this as the user that the bot runs as, or give that user the right.",
            )


def whole(file: Path) -> tuple[Finding, Contents | None]:
    """Whether the file is a database of this version, whole; and what it holds, if it can be looked into."""
    if not file.exists():
        return ok("database", f"There is no {file} yet: the bot makes it when it starts."), None
    try:
        holds, wrong = contents(file), damage(file)
        migrate.refuse_newer(holds.version)
    except DatabaseError as reason:
        return error("database", str(reason), _unread(file, reason)), None
    if wrong:
        return error("database", f"{file} is damaged ({wrong}).", RESTORE), None
    newest = migrate.newest()
    if holds.version != newest:
        said = f"{file} is of version {holds.version}, so what is in it was not looked at."
        do = f"Start the bot, or say countersign db upgrade: it is copied, and brought to {newest}."
        return warning("database", said, do), None
    tasks = "1 task" if holds.tasks == 1 else f"{holds.tasks} tasks"
    said = f"{file}: {tasks}, {holds.size / 1_000_000:.1f} MB, version {holds.version}, whole."
    return ok("database", said), holds


def _unread(file: Path, reason: DatabaseError) -> str:
    """What to do where a database can't be read: without any room, none can, and a restore would make it worse."""
    if shutil.disk_usage(file.parent).free < TOO_LITTLE:
        return "Make room on its disk, then look again."
    if file_may_be_good(reason):
        return "See to that, then look again."
    return "Set DATABASE_URL to the bot's own, or restore a backup."


def outbox(found: OutboxHealth, keys: Mapping[int, str], now: datetime) -> Iterator[Finding]:
    """What waits to be posted, and what Slack refuses for good; `keys` are the tasks' by id."""
    part = waiting(found, late(found, now))
    many = "1 message waits" if found.waiting == 1 else f"{found.waiting} messages wait"
    if not part["ok"]:
        since = spoken(timedelta(seconds=part["oldest_due_seconds"]))
        said = f"{many} to be posted, the oldest for {since}, which is more than {spoken(LATE)}."
        yield warning("outbox", said, "Start the bot, or look in its log for what Slack answers.")
    elif not found.dead:
        yield ok("outbox", f"{many} to be posted." if found.waiting else "Nothing waits to be posted.")
    if found.dead:
        named = ", ".join(f"{_posted(target, keys)} ({code})" for target, code in found.dead[:MOST_NAMED])
        more = f" and {len(found.dead) - MOST_NAMED} more" if len(found.dead) > MOST_NAMED else ""
        count = "1 message" if len(found.dead) == 1 else f"{len(found.dead)} messages"
        yield warning(
            "outbox",
            f"{count} can't be posted: {named}{more}.",
            "Mend what Slack names (invite the bot, choose somebody else); the task's next change sends it again.",
        )


def chains(found: Audit) -> Finding:
    """Whether what was signed and happened is as it was written."""
    if not found.findings:
        many = "1 task" if found.forgotten == 1 else f"{found.forgotten} tasks"
        gone = f" The texts of {many} were deleted by retention." if found.forgotten else ""
        of = "1 chain" if found.chains == 1 else f"{found.chains} chains"
        return ok("audit", f"{found.events} events in {of}: all of it holds.{gone}")
    count = len(found.findings)
    said = f"{count} things don't hold" if count > 1 else "1 thing doesn't hold"
    do = "Look with countersign audit verify; compare with a backup, and keep the file as it is."
    return error("audit", f"{said}: {found.findings[0].said}", do)


def guards(unguarded: tuple[str, ...]) -> Iterator[Finding]:
    """An error if what was signed and happened could be changed in the file, whatever the chains say."""
    if unguarded:
        are = "trigger is" if len(unguarded) == 1 else "triggers are"
        said = (
            f"{len(unguarded)} {are} missing or changed that should keep signatures and events as they were written: "
            f"{', '.join(unguarded)}. Somebody did that past the program, and chains can be written anew after it."
        )
        do = "Keep the file as it is, and compare it with a backup; go on with a backup that has them."
        yield error("triggers", said, do)


def _posted(target: str, keys: Mapping[int, str]) -> str:
    """In words: `card:12` is the card of TASK-012."""
    kind, *rest = target.split(":")
    said = next((words for each, words in POSTED.items() if each == kind), "a message")
    key = keys.get(int(rest[0])) if rest and rest[0].isdecimal() else None
    return f"{said} of {key}" if key else said
