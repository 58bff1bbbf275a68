"""Open tasks as Markdown, for whom they may be shown to, when they are wanted."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed
from bot.tasks.events import broken_at
from bot.tasks.people import PersonInfo
from bot.tasks.store_events import WORKSPACE, chain_of
from bot.tasks.summary import render, split
from bot.tasks.task import SignOff, SignOffState, State
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    channel,
    file,
    person,
    sign,
    targets,
)
from tests.tasks.test_task import AT, task

NAMES = {GRACE: "Grace *Hopper*", LIN: "Lin Chen"}
HOUR = timedelta(hours=1)


def every_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + HOUR


def asked(role: str, person: str | None, **ago: float) -> SignOff:
    state = SignOffState.ASKED if person else SignOffState.NOBODY
    return SignOff(role=role, statement="", person=person, state=state, asked_at=AT - timedelta(**ago))


def test_where_nothing_is_open_it_says_so() -> None:
    assert render([task(state=State.DONE)], {}, AT) == "No task is open here. Type /task to file one.\n"


def test_each_task_says_whom_it_waits_for_and_since_when() -> None:
    waiting = (asked("Developer", GRACE, days=3), asked("Tech Lead", None), asked("DevOps", LIN, hours=2))
    assert render([task(sign_offs=waiting, priority="P1")], NAMES, AT) == (
        "## 1 open task\n\n### Open (1)\n\n"
        "- **TASK-001** Fix the login · P1 · assigned to Lin Chen\n"
        "  - Developer: waiting for Grace \\*Hopper\\* for 3 days\n"
        "  - Tech Lead: nobody yet\n"
        "  - DevOps: waiting for Lin Chen for less than a day\n"
    )


def test_what_is_nearest_to_done_comes_first() -> None:
    tasks = [task(state=state, key=state.value) for state in State]
    text = render(tasks, {}, AT)
    assert text.startswith("## 3 open tasks")
    assert text.index("In review (1)") < text.index("Started (1)") < text.index("Open (1)")


def test_a_title_cannot_break_the_list_or_call_the_channel() -> None:
    text = render([task(title="@channel\n# Big `x` | y", sign_offs=())], {}, AT)
    assert "@\u200bchannel \\# Big \\`x\\` \\| y" in text


@given(st.text(st.sampled_from("ab\n"), max_size=200), st.integers(1, 20))
def test_parts_hold_all_of_the_text_and_none_is_too_long(text: str, most: int) -> None:
    parts = split(text, most)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= most


def test_parts_are_cut_between_lines() -> None:
    assert split("aaa\nbbb\nccc\n", 8) == ["aaa\nbbb\n", "ccc\n"]


async def test_a_summary_waits_to_be_posted_as_it_is_now(desk: Desk) -> None:
    task = await file(desk)
    await desk.outbox.claim(10, HOUR)
    ordered = await desk.summaries.order(TEAM, HERE, ALICE)
    await sign(desk, task, GRACE)
    (row,) = [row for row in await desk.outbox.claim(10, HOUR) if row.kind == "summary"]
    assert (row.target, row.ref["channel"]) == (f"summary:{ordered.id}:0", HERE)
    assert await desk.text(TEAM, row.ref["text"]) == ordered.text
    assert "Developer: waiting for Grace Hopper" in ordered.text


async def test_a_long_summary_comes_in_parts(desk: Desk) -> None:
    for _ in range(8):
        await file(desk, "x" * 2000)
    assert (await desk.summaries.order(TEAM, HERE, ALICE)).parts == 2
    assert len([target for target in await targets(desk) if target.startswith("summary:")]) == 2


async def test_a_channel_sees_its_own_tasks_and_those_of_public_channels(desk: Desk) -> None:
    for where in ("COWN", "CPUBLIC", "CPRIVATE", "CUNKNOWN"):
        await file(desk, where, channel=where)
    await desk.remember_channel(channel("COWN", private=True))
    await desk.remember_channel(channel("CPUBLIC"))
    await desk.remember_channel(channel("CPRIVATE", private=True))
    text = (await desk.summaries.order(TEAM, "COWN", ALICE)).text
    assert [name for name in ("COWN", "CPUBLIC", "CPRIVATE", "CUNKNOWN") if name in text] == [
        "COWN",
        "CPUBLIC",
    ]


async def test_a_shared_or_unknown_channel_sees_only_its_own(desk: Desk) -> None:
    for where in ("CSHARED", "CPUBLIC"):
        await file(desk, where, channel=where)
        await desk.remember_channel(channel(where, shared=where == "CSHARED"))
    assert (await desk.summaries.order(TEAM, "CSHARED", ALICE)).tasks == 1
    assert (await desk.summaries.order(TEAM, "CNEW", ALICE)).tasks == 0


@pytest.mark.parametrize(
    "who",
    [
        None,
        person(MALLORY, "Mallory", kind="guest"),
        person(MALLORY, "Mallory", kind="other workspace"),
        person(MALLORY, "Mallory", active=False),
    ],
)
async def test_only_a_full_member_has_a_summary_posted(
    desk: Desk, db: Database, who: PersonInfo | None
) -> None:
    if who:
        await desk.remember_person(who)
    with pytest.raises(NotAllowed):
        await desk.summaries.order(TEAM, HERE, MALLORY)
    (event,) = await db.read(lambda session: chain_of(session, TEAM, WORKSPACE))
    assert (event.who, event.facts["action"]) == (MALLORY, "post a summary")
    assert not [target for target in await targets(desk) if target.startswith("summary:")]


async def test_a_summary_witnesses_the_heads_of_all_tasks(desk: Desk, db: Database) -> None:
    await file(desk)
    await desk.summaries.order(TEAM, HERE, ALICE)
    await file(desk)
    await desk.summaries.order(TEAM, HERE, None)
    events = await db.read(lambda session: chain_of(session, TEAM, WORKSPACE))
    assert broken_at(events) is None
    assert [(each.who, each.facts["tasks"]) for each in events] == [(ALICE, 1), (None, 2)]
    assert events[0].facts["heads"] != events[1].facts["heads"]


async def test_a_schedule_keeps_its_due_time_over_a_restart(desk: Desk, clock: Clock) -> None:
    due = await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=5)
    assert await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour) == due


async def test_a_changed_schedule_starts_from_now(desk: Desk, clock: Clock) -> None:
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(hours=5)
    assert await desk.summaries.schedule(TEAM, "summary", "0 * * * *", every_hour) == clock.now + HOUR


async def test_a_summary_comes_when_it_is_due_and_once(desk: Desk, clock: Clock) -> None:
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    assert await desk.summaries.when_due(TEAM, "summary", HERE, every_hour) is None
    clock.forward(hours=1)
    assert await desk.summaries.when_due(TEAM, "summary", HERE, every_hour)
    assert await desk.summaries.when_due(TEAM, "summary", HERE, every_hour) is None


async def test_after_a_downtime_one_summary_comes(desk: Desk, clock: Clock) -> None:
    await desk.summaries.schedule(TEAM, "summary", "hourly", every_hour)
    clock.forward(days=10)
    comes = [await desk.summaries.when_due(TEAM, "summary", HERE, every_hour) for _ in range(3)]
    assert [bool(each) for each in comes] == [True, False, False]


async def test_a_schedule_that_ended_comes_no_more(desk: Desk, clock: Clock) -> None:
    await desk.summaries.schedule(TEAM, "summary", "once", every_hour)
    clock.forward(hours=1)
    assert await desk.summaries.when_due(TEAM, "summary", HERE, lambda _now: None)
    clock.forward(days=1)
    assert await desk.summaries.when_due(TEAM, "summary", HERE, every_hour) is None


async def test_a_summary_remembers_who_asked_for_it(desk: Desk) -> None:
    await desk.summaries.order(TEAM, HERE, ALICE)
    [row] = await desk.outbox.claim(10, timedelta(minutes=1))
    assert row.ref["asked_by"] == ALICE
