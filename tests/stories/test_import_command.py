"""A document becomes a task by the command, and the bot that runs beside it does the rest."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.importing import work
from tests.stories.conftest import Begin
from tests.stories.test_signing import ROLES, file
from tests.stories.test_walk import document_of


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


async def test_an_exported_document_is_imported_as_a_task_of_its_own(
    begin: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(story, ada, "Rotate the signing keys", ROLES)
        write("again.md", (await document_of(ada, "TASK-001")).replace("TASK-001: Rotate", "Rotate again"))
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tasks.db")
        monkeypatch.setattr(work, "utc_now", story.sandbox.clock.now)
        channel = story.sandbox.channel_id("engineering")
        words = ["import", "again.md", "--author", ada.id, "--channel", channel, "--yes"]
        result = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert (result.exit_code, result.stderr) == (0, "")
        await ada.sees("Rotate again the signing keys", where="engineering")
        await grace.sees("TASK-002", where="dm")
        await grace.presses("Sign off", on="TASK-002")
        await grace.presses("Sign off")
        await grace.sees("You signed TASK-002", where="dm")
