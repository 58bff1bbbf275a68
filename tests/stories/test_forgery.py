"""Requests that aren't Slack's, and what of a request may stand in the log."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import set_up
from bot.sandbox import payloads
from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST, Begin, Story, running

TYPED = "Zanzibar is where the keys are kept"


def a_command(story: Story) -> dict[str, object]:
    """`/task summary` of Ada's, which would post in a channel."""
    world, ada = story.sandbox._world, story.person("Ada")
    channel = world.workspace.channel_named("general")
    return dict(payloads.command_payload(world, ada.user, channel, "/task", "summary"))


FORGERIES: dict[str, Callable[[], dict[str, object]]] = {
    "wrong secret": lambda: {"secret": "wrong"},
    "ten minutes old": lambda: {"timestamp": int(time.time()) - 600},
    "from the future": lambda: {"timestamp": int(time.time()) + 600},
}
"""Made when they are sent: a suite may take minutes from reading this to there."""


@pytest.mark.parametrize("how", FORGERIES)
async def test_a_forged_or_old_signature_is_refused_and_nothing_is_done(tmp_path: Path, how: str) -> None:
    async with Sandbox(MANIFEST) as sandbox, running(sandbox, "http", tmp_path) as bot:
        story = Story(sandbox, bot, "http")
        before = len(story.sandbox.calls)
        status = await story.sandbox.forge("slash_commands", a_command(story), **FORGERIES[how]())  # type: ignore[arg-type]
        await story.settled()
        assert status == 401
        assert len(story.sandbox.calls) == before
        assert story.person("Ada").channel("general") == []


@pytest.fixture
def logging_all() -> Iterator[None]:
    """As the bot logs, and everything that it would say at its most talkative."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.parametrize("trouble", ["none", "a full database", "an error in a handler", "slack refuses"])
async def test_no_token_and_nothing_typed_stands_in_the_log(
    begin: Begin,
    capsys: pytest.CaptureFixture[str],
    logging_all: None,
    trouble: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up("json", logging.DEBUG)
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types(f"/task new {TYPED}", channel="engineering")
        await ada.presses("Next")
        ada.fill({"Objective": TYPED})
        if trouble == "a full database":
            connection = story.bot.desk._db._writer._connection.connection.dbapi_connection
            connection.execute("PRAGMA max_page_count=1")  # type: ignore[union-attr]
        elif trouble == "an error in a handler":
            monkeypatch.setattr("bot.slack.views.moves", lambda sheet: [][sheet])
        elif trouble == "slack refuses":
            story.sandbox.fail("views.update", "invalid_arguments", times=2)
            story.sandbox.fail("chat.postMessage", "invalid_blocks", times=3)
        await ada.presses("Back")
        await ada.types(f"/task {TYPED}")
        await ada.types(f"/task show {TYPED}")
        await story.settled()
        secrets = [TYPED, "Zanzibar", *(getattr(story.sandbox, f"{n}_token") for n in ("bot", "app"))]
        secrets.append(story.sandbox.signing_secret)
    said = "".join(capsys.readouterr())
    assert "started" in said
    assert ("request failed" in said) == (trouble != "none")
    assert [secret for secret in secrets if secret in said] == []
