"""Whatever there is, the database chooses, orders and counts just what would be chosen one by one."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.tasks import homes, reading, store_homes, store_overview
from bot.tasks.listing import Page, Reader, Which, listed, may_read
from bot.tasks.rights import Action, may
from bot.tasks.standing import standing
from bot.tasks.task import Task
from tests.tasks import by_hand
from tests.tasks.cast import TEAM
from tests.tasks.generated import NOW, PLACES, SOMEBODY, WORLDS, World, all_of, rows_of

READERS = st.builds(Reader, st.just(TEAM), SOMEBODY, st.booleans(), st.none() | st.sampled_from(PLACES))
law = settings(deadline=None, max_examples=60, derandomize=True)


def readable(session: Session, world: World, reader: Reader) -> list[Task]:
    """The tasks that may be read, asked one by one."""
    return [each for each in all_of(session, world) if _may_read(session, each, reader)]


def _may_read(session: Session, task: Task, reader: Reader) -> bool:
    there = reader.here is not None and task.channel == reader.here
    return may(Action.READ, standing(session, task, reader.who, admin=reader.admin, there=there))


def turns_in(task: Task, who: str) -> list[Any]:
    """Since when it is somebody's turn in the task, by each role of which it is."""
    return [each.asked_at or task.created_at for each in task.sign_offs if task.turn_of(each) == who]


def is_on(which: Which, task: Task, who: str) -> bool:
    waits, theirs = bool(turns_in(task, who)), who in (task.author, task.assignee)
    by_list = {
        Which.FIRST: waits or theirs,
        Which.WAITING: waits,
        Which.MINE: theirs,
        Which.ALL: True,
    }
    return task.state.live and by_list[which]


def place(task: Task, which: Which, who: str) -> tuple[object, ...]:
    """Where the task stands on a list."""
    waits = turns_in(task, who) if which in (Which.FIRST, Which.WAITING) else []
    return (0, min(waits), task.id) if waits else (1, *by_hand.soonest(task))


def one_by_one(session: Session, world: World, reader: Reader, which: Which) -> list[Task]:
    """All of a list."""
    own = [each for each in readable(session, world, reader) if is_on(which, each, reader.who)]
    return sorted(own, key=lambda each: place(each, which, reader.who))


@law
@given(WORLDS, READERS, st.sampled_from(Which))
def test_a_list_is_what_it_would_be_one_by_one(world: World, reader: Reader, which: Which) -> None:
    with rows_of(world) as session:
        page: Page = listed(session, reader, which, 0)
        expected = one_by_one(session, world, reader, which)
        assert [each.task for each in page.entries] == expected
        waiting = [bool(turns_in(each, reader.who)) for each in expected]
        assert (page.total, page.waiting) == (len(expected), sum(waiting))
        assert [each.waits for each in page.entries] == waiting


@law
@given(WORLDS, SOMEBODY)
def test_a_home_is_what_it_would_be_one_by_one(world: World, who: str) -> None:
    with rows_of(world) as session:
        store_homes.look(session, NOW, TEAM, who, "")
        home = homes.home(session, NOW, TEAM, who)
        assert home
        for shown, which in ((home.waiting, Which.WAITING), (home.mine, Which.MINE)):
            expected = one_by_one(session, world, Reader(TEAM, who), which)
            assert ([each.task for each in shown.entries], shown.total) == (expected, len(expected))


@law
@given(WORLDS, SOMEBODY)
def test_what_waits_for_somebody_is_what_is_their_turn_one_by_one(world: World, who: str) -> None:
    with rows_of(world) as session:
        expected = [
            (each.asked_at or task.created_at, task.id, each.role)
            for task in all_of(session, world)
            for each in task.sign_offs
            if task.turn_of(each) == who
        ]
        found = reading.waiting_for(session, TEAM, who)
        assert [(each.asked_at or task.created_at, task.id, each.role) for task, each in found] == sorted(
            expected
        )


@law
@given(WORLDS, READERS, st.sampled_from([1, 2, 50]))
def test_a_summary_is_what_it_would_be_by_hand(world: World, reader: Reader, most: int) -> None:
    with rows_of(world) as session:
        found = store_overview.overview(session, TEAM, may_read(session, reader), NOW, most)
        assert found == by_hand.overview(readable(session, world, reader), NOW, most)
