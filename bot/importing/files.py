"""The documents that a command names, all of them, before anything is done with one."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import typer

from bot.tasks.errors import NotADocument
from bot.tasks.importing import LARGEST, text_of
from bot.terminal import STANDARD, why_not


class ImportFailed(Exception):
    """Nothing can be imported; str() says why and what to do, a line for each reason."""


class Given(NamedTuple):
    """A document that could be read."""

    name: str
    """As the command names it."""
    text: str
    """Without the byte order mark."""


def documents(places: Iterable[str]) -> list[Given]:
    """The documents of these files, in their order; `-` is standard input. ImportFailed, a line for each bad one."""
    found, reasons = [], []
    for place in places:
        name = "standard input" if place == STANDARD else place
        try:
            found.append(Given(name, text_of(_raw(place))))
        except OSError as wrong:
            reasons.append(f"{name} {why_not(wrong, 'read')}")
        except NotADocument as wrong:
            reasons.append(f"{name} can't be imported: {wrong.why}")
    if reasons:
        raise ImportFailed("\n".join([*reasons, "nothing was made: put this right, or leave it out"]))
    return found


def _raw(place: str) -> bytes:
    """No more than shows that it is too much."""
    if not place:
        raise typer.BadParameter("name a file, or - for standard input")
    if place != STANDARD:
        with Path(place).open("rb") as file:
            return file.read(LARGEST + 1)
    if sys.stdin is None:
        raise OSError("it is closed")
    return typer.get_binary_stream("stdin").read(LARGEST + 1)
