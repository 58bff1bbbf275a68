"""The settings that a command works with, or its end with what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.settings import SettingsError, Surroundings
from bot.surroundings import lines_that_set_nothing
from bot.terminal import fail, say

Read = TypeVar("Read", bound=Surroundings)


def configured(load: Callable[[], Read]) -> Read:
    """What `load` (of settings.py) gives; SettingsError ends with exit code 1.

    Each line of `.env` that sets nothing is told on standard error, in either case: a name that was written
    there without `=` would have its default, and nobody would know.
    """
    for line in lines_that_set_nothing():
        say(line)
    try:
        return load()
    except SettingsError as reason:
        fail(str(reason))
