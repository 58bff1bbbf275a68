"""Look at everything, in order: what is set, what is stored, what Slack says. Nothing is changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, suppress
from datetime import datetime
from pathlib import Path

from bot.app import StartError, build
from bot.doctoring import stored, workspace
from bot.doctoring.finding import Finding, error, ok, warning
from bot.doctoring.names import misspelt
from bot.doctoring.retention import kept_for
from bot.settings import Settings, SettingsError, load, load_stored
from bot.slack.checkup import Checkup, Installation, checkup
from bot.slack.failures import Failed, unreachable
from bot.surroundings import lines_that_set_nothing, names_that_are_read, names_that_are_set
from bot.tasks.database import Database, checked, file_of
from bot.tasks.errors import DatabaseError
from bot.tasks.inspecting import Inside, inside

Now = Callable[[], datetime]


async def examine(now: Now) -> AsyncGenerator[Finding, None]:
    """Each finding, as soon as it is known. `now` gives the time, aware and in UTC."""
    settings, found = _settings()
    for finding in found:
        yield finding
    rows: Inside | None = None
    async for each in _database(now):
        if isinstance(each, Finding):
            yield each
        else:
            rows = each
    if settings is None:
        yield workspace.not_looked()
        return
    # Whoever reads may leave in the middle, as `head` does: then Slack's session is closed at once.
    async with aclosing(_slack(settings, rows, now)) as told:
        async for finding in told:
            yield finding


def _settings() -> tuple[Settings | None, list[Finding]]:
    """They, if the bot could start with them; and what is wrong with them, and with their names."""
    strange = [*_empty_lines(), *misspelt(names_that_are_set(), names_that_are_read())]
    try:
        settings = load()
        with suppress(DatabaseError):  # Told with the database.
            build(settings)
    except (SettingsError, StartError) as reason:
        do = "Correct it in the environment, or in the file .env; README.md says what each setting may be."
        return None, [*(error("settings", line, do) for line in str(reason).splitlines()), *strange]
    understood = strange or [ok("settings", "All that are set are understood.")]
    return settings, [*understood, *kept_for(settings.keep)]


def _empty_lines() -> Iterator[Finding]:
    for line in lines_that_set_nothing():
        yield warning("settings", f"{line[0].upper()}{line[1:]}.", "If it is a remark, begin it with #.")


async def _database(now: Now) -> AsyncIterator[Finding | Inside]:
    try:
        url = load_stored().database_url
        file = file_of(checked(url))
    except SettingsError:
        yield warning(
            "database", "It was not looked at: a setting can't be used.", "Correct it, then look again."
        )
        return
    except DatabaseError as reason:
        yield error("database", str(reason), "Correct DATABASE_URL: sqlite:///FILE.")
        return
    finding, holds = await asyncio.to_thread(stored.whole, file)
    yield finding
    for each in (*stored.permissions(file), stored.disk(file, holds)):
        yield each
    if holds:
        async for found in _rows(url, file, now):
            yield found


async def _rows(url: str, file: Path, now: Now) -> AsyncIterator[Finding | Inside]:
    try:
        database = await asyncio.to_thread(Database.open, url, must_exist=True)
        try:
            found = await database.read(inside)
        finally:
            await database.close()
    except DatabaseError as reason:
        yield error("database", str(reason), f"See that who runs the bot can write {file}, and try again.")
        return
    looked = (*stored.outbox(found.outbox, found.keys, now()), stored.chains(found.audit))
    for finding in (*looked, *stored.guards(found.unguarded)):
        yield finding
    yield found


async def _slack(settings: Settings, rows: Inside | None, now: Now) -> AsyncGenerator[Finding, None]:
    async with checkup(settings.bot_token.get_secret_value(), settings.api_url) as slack:
        try:
            found = await slack.installation()
        except Failed as failed:
            lost = unreachable(failed)
            yield workspace.no_answer(settings.api_url) if lost else workspace.bot_token_refused(failed)
            return
        yield workspace.installed(found)
        yield workspace.scopes(found)
        yield workspace.clock(found, now(), signed=settings.app_token is None)
        if settings.app_token:
            yield await _socket(slack, settings.app_token.get_secret_value())
        for channel, why in _channels(settings, rows, found):
            yield await _channel(slack, found, channel, why, now())
        async with aclosing(_admins(slack, found, sorted(settings.admins), now())) as told:
            async for finding in told:
                yield finding


async def _socket(slack: Checkup, app_token: str) -> Finding:
    try:
        await slack.socket(app_token)
    except Failed as failed:
        return workspace.socket(failed)
    return workspace.socket(None)


def _channels(settings: Settings, rows: Inside | None, found: Installation) -> Iterator[tuple[str, str]]:
    """Each channel that the bot posts in, and what for."""
    why: dict[str, list[str]] = {}
    for channel, name in ((settings.channel, "CHANNEL"), (settings.summary_channel, "SUMMARY_CHANNEL")):
        if channel:
            why.setdefault(channel, []).append(f"COUNTERSIGN_{name}")
    for (team, channel), count in (rows.channels if rows else {}).items():
        if team == found.team:
            tasks = "1 task" if count == 1 else f"{count} tasks"
            why.setdefault(channel, []).append(f"{tasks} under way")
    for channel, reasons in why.items():
        yield channel, ", ".join(reasons)


async def _channel(slack: Checkup, found: Installation, channel: str, why: str, now: datetime) -> Finding:
    try:
        return workspace.channel(channel, why, await slack.channel(found.team, channel, now))
    except Failed as failed:
        return workspace.not_asked("channel", failed)


async def _admins(
    slack: Checkup, found: Installation, admins: list[str], now: datetime
) -> AsyncGenerator[Finding, None]:
    wrong = 0
    for user in admins:
        try:
            finding = workspace.admin(user, await slack.person(found.team, user, now))
        except Failed as failed:
            finding = workspace.not_asked("admins", failed)
        if finding:
            wrong += 1
            yield finding
    for each in workspace.all_admins(len(admins), wrong):
        yield each
