"""Words after /task that are none, and keys of tasks that aren't there: one private sentence each."""

import pytest

from tests.stories.conftest import Begin
from tests.stories.test_signing import file

SENTENCES = {
    "/task shwo TASK-1": "Did you mean /task show?",
    "/task sumary": "Did you mean /task summary?",
    "/task TASK-001": "Did you mean /task show TASK-001?",
    "/task show": "Type its key, for example /task show TASK-001.",
    "/task sign": "Type its key, for example /task sign TASK-001.",
    "/task show TASK-999": "There is no task TASK-999 here.",
    "/task show task-1": "There is no task task-1 here. Did you mean TASK-001?",
    "/task show <!channel>": "There is no task <!channel> here.",
    "/task sign <@U00000002>": "There is no task <@U00000002> here.",
    "/task <!here>": "Countersign doesn't know /task <!here>.",
    "/task <@U00000002>": "Countersign doesn't know /task <@U00000002>.",
    "/task drafts": "You have no drafts. Type /task to begin a task.",
}


@pytest.mark.parametrize("typed", SENTENCES)
async def test_what_cant_be_meant_gets_one_private_sentence_with_what_to_do(begin: Begin, typed: str) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(story, ada, "Rotate the signing keys")
        await grace.types(typed)
        assert [SENTENCES[typed] in notice for notice in grace.notices] == [True]
        assert grace.modal is None
        assert not ada.channel("general")


async def test_a_mention_in_the_words_pings_nobody(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.types(f"/task show <@{grace.id}> <!channel>")
        seen = await ada.sees(f"<@{grace.id}> <!channel>", where="notices")
        assert seen.pings == ()


async def test_a_word_of_three_thousand_characters_is_named_by_its_beginning(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task " + "show" * 750)
        assert "showshow" in ada.notices[0]
        assert len(ada.notices[0]) < 300


@pytest.mark.parametrize("typed", ["/task Show TASK-001", "/task SHOW   task-001", "/task show\tTASK-001"])
async def test_case_and_spaces_dont_matter(begin: Begin, typed: str) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys")
        await ada.types(typed)
        assert ada.modal is not None and "# TASK-001" in ada.modal.text


async def test_a_title_of_several_lines_becomes_one_line(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate\nthe signing\u2028keys", channel="engineering")
        assert ada.modal is not None and ada.modal.value("Title") == "Rotate the signing keys"
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        await ada.sees("TASK-001: Rotate the signing keys", where="engineering")
