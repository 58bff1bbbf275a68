"""The daily witness: when it comes, and what it says."""

from bot.tasks import witness
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.digests import Readers
from bot.tasks.events import Event
from bot.tasks.store_events import WORKSPACE, chain_of, heads
from tests.tasks.cast import ALICE, GRACE, HERE, TEAM, Clock, file, sign
from tests.tasks.taking import broken_at


async def events(db: Database, team: str = TEAM) -> list[Event]:
    return await db.read(lambda session: chain_of(session, team, WORKSPACE))


async def test_a_witness_comes_at_once_and_then_each_day(desk: Desk, clock: Clock) -> None:
    await file(desk)
    done = []
    for hours in (0, 1, 11, 23, 1):
        clock.forward(hours=hours)
        done.append(await desk.witness_when_due())
    assert done == [1, 0, 1, 0, 1]


async def test_after_ten_days_one_comes(desk: Desk, clock: Clock, db: Database) -> None:
    await file(desk)
    await desk.witness_when_due()
    clock.forward(days=10)
    assert [await desk.witness_when_due() for _ in range(3)] == [1, 0, 0]
    assert [each.kind for each in await events(db)] == ["heads witnessed"] * 2


async def test_of_two_copies_one_appends_it(desk: Desk, clock: Clock, db: Database, url: str) -> None:
    await file(desk)
    other = Database.open(url)
    done = [await db.write(_append(clock)), await other.write(_append(clock))]
    clock.forward(days=1)
    done += [await other.write(_append(clock)), await db.write(_append(clock))]
    await other.close()
    assert done == [1, 0, 1, 0]


async def test_each_workspace_with_tasks_has_its_own(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await desk.save_draft("T2", "U2", "d", template_hash=task.template_hash, answers={"title": "T"}, page=0)
    await desk.create("T2", "U2", "d")
    assert await desk.witness_when_due() == 2
    assert [len(await events(db, team)) for team in (TEAM, "T2", "T3")] == [1, 1, 0]


async def test_without_tasks_there_is_nothing_to_witness(desk: Desk, db: Database) -> None:
    assert await desk.witness_when_due() == 0
    assert await events(db) == []


async def test_a_witness_names_what_moved_and_hashes_all(desk: Desk, clock: Clock, db: Database) -> None:
    first = await file(desk)
    await file(desk, "Another")
    await desk.witness_when_due()
    await sign(desk, first, GRACE)
    clock.forward(days=1)
    await desk.witness_when_due()
    one, two = [each.facts for each in await events(db)]
    assert (list(one["moved"]), list(two["moved"]), two["tasks"]) == (["task:1", "task:2"], ["task:1"], 2)
    assert two["heads"] == witness.digest(await db.read(lambda session: heads(session, TEAM)))


async def test_summaries_and_days_tell_one_story(desk: Desk, db: Database) -> None:
    await file(desk)
    await desk.summaries.order(TEAM, Readers(HERE), ALICE)
    await desk.witness_when_due()
    found = await events(db)
    assert (found[0].kind, found[1].facts["moved"], broken_at(found)) == ("summary ordered", {}, None)


def test_an_event_that_says_nothing_of_heads_is_no_witness() -> None:
    assert witness.told({"channel": "C1"}) is None
    assert witness.told({"moved": {"task:1": [2, "x"]}}) == {"task:1": (2, "x")}


def test_the_hash_of_all_heads_depends_on_each_part_and_on_no_order() -> None:
    one, two = {"a": (1, "x"), "b": (2, "y")}, {"b": (2, "y"), "a": (1, "x")}
    assert witness.digest(one) == witness.digest(two)
    assert len({witness.digest(each) for each in (one, {"a": (1, "x")}, {**one, "a": (2, "x")}, {})}) == 4


def _append(clock: Clock):  # type: ignore[no-untyped-def]
    return lambda session: witness.append_when_due(session, clock())
