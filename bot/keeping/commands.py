"""The command `countersign db`. Exit codes: 0 done, 1 it can't be done, 2 wrong use."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import STANDARD, fail, show_lines

app = typer.Typer(
    name="db",
    help="Back up the database that DATABASE_URL names, restore it, bring it up to date.",
    no_args_is_help=True,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def root() -> None:
    """What holds for every command of it."""


def _a_file(place: Path) -> Path:
    if str(place) == STANDARD:
        raise typer.BadParameter("a database can't be piped: name a file")
    return place


@app.command()
def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, callback=_a_file, help="Where to write it.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
    as_json: Json = False,
) -> None:
    """Copy the database to a file, while the bot runs or not.

    The copy is of one moment, in one file, and checked before it gets
    its name. Exit code 1 if it can't be made; then FILE is as it was.
    """
    from bot.keeping import shown, work
    from bot.tasks.errors import DatabaseError

    url = _url()
    try:
        with tidily(), shown.progress(quiet=as_json) as progress:
            done = work.backup(url, file, progress, force=force)
    except DatabaseError as reason:
        fail(str(reason))
    show_lines([json.dumps(shown.backup_json(done)) if as_json else shown.backup_line(done)])


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, callback=_a_file, help="A backup.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Put a copy of a backup in the database's place. Stop the bot first.

    What was there is kept beside it. Exit code 1 if FILE is no backup
    that this version can use, or if the bot runs; then nothing changes.
    """
    from bot.clock import utc_now
    from bot.keeping import shown, work
    from bot.tasks.errors import DatabaseError

    url = _url()
    try:
        with tidily(), shown.progress(quiet=as_json) as progress:
            done = work.restore(url, file, utc_now(), progress, force=force)
    except DatabaseError as reason:
        fail(str(reason))
    show_lines([json.dumps(shown.restore_json(done))] if as_json else shown.restore_lines(done))


@app.command()
def upgrade(as_json: Json = False) -> None:
    """Bring the database to this version, as the bot does when it starts.

    An older one is copied beside itself before. Exit code 1 if it was
    made by a newer version.
    """
    from bot.keeping import shown, work
    from bot.tasks.errors import DatabaseError

    url = _url()
    try:
        done = asyncio.run(work.upgrade(url))
    except DatabaseError as reason:
        fail(str(reason))
    show_lines([json.dumps(shown.upgrade_json(done))] if as_json else shown.upgrade_lines(done))


@contextmanager
def tidily() -> Iterator[None]:
    """SIGTERM ends what is in it as Ctrl-C does, so that no half copy stays."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _url() -> str:
    from bot.configured import configured
    from bot.settings import load_stored

    return configured(load_stored).database_url
