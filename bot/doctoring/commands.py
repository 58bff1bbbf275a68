"""The command `countersign doctor`. Exit codes: 0 no errors (there may be warnings), 1 errors."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import Annotated

import typer

from bot.terminal import show_lines


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Look whether all is well: settings, database, tokens, scopes, channels. Nothing is changed.

    Each line is ok, warning or error, with what to do. It works while
    the bot runs, and without a network says what it couldn't look at.
    Exit code 1 if there is an error.
    """
    from bot.clock import utc_now
    from bot.doctoring import shown
    from bot.doctoring.examine import examine
    from bot.doctoring.finding import Finding

    async def looked() -> list[Finding]:
        found = []
        async with aclosing(examine(utc_now)) as findings:
            async for finding in findings:
                found.append(finding)
                if not as_json:
                    show_lines(shown.lines(finding))
        return found

    found = asyncio.run(looked())
    show_lines([json.dumps(shown.as_json(found)) if as_json else shown.total(found)])
    raise typer.Exit(1 if shown.failed(found) else 0)
