"""What every command does in the same way: read what it is given, write what it gives, say why it can't."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

STANDARD = "-"
"""Standard input, where a file may be named."""
MARK = "\ufeff"
"""The byte order mark that some editors write before a UTF-8 text. It is no part of the Markdown."""
JOINERS = "\u200c\u200d"
"""Not printable by themselves, and part of emoji and of words in several scripts."""


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a file that can't take more says."""


class Text(NamedTuple):
    """A text file's content."""

    body: str
    """Without the byte order mark; line breaks as they are in the file."""
    mark: str
    """The byte order mark, or ""."""


def fail(reason: str) -> NoReturn:
    """Says why on standard error, one line for each reason, and ends with exit code 1."""
    for line in reason.splitlines():
        say(line)
    raise typer.Exit(1)


def say(line: str) -> None:
    """One line on standard error."""
    typer.echo(f"countersign: {visible(line)}", err=True)


def say_written(what: str, place: str) -> None:
    """That it is in its file. On standard error, as the file may lead to standard output; for `-` nothing."""
    if place != STANDARD:
        typer.echo(f"Exported {visible(what)} to {visible(place)}.", err=True)


def visible(text: str) -> str:
    """The text with everything that could steer a terminal, or mislead its reader, as an escape such as \\x1b.

    That holds for control and formatting characters, line breaks and halves of surrogate pairs.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in JOINERS else char.encode("unicode_escape").decode()
        for char in text
    )


def once(*places: str) -> None:
    """Refuses standard input in two places: wrong use, exit code 2."""
    if places.count(STANDARD) > 1:
        raise typer.BadParameter("standard input (-) can be read only once: name a file for the other")


def named(place: str) -> str:
    """A file by its name, and `-` by what it stands for."""
    return "standard input" if place == STANDARD else place


def why_not(wrong: OSError, done: str) -> str:
    """Why a file that is named can't be "read" or "written", as the end of a sentence that begins with its name."""
    if isinstance(wrong, IsADirectoryError):
        return "is a folder: name one file"
    folder = Path(str(wrong.filename)).parent
    if isinstance(wrong, FileNotFoundError) and done == "written" and not folder.exists():
        return f"can't be written: there is no folder {visible(str(folder))}"
    return f"can't be {done}: {wrong.strerror or wrong}"


def read_text(place: str) -> Text:
    """What a file, or standard input for `-`, holds as text in UTF-8; else ends with exit code 1."""
    name = named(place)
    if not place:
        raise typer.BadParameter("name a file, or - for standard input")
    if place == STANDARD and sys.stdin is None:
        fail("standard input can't be read: it is closed")
    try:
        raw = typer.get_binary_stream("stdin").read() if place == STANDARD else Path(place).read_bytes()
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        fail(f"{visible(name)} is not text in UTF-8: byte {wrong.start + 1} can't be read")
    except OSError as wrong:
        fail(f"{visible(name)} {why_not(wrong, 'read')}")
    body = text.removeprefix(MARK)
    return Text(body, text[: len(text) - len(body)])


def write_text(text: str, place: str = STANDARD) -> None:
    """Writes the text in UTF-8 to a file, or to standard output for `-`, its line breaks as they are.

    A file that can't be written ends with exit code 1.
    """
    write_pieces([text], place)


def write_pieces(pieces: Iterable[str], place: str = STANDARD) -> None:
    """The same with a text that comes piece by piece."""
    if place == STANDARD:
        _write(pieces, typer.get_binary_stream("stdout"))
        return
    try:
        with Path(place).open("wb") as file:
            _write(pieces, file)
    except OSError as wrong:
        fail(f"{visible(place)} {why_not(wrong, 'written')}")


def _write(pieces: Iterable[str], out: BinaryIO) -> None:
    for piece in pieces:
        out.write(piece.encode("utf-8"))
    out.flush()


@contextmanager
def room_to_write() -> Iterator[None]:
    """Ends with exit code 1 and one line where the disk behind standard output is full, or gives errors."""
    try:
        yield
    except OSError as wrong:
        if wrong.errno not in NO_ROOM:
            raise
        # What is still held back would be written as Python ends, fail again, and be told in its own words.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        say(f"standard output can't be written: {wrong.strerror}")
        sys.exit(1)


def show(what: RenderableType) -> None:
    """Prints it for a person; characters that the terminal's encoding lacks become escapes."""
    from rich.console import Console

    _take_any_text()
    Console(highlight=False).print(what)


def show_lines(lines: Iterable[str]) -> None:
    """Prints lines for a person, each as long as it is; else as `show`. What could steer is made visible before."""
    _take_any_text()
    for line in lines:
        typer.echo(line)


def _take_any_text() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
