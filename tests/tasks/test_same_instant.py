"""Two people press at the same instant: what is left, and what each is told, is as if one had come after the other."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.tasks import store_tasks
from bot.tasks.task import Task
from tests.tasks.instant import SITUATIONS, Outcome, Pairs, Stage

Pair = tuple[str, str]
READS_MORE = "Grace signs again"
"""It reads the task's events too, which would be as new as they are beside a task as it was."""


@pytest.fixture(autouse=True)
def watched() -> None:
    """Not here: the other tests watch the same statements, and here there are very many."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(tmp_path / "countersign.db")
    yield stage
    await stage.close()


async def astray(
    pairs: Pairs, which: Iterable[Pair], press: Callable[[str, str], Awaitable[Outcome]]
) -> list[Pair]:
    """The pairs that end in what neither order gives."""
    return [pair for pair in which if not await pairs.is_of_an_order(*pair, await press(*pair))]


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_every_pair_ends_as_one_after_the_other(stage: Stage, situation: str) -> None:
    pairs = await Pairs.begin(stage, situation)
    every = await pairs.every()
    overtaken = [pair for pair in every if pair[0] != READS_MORE]
    at_once = [pair for pair in every if pair[0] <= pair[1]]
    assert await astray(pairs, overtaken, pairs.between) == [], "overtaken between load and commit"
    assert await astray(pairs, at_once, pairs.at_once) == [], "at once, at two copies of the bot"


@pytest.mark.parametrize("one", ["Grace signs", "Lin starts", "Alice closes"])
async def test_were_the_version_not_looked_at_it_would_show_here(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, one: str
) -> None:
    pairs, save, by_id = await Pairs.begin(stage, "asked"), store_tasks.save, store_tasks.by_id

    def careless(session: Session, before: Task, after: Task) -> None:
        present = by_id(session, before.team, before.id)
        assert present
        save(session, before.model_copy(update={"version": present.version}), after)

    monkeypatch.setattr(store_tasks, "save", careless)
    pair = (one, "Grace requests changes")
    assert await astray(pairs, [pair], pairs.between) == [pair]
