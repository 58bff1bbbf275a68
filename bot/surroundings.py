"""Which names are set in the environment and in a file `.env`: names alone, to find those that nobody reads."""

from __future__ import annotations

import os

from dotenv import dotenv_values

from bot.settings import Settings


def names_that_are_set() -> frozenset[str]:
    """In capitals, as settings are read whatever their case. A file that can't be read is told by settings.py."""
    try:
        in_file = tuple(dotenv_values(".env"))
    except (OSError, UnicodeDecodeError):
        in_file = ()
    return frozenset(name.upper() for name in (*os.environ, *in_file))


def names_that_are_read() -> frozenset[str]:
    """The names of all settings."""
    return frozenset(str(field.alias) for field in Settings.model_fields.values())
