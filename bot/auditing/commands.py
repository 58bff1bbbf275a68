"""The command `countersign audit`, and what `countersign export --audit` does. Exit codes: 0 all holds, 1 something doesn't, 2 wrong use."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NoReturn

import typer

from bot.arguments import TEAM, an_id
from bot.terminal import fail, read_text, say_written, show_lines, write_pieces


class Format(StrEnum):
    """How the audit is written."""

    MD = "md"
    JSON = "json"
    CSV = "csv"


app = typer.Typer(
    name="audit",
    help="Check that nothing that was signed or happened was changed afterwards.",
    no_args_is_help=True,
)


@app.callback()
def root() -> None:
    """What holds for every command of it."""


@app.command()
def verify(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help="A signed document; - is standard input. None: the whole database."
        ),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Check FILE's text against its own footer only.")
    ] = False,
    team: Annotated[
        str | None,
        typer.Option(
            metavar="TEAM", callback=an_id(TEAM), help="The workspace's id, where several have FILE's task."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check the whole database, or one signed document.

    The database: every chain of events, what the rows say against it, the
    witnesses of each day, and the kept texts. A document: its text,
    substance, signatures and history. Exit code 1 if something doesn't hold.
    """
    if file is None and (offline or team):
        raise typer.BadParameter(f"{'--offline' if offline else '--team'} is for a FILE: name one")
    if offline and team:
        raise typer.BadParameter("--team asks the database, and --offline doesn't: leave one out")
    if file is None:
        _database(as_json)
    _document(file, team, offline=offline, as_json=as_json)


def _database(as_json: bool) -> NoReturn:
    from bot.auditing.shown import audit_json, audit_lines
    from bot.auditing.work import of_database
    from bot.tasks.errors import DatabaseError

    try:
        found = asyncio.run(of_database(_url()))
    except DatabaseError as reason:
        fail(str(reason))
    if as_json:
        typer.echo(json.dumps(audit_json(found)))
    else:
        show_lines(audit_lines(found))
    raise typer.Exit(1 if found.findings else 0)


def _document(file: str, team: str | None, *, offline: bool, as_json: bool) -> NoReturn:
    from bot.auditing.shown import check_json, check_lines
    from bot.auditing.work import of_file
    from bot.tasks import verifying
    from bot.tasks.errors import DatabaseError, UnknownTeam

    text = read_text(file).body
    try:
        checks = verifying.offline(text) if offline else asyncio.run(of_file(_url(), text, team))
    except (DatabaseError, UnknownTeam) as reason:
        fail(str(reason))
    if as_json:
        typer.echo(json.dumps(check_json(file, checks, offline=offline)))
    else:
        show_lines(check_lines(file, checks, offline=offline))
    raise typer.Exit(0 if all(check.holds for check in checks) else 1)


def _url() -> str:
    from bot.configured import configured
    from bot.settings import load_stored

    return configured(load_stored).database_url


def export(since: datetime | None, form: str, team: str | None, output: str) -> None:
    """`countersign export --audit`: who did what when, written to a file or to standard output."""
    from zoneinfo import ZoneInfo

    from bot.auditing.work import Order
    from bot.auditing.work import export as exported
    from bot.configured import configured
    from bot.settings import load_stored
    from bot.tasks.errors import DatabaseError, UnknownTeam

    settings = configured(load_stored)
    try:
        order = Order(since, form, team, ZoneInfo(settings.timezone))
        asyncio.run(exported(settings.database_url, order, lambda pieces: write_pieces(pieces, output)))
    except (DatabaseError, UnknownTeam) as reason:
        fail(str(reason))
    say_written("the audit", output)
