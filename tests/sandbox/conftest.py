"""The sandbox that most tests need."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A running sandbox with five people and two channels."""
    async with Sandbox(MANIFEST) as running:
        yield running
