"""The command from its documents to its last word."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import typer

from bot.importing.files import Given
from bot.importing.shown import as_json, lines
from bot.importing.work import Checked, Importer, Order, importer
from bot.settings import Filing
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.terminal import say, show_lines, visible

NEXT = "The bot posts the cards and asks the signers, now or when it runs next."

Agreed = Callable[[int, int], bool]
"""(how many tasks would be made, how many were asked for) -> whether they may be; says itself why not."""


async def run(settings: Filing, order: Order, documents: list[Given], agreed: Agreed, *, quiet: bool) -> bool:
    """Shows what was understood, asks, and makes the tasks; whether there is one for every document.

    `quiet` shows JSON alone, at the end. ImportFailed.
    """
    async with importer(settings, order) as here:
        author = await here.author()
        found = await here.check(documents)
        if not quiet:
            for each in found:
                show_lines([*lines(each), ""])
            show_lines([_whose(here.order, here.team, author), _cards(here.order, await here.channel())])
        asked = [each for each in found if not each.same_as]
        wanted = [each for each in asked if not each.refused]
        if wanted and agreed(len(wanted), len(asked)):
            found = await _make(here, found, quiet=quiet)
            if not quiet:
                show_lines([NEXT])
    if quiet:
        for each in found:
            typer.echo(json.dumps(as_json(each)))
    return all(each.task for each in found)


def agreed_here(yes: bool, quiet: bool) -> Agreed:
    """Asks whoever sits at the terminal, unless they said yes before; nobody there is no."""

    def agreed(count: int, asked: int) -> bool:
        if yes:
            return True
        if quiet or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
            say("nothing was made: add --yes to make " + ("the task" if count == 1 else f"{count} tasks"))
            return False
        many = "" if asked == 1 else f"{count} tasks. " if count == asked else f"{count} of {asked} tasks. "
        answer = typer.confirm(f"{many}Create?", default=False)
        if not answer:
            typer.echo("Nothing was made.")
        return answer

    return agreed


def _whose(order: Order, team: str, author: PersonInfo | None) -> str:
    name = f"{visible(author.name)} ({author.id})" if author else f"{order.author}, who isn't known here yet"
    return f"Author: {name}, in {team}"


def _cards(order: Order, channel: ChannelInfo | None) -> str:
    if order.channel is None:
        return "Cards: none, as there is no channel: name one with --channel, or set COUNTERSIGN_CHANNEL"
    name = f"#{visible(channel.name)} ({channel.id})" if channel and channel.name else order.channel
    return f"Cards: in {name}"


async def _make(here: Importer, found: list[Checked], *, quiet: bool) -> list[Checked]:
    """Each with its task; the same text has the same one."""
    made: dict[str, Checked] = {}
    for each in found:
        if each.same_as:
            continue
        made[each.given.text] = after = await here.make(each)
        if after.task and not quiet:
            show_lines(
                [f"Created {after.task.key}: {visible(after.task.title)} ({visible(each.given.name)})"]
            )
        elif after.refused and not each.refused:
            say(f"{each.given.name}: {after.refused[0]}")
    return [
        each._replace(task=made[each.given.text].task, refused=made[each.given.text].refused)
        for each in found
    ]
