"""The command line. Exit codes: 0 fine, 1 what was asked is not so, 2 wrong use."""

from __future__ import annotations

import asyncio
import errno
import os
from datetime import datetime
from importlib.metadata import version
from typing import Annotated

import typer

from bot.arguments import CHANNEL, TEAM, USER, a_day, a_port, an_id, an_output, one_of
from bot.auditing.commands import Format
from bot.auditing.commands import app as auditing
from bot.auditing.commands import export as export_audit
from bot.authoring.commands import app as template
from bot.doctoring.commands import doctor
from bot.keeping.commands import app as keeping
from bot.terminal import fail, once, room_to_write, say_written, write_text

app = typer.Typer(
    name="countersign",
    help="Task intake and sign-off in Slack, from your own Markdown template.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(template)
app.add_typer(auditing)
app.add_typer(keeping)
app.command()(doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"countersign {version('countersign')}")
        raise typer.Exit(0)


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """What holds for every command."""


@app.command()
def run() -> None:
    """Run the bot against your workspace, with the settings of the environment and of a file .env."""
    from bot.app import StartError, build
    from bot.configured import configured
    from bot.doctoring.slips import warn_of_slips
    from bot.logs import set_up
    from bot.settings import SettingsError, load
    from bot.stopping import until_stopped
    from bot.tasks.errors import DatabaseError

    settings = configured(load)

    async def serve() -> None:
        set_up(settings.log_format)
        warn_of_slips(settings.keep)
        with until_stopped():
            async with build(settings):
                await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    except (SettingsError, StartError, DatabaseError) as reason:
        fail(str(reason))


@app.command()
def export(
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="The task's key, such as TASK-001.")
    ] = None,
    output: Annotated[
        str,
        typer.Option(metavar="FILE", callback=an_output, help="Where to write it; - is standard output."),
    ] = "-",
    team: Annotated[
        str | None,
        typer.Option(
            metavar="TEAM",
            callback=an_id(TEAM),
            help="The workspace's id, where several have a task with this key.",
        ),
    ] = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Who did what when, of all tasks, in place of a document.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(parser=a_day, metavar="DATE", help="The audit's first day: 2026-11-23."),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            parser=one_of(Format),
            metavar="md|json|csv",
            help="The audit's: for people, for programs, for spreadsheets.",
        ),
    ] = None,
) -> None:
    """Write a task's document, signed if it is done, or the audit, from the database that DATABASE_URL names."""
    if audit == bool(key and key.strip()):
        raise typer.BadParameter("name either a task's KEY or --audit")
    if audit:
        export_audit(since, form or "md", team, output)
        return
    if since or form:
        raise typer.BadParameter("--since and --format are for --audit")
    _export_document(str(key), team, output)


def _export_document(key: str, team: str | None, output: str) -> None:
    from bot.configured import configured
    from bot.export import ExportError, exported
    from bot.settings import load_stored

    settings = configured(load_stored)
    try:
        text = asyncio.run(exported(settings.database_url, settings.timezone, key, team))
    except ExportError as reason:
        fail(str(reason))
    write_text(text, output)
    say_written(key, output)


@app.command("import")
def import_(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Filled documents in UTF-8; - is standard input.")
    ],
    author: Annotated[
        str,
        typer.Option(metavar="USER_ID", callback=an_id(USER), help="Whose tasks they are, by Slack's id."),
    ],
    team: Annotated[
        str | None,
        typer.Option(
            metavar="TEAM", callback=an_id(TEAM), help="The workspace's id, where the database knows several."
        ),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(
            metavar="CHANNEL",
            callback=an_id(CHANNEL),
            help="The id of the channel for the cards, in place of COUNTERSIGN_CHANNEL.",
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_FILE", help="The template they are of; else the one that places most of each."
        ),
    ] = None,
    unknown_author: Annotated[
        bool,
        typer.Option("--unknown-author", help="Take an author whom the bot doesn't know yet: check the id."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Make the tasks without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, an object for each file.")] = False,
) -> None:
    """Make tasks of filled documents, showing first what was understood.

    A document with the key of a task that is there edits that task, if its
    author may; what others changed since its export stays, and what both
    changed refuses it. What has no place in a task is shown too, with its
    line. Nothing is made of any file if one can't be read, and nothing is
    signed. The bot that runs on the same database posts the cards and asks
    the signers. Exit code 1 if a file made or edited no task.
    """
    from bot.configured import configured
    from bot.importing.checked import Order
    from bot.importing.files import ImportFailed, documents
    from bot.importing.run import agreed_here, run
    from bot.settings import load_filing

    once(*files)
    settings = configured(load_filing)
    try:
        order = Order(author, team, channel or settings.channel, template, unknown_author)
        agreed = agreed_here(yes, as_json)
        whole = asyncio.run(run(settings, order, documents(files), agreed, quiet=as_json))
    except ImportFailed as reason:
        fail(str(reason))
    raise typer.Exit(0 if whole else 1)


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(parser=a_port, metavar="PORT", help="Where the sandbox listens, on 127.0.0.1.")
    ] = 8080,
    once: Annotated[bool, typer.Option("--once", help="Play the day and end.")] = False,
    empty: Annotated[
        bool, typer.Option("--empty", help="Only the small Slack, to rehearse `make run` in it.")
    ] = False,
) -> None:
    """Try everything against a small Slack on this machine: no workspace, no tokens."""
    from bot.demo import lend, play
    from bot.stopping import until_stopped

    if once and empty:
        raise typer.BadParameter("--empty has no day to play --once; choose one of them")

    async def day() -> None:
        with until_stopped():
            await (lend(port) if empty else play(port, once=once))

    try:
        asyncio.run(day())
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = (
            "is taken"
            if error.errno == errno.EADDRINUSE
            else f"can't be listened on ({os.strerror(error.errno)})"
        )
        other = port + 1 if 1024 <= port < 65535 else 8080
        fail(f"port {port} {why}; choose another: make demo ARGS='--port {other}'")


def main() -> None:
    """The entry point."""
    with room_to_write():
        app()
