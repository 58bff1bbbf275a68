"""Lists for one reader: what is on them, in which order, in what portions, and that rights cost no query a task."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, update
from sqlmodel import Session

from bot.tasks import store_outbox, store_tasks
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.listing import PAGE, Page, Reader, Which
from bot.tasks.posts import PostedMessage
from bot.tasks.tables import sign_offs, signatures
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, HERE, LIN, MALLORY, TEAM, Clock, channel, draft, file, person, sign
from tests.tasks.test_course import close

NOBODY: dict[str, str] = {}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def reader(who: str, **more: Any) -> Reader:
    return Reader(TEAM, who, **more)


def titles(page: Page) -> list[str]:
    return [each.task.title for each in page.entries]


async def listed(desk: Desk, who: str, which: Which = Which.FIRST, **more: Any) -> list[str]:
    return titles(await desk.lookups.listed(reader(who, **more), which))


@pytest.fixture
async def room(desk: Desk) -> Desk:
    """The channel of the tasks is private; Mallory is a full member of the workspace, and not in it."""
    await desk.remember_channel(channel(HERE, private=True))
    await desk.remember_person(person(MALLORY, "Mallory"))
    return desk


async def test_what_waits_comes_first_and_the_longest_waiting_before_the_others(
    desk: Desk, clock: Clock
) -> None:
    for title, developer in (("older", ALICE), ("mine", GRACE), ("new", ALICE)):
        await file(desk, title, signers={"Developer": developer, "Tech Lead": LIN})
        clock.forward(hours=1)
    page = await desk.lookups.listed(reader(ALICE), Which.FIRST)
    assert titles(page) == ["older", "new", "mine"]
    assert [each.waits for each in page.entries] == [True, True, False]
    assert page.waiting == 2


async def test_a_role_without_a_person_waits_for_the_author_who_can_not_sign_it(desk: Desk) -> None:
    await file(desk, signers=NOBODY)
    (entry,) = (await desk.lookups.listed(reader(ALICE), Which.WAITING)).entries
    assert (entry.waits, entry.signs) == (True, False)


async def test_what_somebody_has_signed_waits_for_them_no_more_and_is_still_there_to_read(desk: Desk) -> None:
    await sign(desk, await file(desk), GRACE)
    assert await listed(desk, GRACE, Which.WAITING) == []
    assert await listed(desk, LIN, Which.WAITING) == ["Fix the login"]
    assert await listed(desk, GRACE, Which.ALL) == ["Fix the login"]


async def test_mine_are_those_that_somebody_wrote_or_is_assigned(desk: Desk) -> None:
    await file(desk, "hers")
    his = {"title": "his", "assignee": {"user": GRACE}}
    await desk.create(TEAM, ALICE, await draft(desk, his, signers=NOBODY))
    assert await listed(desk, ALICE, Which.MINE) == ["his", "hers"]
    assert await listed(desk, GRACE, Which.MINE) == ["his"]


async def test_others_stand_by_priority_and_then_the_newest_first(desk: Desk) -> None:
    said = {"plain": None, "urgent": "P0-Critical", "low": "P2-Medium", "newer": None}
    for title, priority in said.items():
        answers = {"title": title, **({"priority": priority} if priority else {})}
        await desk.create(TEAM, ALICE, await draft(desk, answers))
    assert await listed(desk, ALICE, Which.MINE) == ["urgent", "low", "newer", "plain"]


async def test_what_is_done_or_closed_is_on_no_list(desk: Desk) -> None:
    task = await file(desk)
    await close(desk, task)
    assert [await listed(desk, ALICE, which) for which in Which] == [[], [], [], []]


async def test_of_a_private_channel_only_those_who_are_in_it_or_named_see_anything(room: Desk) -> None:
    await file(room)
    assert await listed(room, MALLORY, Which.ALL) == []
    assert await listed(room, MALLORY, Which.ALL, here=HERE) == ["Fix the login"]
    assert await listed(room, MALLORY, Which.ALL, admin=True) == ["Fix the login"]
    assert await listed(room, GRACE, Which.ALL) == ["Fix the login"]


def given_by(task: Task, who: str, substance: str) -> dict[str, Any]:
    """A row of a signature of the task's first role."""
    same = {"team_id": TEAM, "task_id": task.id, "sign_off_id": task.sign_offs[0].id, "revision": 1}
    said = {"role": "Developer", "statement": "", "document_hash": "d", "name": "M", "place": "dm"}
    return {
        **same,
        **said,
        "signer": who,
        "substance_hash": substance,
        "day": date(2026, 1, 1),
        "at": LONG_AGO,
    }


