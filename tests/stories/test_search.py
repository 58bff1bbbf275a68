"""Search: by key, title and text as they stand now, privately, and only in what the reader may read."""

import pytest

from tests.stories.conftest import Begin
from tests.stories.test_lists import filed, quietly, read
from tests.stories.test_signing import ROLES, file


async def test_a_task_is_found_by_what_it_says_now(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await ada.types("/task new Port the parser to C++", channel="engineering")
        ada.fill({"Parent Story": "foo-bar"})
        await ada.presses("Review")
        await ada.presses("Create")
        await ada.closes()
        await filed(story, ada, ["Port the lexer", "Don't wait for answers"])
        await linus.types("/task search port")
        assert read(linus).splitlines()[:2] == ["Search", "2 tasks with “port”, the newest first"]
        assert read(linus).index("TASK-002") < read(linus).index("TASK-001")
        await linus.closes()
        for words, key in {
            "C++": "TASK-001",
            "foo-bar por": "TASK-001",
            "don't": "TASK-003",
            "task-2": "TASK-002",
        }.items():
            await linus.types(f"/task search {words}")
            assert f"1 task with “{words}”" in read(linus) and key in read(linus)
            await linus.closes()
        await ada.types("/task edit TASK-002")
        ada.fill({"Title": "Write the tokenizer"})
        await ada.presses("Review")
        await ada.presses("Save")
        await linus.types("/task search lexer")
        await linus.sees("No task that you may read holds “lexer”.", where="notices")
        await linus.types("/task list tokenizer")
        assert "TASK-002 Write the tokenizer" in read(linus)


async def test_nobody_finds_what_they_may_not_read_and_done_tasks_are_found_too(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        story.sandbox.add_channel("quiet", private=True, members=[ada.name])
        await quietly(story, ada, "Our secret keys")
        await file(story, ada, "Rotate the keys", ROLES)
        await ada.closes()
        await ada.types("/task close TASK-002")
        ada.fill({"Why is it closed?": "They were rotated"})
        await ada.presses("Close it")
        await linus.types("/task search keys")
        assert "1 task with “keys”" in read(linus) and "secret" not in read(linus)
        assert "TASK-002 Rotate the keys\nClosed" in read(linus)
        await ada.types("/task search keys")
        assert "2 tasks with “keys”" in read(ada)


@pytest.mark.parametrize("begin", ["socket"], indirect=True)
async def test_what_is_found_is_paged_and_odd_words_are_answered(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await filed(story, ada, [f"Keys {number}" for number in range(21)])
        await linus.types("/task search keys " + "🚀" * 3000)
        await linus.sees("A search takes up to 100 characters, and this one has 3,005.", where="notices")
        for words in ('"', "*", "NEAR(keys, x)", "'", "keys NOTHING", "team_id:T", "发布", "<!channel>"):
            await linus.types(f"/task search {words}")
            assert linus.modal is None, words
        assert len(linus.notices) == 9 and "went wrong" not in "".join(linus.notices)
        await linus.types('/task search ("KEY*')
        await linus.presses("Next")
        assert "21 to 21 of 21." in read(linus) and "TASK-001 Keys 0" in read(linus)
