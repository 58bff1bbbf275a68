"""A database that can't be written for a while: the page stays as it is, and the next press works."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story

SAVED = "could not be saved just now. What you typed is still here: please press again in a moment."


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program holds the lock for writing."""
    with closing(sqlite3.connect(folder / "tasks.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def pragma(story: Story, on: str, off: str) -> Iterator[None]:
    """The bot's own connection for writing is set so, and set back."""
    connection: Any = story.bot.desk._db._writer._connection.connection.dbapi_connection
    connection.execute(f"PRAGMA {on}")
    yield
    connection.execute(f"PRAGMA {off}")


@contextmanager
def trouble(kind: str, story: Story, folder: Path) -> Iterator[None]:
    """The database can't be written in there."""
    ways = {
        "locked": lambda: locked(folder),
        "read-only": lambda: pragma(story, "query_only=1", "query_only=0"),
        "full": lambda: pragma(story, "max_page_count=1", "max_page_count=1073741823"),
    }
    with ways[kind]():
        yield


async def on_objective(story: Story) -> Person:
    """Ada on the second page, with a long text typed and not yet sent."""
    ada = story.person("Ada")
    await ada.types("/task new Keys must rotate", channel="engineering")
    await ada.presses("Next")
    ada.fill({"Objective": "Every key, " * 250})
    return ada


@pytest.mark.parametrize("kind", ["locked", "read-only", "full"])
@pytest.mark.parametrize("button", ["Next", "Back", "Review"])
async def test_what_cant_be_saved_stays_in_its_input_and_is_saved_by_the_next_press(
    begin: Begin, tmp_path: Path, kind: str, button: str
) -> None:
    async with begin() as story:
        ada = await on_objective(story)
        with trouble(kind, story, tmp_path):
            await ada.presses(button)
            await ada.sees(SAVED, where="modal")
            assert ada.modal is not None
            assert ada.modal.value("Objective") == "Every key, " * 250
            assert ada.notices == []
        await ada.presses(button)
        await ada.chooses("Jump to…", "2. Task Description")
        assert str(ada.modal.value("Objective")).startswith("Every key, Every key")
        await ada.sees_no(SAVED, where="modal")


@pytest.mark.parametrize("kind", ["locked", "read-only"])
async def test_create_and_sign_off_work_once_the_database_does(
    begin: Begin, tmp_path: Path, kind: str
) -> None:
    async with begin() as story:
        ada = await on_objective(story)
        await ada.presses("Review")
        ada.fill({"Signs as Developer": "Ada Lovelace"})
        with trouble(kind, story, tmp_path):
            await ada.presses("Create")
            assert ada.modal is not None and SAVED in ada.modal.text
            assert ada.modal.value("Signs as Developer") == "Ada Lovelace"
        await ada.presses("Create")
        await ada.sees("TASK-001 is filed.", where="modal")
        await ada.closes()
        await story.settled()
        await ada.presses("Sign off", on="TASK-001")
        ada.fill({"Comment": "I have read it twice"})
        with trouble(kind, story, tmp_path):
            await ada.presses("Sign off")
            assert ada.modal.value("Comment") == "I have read it twice"
        await ada.presses("Sign off")
        await story.settled()
        await ada.sees("signed by Ada Lovelace", where="engineering")


@pytest.mark.parametrize("kind", ["locked", "read-only"])
async def test_a_command_that_cant_be_saved_is_answered_with_what_to_do(
    begin: Begin, tmp_path: Path, kind: str
) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        with trouble(kind, story, tmp_path):
            await ada.types("/task new Keys must rotate")
            assert "It could not be saved just now. Nothing was done: please try again" in ada.notices[-1]
        await ada.types("/task new Keys must rotate")
        assert ada.modal is not None and ada.modal.value("Title") == "Keys must rotate"


async def test_an_empty_form_opens_though_nothing_can_be_saved(begin: Begin, tmp_path: Path) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        with trouble("full", story, tmp_path):
            await ada.types("/task", channel="engineering")
            assert ada.modal is not None and ada.modal.labels[0] == "Title"
        ada.fill({"Title": "Keys must rotate"})
        await ada.presses("Next")
        assert "2 of 16" in ada.modal.text
