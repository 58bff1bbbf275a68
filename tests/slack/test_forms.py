"""Templates in use: what is taken when, while a form opens."""

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.slack import forms
from bot.slack.forms import Forms
from bot.slack.later import Later
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from tests.databases import new_database
from tests.tasks.cast import Clock, in_a_day


class Files:
    """Templates on a disk that can be made slow."""

    def __init__(self) -> None:
        self.texts = {"bug.md": "# Bug"}
        self.ready = threading.Event()
        self.ready.set()

    def look(self) -> dict[str, str]:
        self.ready.wait(10)
        return dict(self.texts)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database.open(new_database(tmp_path / "tasks.db"))
    yield Desk(database, Clock(), in_a_day)
    await database.close()


async def test_a_form_does_not_wait_for_a_slow_disk_and_the_next_one_has_the_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, later = Files(), Later()
    used = Forms(desk, later, files.look)
    await used.refresh()
    monkeypatch.setattr(forms, "PATIENCE", 0.01)
    files.ready.clear()
    files.texts = {"bug.md": "# Changed"}
    await used.fresh()
    assert used.first.title == "Bug"
    files.ready.set()
    await later.close(10)
    assert used.first.title == "Changed"


async def test_a_template_that_went_out_of_use_is_known_by_its_hash(desk: Desk) -> None:
    files = Files()
    used = Forms(desk, Later(), files.look)
    await used.refresh()
    old = used.first.hash
    files.texts = {"change.md": "# Change", "CHANGE.MD": "# Not typed"}
    await used.refresh()
    assert [each.name for each in used.offered] == ["change", "CHANGE"]
    assert (await used.of(old)).template == "# Bug"


async def test_of_files_whose_names_are_typed_alike_the_first_is_offered(desk: Desk) -> None:
    files = Files()
    files.texts = {"bug.md": "# Bug", "bug.MD": "# Other"}
    used = Forms(desk, Later(), files.look)
    await used.refresh()
    assert [each.title for each in used.offered] == ["Bug"]
