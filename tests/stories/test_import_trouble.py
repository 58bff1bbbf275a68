"""`/task import` where something is wrong: with what was given, with Slack, or with the moment."""

import pkgutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.slack import importing
from tests.stories.conftest import Begin, Story
from tests.stories.importing import (
    DOCUMENT,
    FILE,
    READING,
    TEXT,
    create,
    drafts,
    give,
    submit,
    two_templates,
    understood,
)
from tests.stories.process import scene
from tests.stories.test_signing import file as file_task
from tests.stories.window import Window, text_of

KEYED = DOCUMENT.replace("# Rotate", "# TASK-001: Rotate")
FOUND = ("keys.md", DOCUMENT.encode())


async def test_nothing_given_is_said_at_the_input(begin: Begin) -> None:
    async with begin() as story:
        modal = await give(story.person("Ada"), " \n")
        assert modal.errors == {TEXT: "Paste a document here, or choose a file below."}


async def test_both_given_is_said_at_the_input_and_nothing_is_lost(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        modal = await give(ada, DOCUMENT, FOUND)
        assert "Please take one of the two out" in modal.errors[FILE]
        assert (modal.value(TEXT), modal.value(FILE)) == (DOCUMENT, ["keys.md"])
        ada.fill({FILE: []})
        assert (await submit(ada)).title == "What was understood"


REFUSED_AT_ONCE = {
    "a picture": ("keys.png", b"\x89PNG", "its name ends in .md, .markdown or .txt"),
    "too large": ("keys.md", b"a" * 1_000_001, "larger than 1 MB"),
}


@pytest.mark.parametrize("what", REFUSED_AT_ONCE)
async def test_a_file_that_is_not_taken_is_refused_at_the_input(begin: Begin, what: str) -> None:
    name, content, said = REFUSED_AT_ONCE[what]
    async with begin() as story:
        ada = story.person("Ada")
        modal = await give(ada, file=(name, content))
        assert said in modal.errors[FILE]
        assert await drafts(story, ada) == 0


UNREADABLE = {
    "binary": (b"# Keys\n\x00\x01", "it holds NUL bytes"),
    "not UTF-8": ("# Schlüssel".encode("latin-1"), "it is not text in UTF-8: byte 7 can't be read"),
    "empty": (b" \n", "it is empty"),
}


@pytest.mark.parametrize("what", UNREADABLE)
async def test_a_file_that_cant_be_read_makes_nothing(begin: Begin, what: str) -> None:
    content, said = UNREADABLE[what]
    async with begin() as story:
        ada = story.person("Ada")
        await give(ada, file=("keys.md", content))
        modal = await ada.sees(said, where="modal")
        assert (modal.title, modal.submit) == ("Import a document", "Read it")
        assert await drafts(story, ada) == 0


async def test_who_may_not_edit_the_task_is_refused_and_the_text_stays(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file_task(story, ada, "Rotate the signing keys")
        modal = await give(grace, KEYED)
        assert "Only the author and the assignee of TASK-001" in modal.errors[TEXT]
        assert "take TASK-001 out of its first heading" in modal.errors[TEXT]
        assert (modal.value(TEXT), await drafts(story, grace)) == (KEYED, 0)
        await give(grace, file=("keys.md", KEYED.encode()))
        await grace.sees("Only the author and the assignee of TASK-001", where="modal")
        assert await drafts(story, grace) == 0
        assert (await submit(grace, DOCUMENT)).title == "What was understood"


FAULTS: dict[str, tuple[Callable[[Story], object], str]] = {
    "a server error": (lambda story: story.sandbox.fail("file download", status=503), "didn't hand over"),
    "a cut connection": (
        lambda story: story.sandbox.fail("file download", drop=True, times=2),
        "didn't hand over",
    ),
    "a page to sign in": (lambda story: story.sandbox.fail("file download"), "didn't let Countersign read"),
    "no permission": (lambda story: story.sandbox.fail("files.info", "missing_scope"), "files:read"),
    "no file": (lambda story: story.sandbox.fail("files.info", "file_not_found"), "no longer in Slack"),
    "trouble": (lambda story: story.sandbox.fail("files.info", "internal_error"), "didn't hand over"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_download_that_fails_is_told_and_can_be_begun_anew(begin: Begin, fault: str) -> None:
    fail, said = FAULTS[fault]
    async with begin() as story:
        ada = story.person("Ada")
        fail(story)
        await give(ada, file=FOUND)
        await ada.sees(said, where="modal")
        assert await drafts(story, ada) == 0
        await submit(ada, file=FOUND)
        await understood(ada)


async def test_a_file_of_somebody_else_is_not_read(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await grace.types("/task import")
        grace.fill({FILE: [("secret.md", DOCUMENT.encode())]})
        assert grace.modal is not None
        theirs = grace.modal.view.values[FILE_KEY]
        await ada.types("/task import")
        assert ada.modal is not None
        ada.modal.view.values[FILE_KEY] = theirs
        await ada.presses("Read it")
        await ada.sees("Somebody else uploaded this file", where="modal")
        assert await drafts(story, ada) == 0


FILE_KEY = ("import:file", "value")


async def test_a_page_that_was_closed_meanwhile_loses_nothing(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        hold = story.sandbox.hold("file download")
        assert READING in (await give(ada, file=FOUND)).text
        await hold.reached()
        await ada.closes()
        hold.release()
        await ada.sees("Your document is read, and kept as a draft", where="dm")
        await ada.presses("Show it")
        await understood(ada)
        await create(story, ada)
        await ada.sees("TASK-001: Rotate the signing keys", where="engineering")


async def test_a_page_that_was_closed_meanwhile_is_told_of_what_went_wrong(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        hold = story.sandbox.hold("file download")
        await give(ada, file=("keys.md", b"\x00"))
        await hold.reached()
        await ada.closes()
        hold.release()
        await ada.sees("The file can't be imported: it is not a text", where="dm")
        await ada.presses("Import a document")
        assert ada.modal is not None and ada.modal.submit == "Read it"


async def test_a_preview_that_slack_doesnt_draw_comes_by_a_button(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        story.sandbox.fail("views.update")
        await give(ada, file=FOUND)
        await ada.sees("kept as a draft", where="dm")
        await ada.presses("Look again")
        await understood(ada)
        assert await drafts(story, ada) == 1


async def test_a_text_that_takes_long_is_read_after_the_answer(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PATIENCE", 0)
    async with begin() as story:
        ada = story.person("Ada")
        await give(ada, DOCUMENT)
        await understood(ada)
        await create(story, ada)
        await ada.sees("TASK-001: Rotate the signing keys", where="engineering")


async def test_slack_s_list_of_people_is_not_waited_for_before_the_answer(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PATIENCE", 0.01)
    async with begin() as story:
        ada = story.person("Ada")
        hold = story.sandbox.hold("users.list")
        assert "Reading what you pasted…" in (await give(ada, DOCUMENT)).text
        await hold.reached()
        hold.release()
        assert "Assignee: @Grace Hopper" in (await understood(ada)).text


async def test_a_text_that_took_long_and_is_refused_stands_there_again(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PATIENCE", 0)
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file_task(story, ada, "Rotate the signing keys")
        await give(grace, KEYED)
        modal = await grace.sees("Only the author and the assignee of TASK-001", where="modal")
        assert modal.value(TEXT) == KEYED


async def test_more_steps_than_anybody_walks_through_are_refused(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        steps = "".join(f"### Step {n}: Rotate\n\n- [ ] All of them\n\n" for n in range(1, 1000))
        await give(ada, file=("keys.md", f"{DOCUMENT}\n## Implementation Steps\n\n{steps}".encode()))
        await ada.sees("The document has hundreds of entries of one kind", where="modal")
        assert await drafts(story, ada) == 0


SLOW = [
    "bot.slack.import_reading.text_of",
    "bot.slack.import_reading.best",
    "bot.tasks.importing.key_in",
    "bot.tasks.importing.understood",
]


@pytest.mark.parametrize("work", SLOW)
async def test_nobody_else_waits_while_a_document_is_read(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    go_on, real = threading.Event(), pkgutil.resolve_name(work)

    def held(*given: object) -> object:
        assert go_on.wait(10)
        return real(*given)

    monkeypatch.setattr(work, held)
    async with begin(COUNTERSIGN_TEMPLATES=two_templates(tmp_path)) as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await give(ada, file=("log-in.md", b"# No log-in\n\n**Severity**: High\n"))
        await grace.types("/task help")
        await grace.sees("/task import", where="notices")
        go_on.set()
        await understood(ada)


async def test_a_closed_preview_is_gone_on_with_among_the_drafts(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await give(ada, DOCUMENT)
        await ada.closes()
        await ada.types("/task drafts")
        await ada.sees("Rotate the signing keys", where="modal")
        await ada.presses("Resume")
        assert ada.modal is not None and ada.modal.value("Title") == "Rotate the signing keys"


async def test_who_looks_again_while_it_is_read_starts_nothing_anew(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        hold = story.sandbox.hold("file download")
        await give(ada, file=FOUND)
        await hold.reached()
        await ada.presses("Look again")
        assert ada.modal is not None and READING in ada.modal.text
        hold.release()
        await understood(ada)
        assert [each.method for each in story.sandbox.calls].count("files.info") == 1


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_what_a_kill_cut_short_is_read_by_looking_again(transport: str, tmp_path: Path) -> None:
    async with scene(transport, tmp_path) as killed:
        ada = killed.person("Ada")
        hold = killed.sandbox.hold("file download")
        await give(ada, file=FOUND)
        await hold.reached()
        await killed.process.restart()
        hold.release()
        await ada.presses("Look again")
        assert "Rotate the signing keys" in (await understood(ada)).text


async def test_a_second_press_makes_no_second_draft(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task import")
        ada.fill({TEXT: DOCUMENT})
        window = Window(story, ada)
        answers = [await window.submits() for _ in range(2)]
        assert ["Rotate the signing keys" in text_of(each) for each in answers] == [True, True]
        assert await drafts(story, ada) == 1


async def test_a_second_press_that_comes_late_undoes_nothing(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task import", channel="engineering")
        ada.fill({TEXT: DOCUMENT})
        window = Window(story, ada)
        await ada.presses("Read it")
        await ada.presses("Go on")
        await ada.chooses("Jump to…", "1. Basics")
        ada.fill({"Title": "Rotate all keys"})
        await ada.presses("Review")
        await window.submits()
        await ada.presses("Create")
        await story.settled()
        await ada.sees("TASK-001: Rotate all keys", where="engineering")


async def test_another_document_in_the_same_window_is_another_draft(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task import")
        window = Window(story, ada)
        for document in (DOCUMENT, DOCUMENT.replace("signing", "sealing")):
            window.fill({TEXT: document})
            await window.submits()
        assert await drafts(story, ada) == 2


async def test_a_page_whose_trigger_expired_opens_by_a_button(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        story.sandbox.expire_triggers()
        await ada.types("/task import")
        await ada.presses("Open", on="could not be opened just now")
        assert ada.modal is not None and ada.modal.submit == "Read it"
