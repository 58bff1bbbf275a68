"""Tests of the sandbox's page are collected where there is a Chromium."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.browser.visit import Visit, visiting
from tests.stories.conftest import unhurried as unhurried

collect_ignore_glob = ["test_*.py"] if chromium.left_out() else []

Open = Callable[..., AbstractAsyncContextManager[Visit]]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """`async with opened(width=400) as visit`: a browser window with the page in it."""
    return lambda **more: visiting(tmp_path, **more)
