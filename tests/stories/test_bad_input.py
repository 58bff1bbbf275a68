"""Words after /task that are none, and keys of tasks that aren't there: one private sentence each."""

import pytest

from tests.stories.conftest import Begin
from tests.stories.test_signing import file

SENTENCES = {
    "/task shwo TASK-001": "Did you mean /task show TASK-001?",
    "/task siign task-1 please": "Did you mean /task sign task-1 please?",
    "/task sumary": "Did you mean /task summary?",
    "/task TASK-001 please": "Did you mean /task show TASK-001?",
    "/task show": "Type its key, for example /task show TASK-001.",
    "/task sign": "Type its key, for example /task sign TASK-001.",
    "/task show TASK-999": "There is no task TASK-999 here. /task list shows what is yours",
    "/task show 2": "There is no task 2 here. /task list shows what is yours",
    "/task summary of this week": "Nothing was summed up: /task summary takes no more words.",
    "/task show <!channel>": "There is no task <!channel> here.",
    "/task sign <@U00000002>": "There is no task <@U00000002> here.",
    "/task <!here>": "There is no /task <!here>.",
    "/task <@U00000002>": "There is no /task <@U00000002>.",
    "/task Fix the login page": "There is no /task Fix. To begin a task with this title, "
    "type /task new Fix the login page. /task help lists all commands.",
    "/task help": "/task summary – sum up here what is open, who is waited for and what was done",
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
        await ada.types(f"/task <@{grace.id}> <!channel>")
        seen = await ada.sees(f"/task new <@{grace.id}> <!channel>", where="notices")
        assert seen.pings == ()


async def test_a_word_of_three_thousand_characters_is_named_by_its_beginning(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task " + "show" * 750)
        assert "showshow" in ada.notices[0]
        assert len(ada.notices[0]) < 300


@pytest.mark.parametrize(
    "typed",
    [
        "/task Show TASK-001",
        "/task SHOW   task-001",
        "/task show\tTASK-001",
        "/task show task-1",
        "/task show 1",
    ],
)
async def test_case_spaces_and_zeros_dont_matter(begin: Begin, typed: str) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys")
        await ada.types(typed)
        assert ada.modal is not None and "# TASK-001" in ada.modal.text


@pytest.mark.parametrize("typed", ["/task show TASK-001 please", "/task show task-001: Rotate the keys"])
async def test_words_after_a_key_do_no_harm(begin: Begin, typed: str) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await file(story, ada, "Rotate the signing keys")
        await ada.types(typed)
        assert ada.notices == [] and ada.modal is not None and "# TASK-001" in ada.modal.text


async def test_a_title_of_several_lines_becomes_one_line(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Rotate\nthe signing\u2028keys", channel="engineering")
        assert ada.modal is not None and ada.modal.value("Title") == "Rotate the signing keys"
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        await ada.sees("TASK-001: Rotate the signing keys", where="engineering")