async def named_in_many_ways(desk: Desk, db: Database) -> list[Task]:
    """Tasks in which Mallory is, or was, or is not."""
    names = ("stands in", "stood in", "took it back", "signed what it said before", "nothing")
    filed = {name: await file(desk, name, signers={"Developer": GRACE}) for name in names}
    await sign(desk, filed["stood in"], GRACE)
    await sign(desk, filed["signed what it said before"], GRACE)

    def write(session: Session) -> None:
        theirs = filed["stands in"].sign_offs[0].id
        own = (sign_offs.c.team_id == TEAM, sign_offs.c.id == theirs)
        session.execute(update(sign_offs).where(*own).values(stand_in=MALLORY))
        for name in names[1:4]:
            substance = "before" if name == names[3] else filed[name].substance_hash
            session.execute(insert(signatures).values(**given_by(filed[name], MALLORY, substance)))

    await db.write(write)
    await sign(desk, filed["took it back"], GRACE)
    elsewhere = [await file(desk, place, channel=place) for place in ("C2", "C3")]
    mine = await file(desk, "nowhere", channel=None, signers={"Developer": MALLORY})
    theirs = await file(desk, "nowhere, and somebody else's", channel=None)
    stored = [await desk.task(TEAM, each.id) for each in (*filed.values(), *elsewhere, mine, theirs)]
    return [each for each in stored if each]


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("here", [None, HERE])
async def test_a_list_holds_just_what_may_be_read_one_by_one(
    room: Desk, db: Database, here: str | None, *, admin: bool
) -> None:
    await room.remember_channel(channel("C2"))
    tasks = await named_in_many_ways(room, db)
    for kind, active in product(("full", "guest", "other workspace", "bot"), (True, False)):
        await room.remember_person(person(MALLORY, "Mallory", kind=kind, active=active))
        page = await room.lookups.listed(reader(MALLORY, admin=admin, here=here), Which.ALL)
        admins = {MALLORY} if admin else set()
        one_by_one = [
            each.title
            for each in tasks
            if await room.may_read(TEAM, each, MALLORY, admins=admins, there=each.channel == here)
        ]
        assert (page.total, sorted(titles(page))) == (len(one_by_one), sorted(one_by_one)), (kind, active)


@pytest.mark.parametrize("words", [None, "task"])
async def test_on_no_page_stands_what_may_not_be_read(room: Desk, words: str | None) -> None:
    await room.remember_channel(channel("C2"))
    for number in range(2 * PAGE):
        await file(room, f"task {number}", signers=NOBODY, channel=("C2", HERE)[number % 2])
    theirs = reader(MALLORY)
    for first in (0, PAGE, 3 * PAGE):
        page = await (
            room.lookups.found(theirs, words, first)
            if words
            else room.lookups.listed(theirs, Which.ALL, first)
        )
        assert {each.task.channel for each in page.entries} == {"C2"}
        assert (page.first, page.total, len(page.entries)) == (0, PAGE, PAGE)


async def test_a_guest_is_offered_to_sign_nothing(desk: Desk) -> None:
    await file(desk)
    await desk.remember_person(person(GRACE, "Grace Hopper", kind="guest"))
    (entry,) = (await desk.lookups.listed(reader(GRACE), Which.WAITING)).entries
    assert (entry.waits, entry.signs) == (True, False)


async def test_whoever_is_unknown_sees_what_names_them_and_nothing_else(desk: Desk) -> None:
    await desk.remember_channel(channel(HERE))
    await file(desk, "public")
    await file(desk, "theirs", signers={"Developer": MALLORY})
    assert await listed(desk, MALLORY, Which.ALL) == ["theirs"]


async def test_another_workspace_has_its_own_lists(desk: Desk) -> None:
    await file(desk)
    page = await desk.lookups.listed(Reader("T2", ALICE, admin=True), Which.ALL)
    assert (page.entries, page.total) == ((), 0)


async def test_a_page_holds_twenty_and_a_list_that_became_shorter_ends_on_its_last_page(desk: Desk) -> None:
    for number in range(PAGE + 3):
        await file(desk, f"task {number}", signers=NOBODY)
    second = await desk.lookups.listed(reader(ALICE), Which.WAITING, PAGE)
    assert (len(second.entries), second.first, second.total) == (3, PAGE, PAGE + 3)
    for odd, first in ((10**9, PAGE), (-5, 0), (PAGE + 1, PAGE)):
        assert (await desk.lookups.listed(reader(ALICE), Which.WAITING, odd)).first == first


async def test_a_card_that_is_posted_is_named_with_its_task(desk: Desk, db: Database) -> None:
    one, _ = await file(desk, "posted"), await file(desk, "not yet")
    posted = PostedMessage(target=f"card:{one.id}", channel=HERE, ts="17.5", delivery_key="k")
    await db.write(lambda session: store_outbox.remember(session, TEAM, posted, one.created_at))
    page = await desk.lookups.listed(reader(ALICE), Which.MINE)
    assert {each.task.title: each.card for each in page.entries} == {
        "posted": (HERE, "17.5"),
        "not yet": None,
    }


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        run.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield run
    event.remove(Engine, "before_cursor_execute", note)


async def test_ten_times_as_many_tasks_cost_not_one_statement_more(desk: Desk) -> None:
    await desk.remember_channel(channel(HERE))
    costs = []
    for more in (4, 36):
        for number in range(more):
            await file(desk, f"task {number}")
        with counted() as listing:
            assert (await desk.lookups.listed(reader(GRACE), Which.ALL)).total >= more
        with counted() as searching:
            assert (await desk.lookups.found(reader(GRACE), "task")).total >= more
        costs.append((len(listing), len(searching)))
    assert costs[0] == costs[1]


def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tasks are read whole from now on, each time."""
    read: list[int] = []
    by_ids = store_tasks.by_ids

    def noted(session: Session, team: str, ids: Sequence[int]) -> list[Task]:
        read.append(len(ids))
        return by_ids(session, team, ids)

    monkeypatch.setattr(store_tasks, "by_ids", noted)
    return read


async def test_no_more_tasks_are_read_than_a_page_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reads(monkeypatch)
    for number in range(PAGE + 2):
        await file(desk, f"task {number}", signers=NOBODY)
    assert (await desk.lookups.listed(reader(ALICE), Which.ALL)).total == PAGE + 2
    assert (await desk.lookups.found(reader(ALICE), "task", PAGE)).total == PAGE + 2
    for which in (Which.FIRST, Which.WAITING, Which.MINE):
        assert (await desk.lookups.listed(reader(ALICE), which, PAGE)).total == PAGE + 2
    assert read == [PAGE, 2, 2, 2, 2]
