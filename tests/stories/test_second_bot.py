"""A second bot is started beside the first one, on its database."""

from pathlib import Path

from structlog.testing import capture_logs

from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST, running


async def test_a_second_bot_on_the_same_database_starts_and_warns(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox, running(sandbox, "http", tmp_path):
        with capture_logs() as lines:
            async with running(sandbox, "http", tmp_path):
                (warned,) = [each for each in lines if each["log_level"] == "warning"]
    assert warned["event"] == "database.shared"
    assert "a second Countersign" in warned["said"] and "stop the other" in warned["next"]


async def test_a_bot_that_is_started_again_after_its_stop_warns_of_nothing(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox:
        async with running(sandbox, "http", tmp_path):
            pass
        with capture_logs() as lines:
            async with running(sandbox, "http", tmp_path):
                assert [each for each in lines if each["log_level"] == "warning"] == []
