"""The default template, as shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.template
from bot.template.form import Form
from bot.template.parse import parse

DEFAULT = (Path(bot.template.__file__).parent / "task.md").read_bytes().decode()


@pytest.fixture(scope="session")
def source() -> str:
    """The default template's text."""
    return DEFAULT


@pytest.fixture(scope="session")
def form() -> Form:
    """The default template's form."""
    return parse(DEFAULT)
