"""What is set in the environment and in a file `.env`: names alone, and the lines of that file that set nothing."""

from __future__ import annotations

import os
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from bot.settings import ENCODING, FILE, Settings


def names_that_are_set() -> frozenset[str]:
    """In capitals, as settings are read whatever their case. A file that can't be read is told by settings.py."""
    return frozenset(name.upper() for name in (*os.environ, *(each.key for each in _in_file() if each.key)))


def names_that_are_read() -> frozenset[str]:
    """The names of all settings."""
    return frozenset(str(field.alias) for field in Settings.model_fields.values())


def lines_that_set_nothing() -> tuple[str, ...]:
    """A sentence for each such line of the file `.env`, by its number: it may hold a token, so it isn't repeated."""
    return tuple(
        f"line {_line(each)} of the file {FILE} sets nothing: write it as NAME=value"
        for each in _in_file()
        if each.error or (each.key and each.value is None)
    )


def _in_file() -> tuple[Binding, ...]:
    try:
        with Path(FILE).open(encoding=ENCODING) as file:
            return tuple(parse_stream(file))
    except (OSError, UnicodeDecodeError):
        return ()


def _line(binding: Binding) -> int:
    """Where it stands, below the empty lines that the parser counts to it."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
