"""A task's document as a file for whoever may read it: by command, and by the button beside the text."""

from datetime import timedelta

import pytest

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenFile
from tests.stories.conftest import Begin, Story
from tests.stories.test_signing import file
from tests.stories.test_walk import document_of


def files(person: Person) -> list[SeenFile]:
    """The files among the person's direct messages with the bot."""
    return [each for message in person.dms for each in message.files]


async def much_later(story: Story) -> None:
    """All attempts that were to come have come."""
    for _ in range(20):
        story.sandbox.clock.move(timedelta(seconds=10))
        await story.settled()


async def test_the_command_brings_the_document_that_stands_in_the_thread(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys")
        await linus.types("/task export task-001")
        await linus.sees("TASK-001 is on its way to you, as a file in my direct messages", where="notices")
        await linus.sees("TASK-001.md", where="dm")
        assert [each.content for each in files(linus)] == [await document_of(ada, "TASK-001")]


async def test_the_button_beside_the_text_brings_it_too(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys")
        await linus.presses("Open", on="TASK-001")
        await linus.presses("Export")
        await linus.sees("is on its way to you", where="modal")
        assert linus.modal is not None and "# TASK-001" in linus.modal.text
        await linus.sees("TASK-001.md", where="dm")
        assert len(files(linus)) == 1


async def test_the_button_on_the_card_brings_it_too(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys")
        await linus.presses("Export", on="TASK-001")
        await linus.sees("TASK-001 is on its way to you, as a file in my direct messages", where="notices")
        await linus.sees("TASK-001.md", where="dm")
        assert len(files(linus)) == 1


async def test_whoever_opened_it_from_a_quiet_channel_s_card_may_export_it(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace", "Linus Pauling"])
        await ada.types("/task new Rotate the signing keys", channel="quiet")
        await ada.presses("Review")
        await ada.presses("Create")
        await linus.sees("TASK-001", where="quiet")
        await linus.presses("Open", on="TASK-001")
        await linus.presses("Export")
        await linus.sees("TASK-001.md", where="dm")


async def test_a_done_task_is_exported_as_it_was_signed(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        signers = {f"Signs as {role}": "Ada Lovelace" for role in ("Developer", "Code Reviewer")}
        others = {f"Signs as {role}": "Ada Lovelace" for role in ("Tech Lead", "DevOps")}
        await file(story, ada, "Rotate the signing keys", signers | others)
        await ada.closes()
        await ada.presses("Sign off", on="to sign TASK-001")
        await ada.presses("Sign off")
        await story.settled()
        await ada.types("/task export TASK-001")
        await ada.sees("TASK-001-signed.md", where="dm")
        reply = await ada.sees("TASK-001-signed.md", where="thread of State: Done")
        assert [each.content for each in files(ada)] == [reply.files[0].content]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/task export", "Which task? Type its key, for example /task export TASK-001."),
        ("/task export TASC-1", "There is no task TASC-1 here. Did you mean TASK-001?"),
    ],
)
async def test_what_cant_be_meant_gets_a_sentence_and_no_file(begin: Begin, typed: str, said: str) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys")
        await ada.closes()
        await ada.types(typed)
        await much_later(story)
        assert (ada.notices, files(ada)) == ([said], [])


async def test_who_may_not_read_it_gets_a_sentence_and_no_file(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace"])
        await ada.types("/task new Rotate the signing keys", channel="quiet")
        await ada.presses("Review")
        await ada.presses("Create")
        await linus.types("/task export TASK-001")
        await linus.sees("You can't read TASK-001", where="notices")
        await much_later(story)
        assert files(linus) == []


@pytest.mark.parametrize(
    "method", ["conversations.open", "files.getUploadURLExternal", "files.completeUploadExternal"]
)
async def test_a_lost_answer_leaves_one_file(begin: Begin, method: str) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys")
        await document_of(ada, "TASK-001")
        story.sandbox.fail(method, drop=True, after_effect=True)
        await linus.types("/task export TASK-001")
        await much_later(story)
        assert [each.name for each in files(linus)] == ["TASK-001.md"]


async def test_who_asks_twice_gets_two_files(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys")
        for _ in range(2):
            await linus.types("/task export TASK-001")
            await much_later(story)
        assert [each.name for each in files(linus)] == ["TASK-001.md"] * 2


async def test_a_file_that_slack_refuses_is_told_to_who_asked(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await file(story, ada, "Rotate the signing keys")
        await document_of(ada, "TASK-001")
        story.sandbox.fail("files.getUploadURLExternal", "missing_scope")
        await linus.types("/task export TASK-001")
        await linus.sees(
            "I can't send you the document of TASK-001 as a file: I lack a permission", where="dm"
        )
