"""By what a copy of a task says for which one it was drawn."""

import pytest

from bot.tasks.errors import NotSoFar, ShownForAnother
from bot.tasks.step import SHORT_KEY, carried, check_copy, in_short
from tests.tasks.test_task import task


@pytest.mark.parametrize("key", ["TASK-001", "ÄÖ-001", "A" * 50 + "-1", "A" * 300 + "-1"])
def test_a_copy_carries_the_key_or_what_stands_for_it(key: str) -> None:
    one = task().model_copy(update={"key": key})
    assert len(in_short(one)) <= SHORT_KEY and in_short(one).isascii()
    for said in (key, carried(one), in_short(one)):
        check_copy(one, said, one.version)


@pytest.mark.parametrize("said", ["", "TASK-002", "TASK-00", "x" * 16])
def test_a_copy_of_another_task_is_told_apart(said: str) -> None:
    with pytest.raises(ShownForAnother):
        check_copy(task(), said, 1)


def test_a_copy_that_is_newer_than_its_task_is_not_said_to_be_anothers() -> None:
    with pytest.raises(NotSoFar, match="newer than what the bot knows, as happens after its database was"):
        check_copy(task(), "TASK-001", task().version + 1)
