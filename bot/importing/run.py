"""The command from its documents to its last word."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import NamedTuple

import typer

from bot.importing.checked import Checked, Order
from bot.importing.files import Given
from bot.importing.shown import as_json, lines, next_steps
from bot.importing.work import Importer, importer
from bot.settings import Filing
from bot.tasks.people import ChannelInfo
from bot.tasks.task import Task
from bot.terminal import say, show_lines, visible

NO_CARDS = "Cards: none, as there is no channel: name one with --channel, or set COUNTERSIGN_CHANNEL"


class Wanted(NamedTuple):
    """What would be done."""

    new: int
    """Tasks that would be made."""
    edits: int
    """Tasks that would be edited."""
    asked: int
    """Documents with a text of their own."""

    @property
    def all(self) -> int:
        """Documents of which something is made."""
        return self.new + self.edits

    @property
    def words(self) -> str:
        """`the task`, `2 tasks and 1 edit`."""
        if self.all == 1:
            return "the task" if self.new else "the edit"
        new = [_counted(self.new, "task")] if self.new else []
        return " and ".join([*new, *([_counted(self.edits, "edit")] if self.edits else [])])


Agreed = Callable[[Wanted], bool]
"""Whether it may be done; says itself why not."""


async def run(settings: Filing, order: Order, documents: list[Given], agreed: Agreed, *, quiet: bool) -> bool:
    """Shows what was understood, asks, and makes the tasks; whether there is one for every document.

    `quiet` shows JSON alone, at the end. ImportFailed.
    """
    async with importer(settings, order) as here:
        found = await here.check(documents)
        if not quiet:
            for each in found:
                show_lines([*lines(each), ""])
            show_lines([_whose(here)])
            if not all(each.edits for each in found):  # an edited task has its card
                show_lines([_cards(here.order, await here.channel())])
        wanted = _wanted(found)
        if wanted.all and agreed(wanted):
            found = await _make(here, found, quiet=quiet)
            if not quiet:
                show_lines(next_steps(found))
    if quiet:
        for each in found:
            typer.echo(json.dumps(as_json(each)))
    return all(each.task for each in found)


def agreed_here(yes: bool, quiet: bool) -> Agreed:
    """Asks whoever sits at the terminal, unless they said yes before; nobody there is no."""

    def agreed(wanted: Wanted) -> bool:
        if yes:
            return True
        if quiet or not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
            say(f"nothing was made: add --yes to make {wanted.words}")
            return False
        answer = typer.confirm(_question(wanted), default=False)
        if not answer:
            typer.echo("Nothing was made.")
        return answer

    return agreed


def _wanted(found: list[Checked]) -> Wanted:
    asked = [each for each in found if not each.same_as]
    open_ones = [each for each in asked if not (each.refused or each.idle)]
    edits = sum(each.edits is not None for each in open_ones)
    return Wanted(new=len(open_ones) - edits, edits=edits, asked=len(asked))


def _question(wanted: Wanted) -> str:
    what = "Save?" if not wanted.new else "Create and save?" if wanted.edits else "Create?"
    if wanted.asked == 1:
        return what
    if wanted.edits:
        return f"{wanted.words[0].upper()}{wanted.words[1:]}, of {_counted(wanted.asked, 'document')}. {what}"
    of = "" if wanted.all == wanted.asked else f" of {wanted.asked}"
    return f"{wanted.all}{of} tasks. {what}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _whose(here: Importer) -> str:
    author, wanted = here.author, here.order.author
    name = f"{visible(author.name)} ({author.id})" if author else f"{wanted}, who isn't known here yet"
    return f"Author: {name}, in {here.team}"


def _cards(order: Order, channel: ChannelInfo | None) -> str:
    if order.channel is None:
        return NO_CARDS
    if channel is None:
        return f"Cards: in {order.channel}, which isn't known here yet: see that the bot is in it"
    return f"Cards: in #{visible(channel.name)} ({channel.id})" if channel.name else f"Cards: in {channel.id}"


async def _make(here: Importer, found: list[Checked], *, quiet: bool) -> list[Checked]:
    """Each with its task; the same text has the same one."""
    made: dict[str, Checked] = {}
    for each in found:
        if each.same_as:
            continue
        made[each.given.text] = after = each if each.idle else await here.make(each)
        if after.task and not quiet:
            show_lines([f"{_done(after, after.task)} ({visible(each.given.name)})"])
        elif after.refused and not each.refused:
            for reason in after.refused:
                say(f"{each.given.name}: {reason}")
    return [_as(each, made[each.given.text]) for each in found]


def _as(each: Checked, made: Checked) -> Checked:
    """The same text has the same task."""
    return each._replace(task=made.task, refused=made.refused, revision=made.revision)


def _done(after: Checked, task: Task) -> str:
    if after.edits is None:
        return f"Created {task.key}: {visible(task.title)}"
    if after.revision is None:
        return f"Nothing was changed in {task.key}"
    return f"Edited {task.key}, which is at revision {after.revision} now: {visible(task.title)}"
