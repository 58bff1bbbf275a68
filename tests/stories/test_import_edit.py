"""An exported file comes back edited: it edits its task, and what others changed meanwhile stays."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.importing import work
from bot.sandbox.modal import Modal
from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.importing import DOCUMENT, drafts, give, submit
from tests.stories.test_dismissal import AGAIN, ONE, edited, told
from tests.stories.test_editing import edits, filed, shown, signs
from tests.stories.test_walk import document_of

SCOPE = "\n## Task Description\n\n**Scope**: {}\n"


async def read(person: Person, document: str) -> Modal:
    """Gives it as a file; what is shown of it."""
    await give(person, file=("TASK-001.md", document.encode()))
    found: Modal = await person.sees("Read from TASK-001.md.", where="modal")
    return found


async def with_scope(story: Story, author: Person, scope: str) -> str:
    """The author's file of TASK-001, in which another scope was typed above the last line."""
    above, line, below = (await document_of(author, "TASK-001")).rpartition("\n<!-- countersign:")
    assert line and below.startswith(" TASK-001 revision ")
    return above + SCOPE.format(scope) + line + below


async def test_an_edited_file_edits_its_task(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story, ONE), story.person("Grace")
        await signs(story, grace)
        modal = await read(ada, await with_scope(story, ada, "Only signing keys"))
        assert "TASK-001: Rotate the signing keys will be edited" in modal.text
        assert "Revision 1 is what it was exported from, and is the present one." in modal.text
        assert "Task Description: Scope" in modal.text and "Every line" in modal.text
        await ada.presses("Go on")
        assert "What changes: Task Description (Scope)." in shown(ada)
        assert "Saving dismisses the signature of Grace Hopper (Developer)" in shown(ada)
        await ada.presses("Save")
        await story.settled()
        message = await told(grace)
        assert "+ **Scope**: Only signing keys" in message.text
        await grace.presses(AGAIN, on=message)
        await story.settled()
        await ada.sees("signed by Grace Hopper", where="engineering")


async def test_the_same_file_twice_changes_nothing_and_says_so(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story, ONE)
        document = await with_scope(story, ada, "Only signing keys")
        await read(ada, document)
        await ada.presses("Go on")
        await ada.presses("Save")
        await story.settled()
        await ada.closes()
        modal = await read(ada, document)
        assert "Nothing changes in TASK-001: Rotate the signing keys. There is nothing to save." in modal.text
        assert "Revision 1 is what it was exported from; 2 is the present one." in modal.text
        assert (modal.submit, await drafts(story, ada)) == ("", 0)
        assert (await story.bot.desk.task_by_key(story.bot.team, "TASK-001")).revision == 2


async def test_what_others_changed_since_the_export_stays_or_is_asked(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story, ONE)
        document = await with_scope(story, ada, "Only signing keys")
        await ada.types("/task edit TASK-001", channel="engineering")
        ada.fill({"Title": "Rotate all keys"})
        await ada.presses("Review")
        await ada.presses("Save")
        await ada.closes()
        modal = await read(ada, document)
        assert "Task Description: Scope" in modal.text and "Basics: Title" not in modal.text
        await ada.presses("Go on")
        await ada.presses("Save")
        await ada.closes()
        await edited(story, ada, "All of them")
        modal = await read(ada, document)
        assert "Somebody else has changed these too" in modal.text
        await ada.presses("Go on")
        assert "Only signing keys" in shown(ada) and "All of them" in shown(ada)
        task = await story.bot.desk.task_by_key(story.bot.team, "TASK-001")
        assert (task.title, task.revision) == ("Rotate all keys", 4)


async def test_ticks_and_roles_change_nothing_and_lines_without_a_place_are_shown(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story, ONE)
        document = (await document_of(ada, "TASK-001")).replace("- [ ] ", "- [x] ")
        modal = await read(
            ada, document.replace("# TASK-001", "Odd <!channel>\n\n# TASK-001") + "\nAt the end\n"
        )
        assert "Some of its ticks aren't those of TASK-001." in modal.text
        assert "A file neither signs nor hands over a role" in modal.text
        assert "1: Odd <!channel>" in modal.text and "At the end" in modal.text
        assert "There is nothing to save." in modal.text
        await ada.sees("waiting for Grace Hopper", where="engineering")


async def test_a_task_that_is_done_is_refused_and_a_file_without_its_key_makes_a_new_one(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada = await filed(story, ONE)
        document = await with_scope(story, ada, "Only signing keys")
        await ada.types("/task close TASK-001", channel="engineering")
        ada.fill({"Why is it closed?": "Not this year"})
        await ada.presses("Close it")
        await give(ada, file=("TASK-001.md", document.encode()))
        await ada.sees("TASK-001 is closed, so it can't be edited any more.", where="modal")
        modal = await submit(ada, DOCUMENT)
        assert "Rotate the signing keys" in modal.text and await drafts(story, ada) == 1


async def test_two_edits_under_way_are_both_kept(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story, ONE)
        await edits(ada, "Typed by hand")
        await ada.closes()
        await read(ada, await with_scope(story, ada, "Typed in a file"))
        await ada.presses("Go on")
        assert "Typed in a file" in shown(ada) and await drafts(story, ada) == 2


async def test_the_command_edits_the_task_and_the_bot_tells_whom_it_concerns(
    begin: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with begin() as story:
        ada, grace = await filed(story, ONE), story.person("Grace")
        await signs(story, grace)
        await asyncio.to_thread(
            Path("again.md").write_text, await with_scope(story, ada, "Only signing keys")
        )
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tasks.db")
        monkeypatch.setattr(work, "utc_now", story.sandbox.clock.now)
        words = ["import", "again.md", "--author", ada.id, "--yes"]
        result = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "Edited TASK-001, which is at revision 2 now" in result.stdout
        await story.settled()
        assert "Ada Lovelace changed TASK-001" in (await told(grace)).text
        await ada.sees("waiting for Grace Hopper", where="engineering")
