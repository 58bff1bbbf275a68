"""Summaries that somebody orders, or that are due: for whom, how often, and as they were then."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.digests import Nobody, Readers
from bot.tasks.errors import NotAllowed
from bot.tasks.listing import Reader
from bot.tasks.overview import MOST
from bot.tasks.people import PersonInfo
from bot.tasks.results import SummaryOrdered
from bot.tasks.store_events import WORKSPACE, chain_of
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    MALLORY,
    TEAM,
    Clock,
    channel,
    file,
    person,
    sign,
    targets,
)
from tests.tasks.crowded import copies
from tests.tasks.taking import broken_at
from tests.tasks.test_lists import counted, reads

HOUR = timedelta(hours=1)


def every_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + HOUR


async def here() -> Readers:
    return Readers(HERE)


async def nobody() -> Nobody:
    return Nobody("It can't be posted.", told=(ALICE,))


async def order(desk: Desk, readers: Readers, who: str = ALICE) -> SummaryOrdered:
    ordered = await desk.summaries.order(TEAM, readers, who)
    assert ordered is not None
    return ordered


async def due(desk: Desk, readers: Callable[[], Awaitable[Readers | Nobody]] = here) -> SummaryOrdered | None:
    return await desk.summaries.when_due(TEAM, "summary", readers, every_hour)


async def summaries(desk: Desk) -> list[str]:
    return [target for target in await targets(desk) if target.startswith("summary:")]


async def test_a_summary_waits_to_be_posted_as_it_is_now(desk: Desk) -> None:
    task = await file(desk)
    await desk.outbox.claim(10, HOUR)
    ordered = await order(desk, Readers(HERE))
    await sign(desk, task, GRACE)
    (row,) = [row for row in await desk.outbox.claim(10, HOUR) if row.kind == "summary"]
    assert (row.target, row.ref["channel"], row.ref["asked_by"]) == (f"summary:{ordered.id}:0", HERE, ALICE)
    assert await desk.text(TEAM, row.ref["text"]) == ordered.text
    assert "- **Grace Hopper** as Developer: **TASK-001**" in ordered.text


async def test_its_keys_link_to_the_cards_that_were_posted(desk: Desk) -> None:
    await file(desk)
    [card] = [row for row in await desk.outbox.claim(10, HOUR) if row.kind == "card"]
    await desk.outbox.posted(card, HERE, "1.5", payload_hash="h", version=1)
    ordered = await desk.summaries.order(TEAM, Readers(HERE), ALICE, lambda *at: f"https://x/{'/'.join(at)}")
    assert ordered and "[TASK-001](https://x/C1/1.5)" in ordered.text


async def test_a_long_summary_comes_in_parts(desk: Desk) -> None:
    for _ in range(6):
        await file(desk, "&" * 2000)
    ordered = await order(desk, Readers(HERE))
    assert ordered.parts == 2 == len(await summaries(desk))


async def test_ten_times_as_many_tasks_cost_not_one_statement_more(desk: Desk) -> None:
    costs = []
    for more in (4, 36):
        for number in range(more):
            await file(desk, f"task {number}")
        with counted() as statements:
            assert (await order(desk, Readers(None, alone=Reader(TEAM, GRACE)))).tasks >= more
        costs.append(len(statements))
    assert costs[0] == costs[1] < 45


async def test_no_more_tasks_are_read_than_it_names(
    desk: Desk, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await copies(db, await file(desk), 200)
    read = reads(monkeypatch)
    assert (await order(desk, Readers(HERE))).tasks == 201
    assert read == [MOST + MOST // 2], (
        "the newest of all, and of those that wait the longest each with two people"
    )


async def test_where_there_is_nothing_to_tell_nothing_is_posted_or_written_down(
    desk: Desk, db: Database
) -> None:
    assert await desk.summaries.order(TEAM, Readers(HERE), ALICE) is None
    assert await targets(desk) == []
    assert await db.read(lambda session: chain_of(session, TEAM, WORKSPACE)) == []


@pytest.fixture
async def everywhere(desk: Desk) -> Desk:
    """A task in each of several channels."""
    for where in ("COWN", "CPUBLIC", "CPRIVATE", "CSHARED", "CUNKNOWN"):
        await file(desk, f"Task of {where}", channel=where)
    for where, private in {"COWN": True, "CPUBLIC": False, "CPRIVATE": True}.items():
        await desk.remember_channel(channel(where, private=private))
    await desk.remember_channel(channel("CSHARED", shared=True))
    return desk


@pytest.mark.parametrize(
    ("readers", "seen"),
    [
        (Readers("COWN", insiders=True), {"COWN", "CPUBLIC", "CSHARED"}),
        (Readers("COWN"), {"COWN"}),
        (Readers("CPUBLIC", insiders=True), {"CPUBLIC", "CSHARED"}),
        (Readers("CPUBLIC"), {"CPUBLIC"}),
        (Readers("CSHARED", insiders=True), {"CSHARED"}),
        (Readers("CUNKNOWN", insiders=True), {"CUNKNOWN"}),
        (Readers(None, alone=Reader(TEAM, GRACE)), {"COWN", "CPUBLIC", "CPRIVATE", "CSHARED", "CUNKNOWN"}),
        (Readers(None, alone=Reader(TEAM, MALLORY)), {"CPUBLIC", "CSHARED"}),
        (
            Readers(None, alone=Reader(TEAM, MALLORY, admin=True)),
            {"COWN", "CPUBLIC", "CPRIVATE", "CSHARED", "CUNKNOWN"},
        ),
    ],
)
async def test_everybody_who_reads_it_may_read_all_that_it_names(
    everywhere: Desk, readers: Readers, seen: set[str]
) -> None:
    await everywhere.remember_person(person(MALLORY, "Mallory"))
    text = (await order(everywhere, readers)).text
    assert {
        where for where in ("COWN", "CPUBLIC", "CPRIVATE", "CSHARED", "CUNKNOWN") if where in text
    } == seen


NO_FULL_MEMBER = [
    None,
    person(MALLORY, "Mallory", kind="guest"),
    person(MALLORY, "Mallory", kind="other workspace"),
    person(MALLORY, "Mallory", active=False),
]


@pytest.mark.parametrize("who", NO_FULL_MEMBER)
async def test_only_a_full_member_has_a_summary_posted(
    desk: Desk, db: Database, who: PersonInfo | None
) -> None:
    if who:
        await desk.remember_person(who)
    with pytest.raises(NotAllowed):
        await desk.summaries.order(TEAM, Readers(HERE), MALLORY)
    (event,) = await db.read(lambda session: chain_of(session, TEAM, WORKSPACE))
    assert (event.who, event.facts["action"]) == (MALLORY, "post a summary")
    assert await summaries(desk) == []


@pytest.mark.parametrize("who", NO_FULL_MEMBER)
async def test_who_is_none_is_told_of_nothing_that_does_not_name_them(
    everywhere: Desk, who: PersonInfo | None
) -> None:
    if who:
        await everywhere.remember_person(who)
    assert await everywhere.summaries.order(TEAM, Readers(None, alone=Reader(TEAM, MALLORY)), MALLORY) is None


async def test_a_summary_for_one_is_wanted_in_no_channel(everywhere: Desk) -> None:
    await targets(everywhere)
    await order(everywhere, Readers(None, alone=Reader(TEAM, GRACE)), GRACE)
    (row,) = await everywhere.outbox.claim(10, HOUR)
    assert (row.kind, row.ref["channel"], row.ref["asked_by"]) == ("summary", None, GRACE)


async def test_a_summary_witnesses_the_heads_of_all_tasks(desk: Desk, db: Database, clock: Clock) -> None:
    await file(desk)
    await order(desk, Readers(HERE))
    await file(desk)
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=1)
    await due(desk)
    events = await db.read(lambda session: chain_of(session, TEAM, WORKSPACE))
    assert broken_at(events) is None
    assert [(each.who, each.facts["tasks"]) for each in events] == [(ALICE, 1), (None, 2)]
    assert events[0].facts["heads"] != events[1].facts["heads"]


async def test_a_schedule_keeps_its_due_time_over_a_restart(desk: Desk, clock: Clock) -> None:
    first = await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=5)
    assert await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour) == first


async def test_a_changed_schedule_starts_from_now(desk: Desk, clock: Clock) -> None:
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=5)
    assert await desk.summaries.schedule(TEAM, "summary", "0 * * * *", every_hour) == clock.now + HOUR


async def test_a_summary_comes_when_it_is_due_and_once(desk: Desk, clock: Clock) -> None:
    await file(desk)
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    assert await due(desk) is None
    clock.forward(hours=1)
    assert await due(desk)
    assert await due(desk) is None


async def test_two_who_find_it_due_at_once_post_it_once(desk: Desk, clock: Clock) -> None:
    await file(desk)
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=1)
    others: list[SummaryOrdered | None] = []

    async def meanwhile() -> Readers:
        others.append(await due(desk))
        return Readers(HERE)

    assert (await due(desk, meanwhile), len(await summaries(desk))) == (None, 1)
    assert all(others)


async def test_nobody_is_asked_who_reads_before_it_is_due(desk: Desk) -> None:
    async def asked() -> Readers:
        raise AssertionError("it is not due")

    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    assert await due(desk, asked) is None


async def test_a_due_summary_of_nothing_is_silent_and_the_next_one_comes(desk: Desk, clock: Clock) -> None:
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=1)
    assert (await due(desk), await targets(desk)) == (None, [])
    await file(desk)
    assert await due(desk) is None
    clock.forward(hours=1)
    assert await due(desk)


async def test_where_nobody_can_read_it_none_is_posted_and_the_next_one_comes(
    desk: Desk, clock: Clock
) -> None:
    await file(desk)
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=1)
    assert (await due(desk, nobody), await summaries(desk)) == (None, [])
    assert await due(desk) is None
    clock.forward(hours=1)
    assert await due(desk)


async def test_that_nobody_can_read_it_is_told_once_however_many_find_it_due(
    desk: Desk, clock: Clock
) -> None:
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=1)

    async def meanwhile() -> Nobody:
        await due(desk, nobody)
        return await nobody()

    assert await due(desk, meanwhile) is None
    (row,) = await desk.outbox.claim(10, HOUR)
    assert (row.kind, row.ref["user"]) == ("tell", ALICE)
    assert await desk.text(TEAM, row.ref["text"]) == "It can't be posted."


async def test_after_a_downtime_one_summary_comes(desk: Desk, clock: Clock) -> None:
    await file(desk)
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(days=10)
    comes = [await due(desk) for _ in range(3)]
    assert [bool(each) for each in comes] == [True, False, False]


async def test_a_schedule_that_ended_comes_no_more(desk: Desk, clock: Clock) -> None:
    await file(desk)
    await desk.summaries.schedule(TEAM, "summary", "once", every_hour)
    clock.forward(hours=1)
    assert await desk.summaries.when_due(TEAM, "summary", here, lambda _now: None)
    clock.forward(days=1)
    assert await due(desk) is None
