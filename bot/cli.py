"""The command line. Exit codes: 0 fine, 1 what was asked is not so, 2 wrong use."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import Annotated, cast

import typer

from bot.authoring.commands import app as template
from bot.terminal import fail, write_text

app = typer.Typer(
    name="countersign",
    help="Task intake and sign-off in Slack, from your own Markdown template.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(template)


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
    from bot.logs import set_up
    from bot.settings import SettingsError, load
    from bot.tasks.errors import DatabaseError

    async def serve() -> None:
        settings = load()
        set_up(settings.log_format)
        with _until_stopped():
            async with build(settings):
                await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    except (SettingsError, StartError, DatabaseError) as reason:
        fail(str(reason))


@app.command()
def export(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The task's key, such as TASK-001.")],
    output: Annotated[
        str, typer.Option(metavar="FILE", help="Where to write it; - is standard output.")
    ] = "-",
    team: Annotated[
        str | None,
        typer.Option(metavar="TEAM", help="The workspace's id, where several have a task with this key."),
    ] = None,
) -> None:
    """Write a task's document, signed if it is done, from the database that DATABASE_URL names."""
    from bot.export import ExportError, exported
    from bot.settings import SettingsError, load_stored

    try:
        settings = load_stored()
        text = asyncio.run(exported(settings.database_url, settings.timezone, key, team))
    except (SettingsError, ExportError) as reason:
        fail(str(reason))
    write_text(text, output)


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the sandbox listens, on 127.0.0.1.")
    ] = 8080,
    once: Annotated[bool, typer.Option("--once", help="Play the day and end.")] = False,
) -> None:
    """Try everything against a small Slack on this machine: no workspace, no tokens."""
    from bot.demo import play

    try:
        asyncio.run(play(port, once=once or not sys.stdout.isatty()))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = "is taken" if error.errno == errno.EADDRINUSE else f"can't be listened on ({error.strerror})"
        other = port + 1 if 1024 <= port < 65535 else 8080
        fail(f"port {port} {why}; choose another: make demo ARGS='--port {other}'")


@contextmanager
def _until_stopped() -> Iterator[None]:
    """SIGTERM and Ctrl-C end what is in it, in good order, also while it is still starting."""
    loop = asyncio.get_running_loop()
    task = cast("asyncio.Task[None]", asyncio.current_task())
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        yield


def main() -> None:
    """The entry point."""
    app()
