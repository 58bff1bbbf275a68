"""What every test has: an environment without the machine's own settings."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import structlog

from tests.browser import chromium

OURS = ("SLACK_", "COUNTERSIGN_", "DATABASE_URL", "PORT")
PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What stands once all tests are collected stays to the end: looking through it for garbage takes 0.7 s a time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which tests were left out, and how to have them."""
    if chromium.left_out():
        terminalreporter.write_line(
            "No Chromium was found, so tests/browser was left out: apt install chromium"
        )


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings come from the test alone, also where a `.env` or a proxy is set."""
    for name in os.environ:
        if name.startswith(OURS) or name in PROXIES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def plain_tracebacks() -> Iterator[None]:
    """As the bot logs them: structlog's own way draws all local variables, which takes seconds for each."""
    drawn = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], drawn])
    yield
    structlog.reset_defaults()
