"""Who is known to be in the channels that hold cards, and when that is read anew."""

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import Session

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.directory import is_member
from bot.tasks.tables import schedules
from tests.tasks.cast import HERE, LIN, MALLORY, TEAM, Clock, channel, file, in_a_day, person


def forget_schedules(session: Session) -> None:
    """As in a database of an older version."""
    session.execute(delete(schedules).where(schedules.c.team_id == TEAM))


async def members(db: Database, *people: str) -> list[bool]:
    return await db.read(lambda session: [is_member(session, TEAM, HERE, each) for each in people])


async def test_the_channel_of_a_card_is_due_at_once_and_then_each_hour(desk: Desk, clock: Clock) -> None:
    await file(desk)
    assert await desk.channels.claim(TEAM, 10) == [HERE]
    clock.forward(minutes=59)
    await file(desk, "Another")
    assert await desk.channels.claim(TEAM, 10) == []
    clock.forward(minutes=1)
    assert await desk.channels.claim(TEAM, 10) == [HERE]


async def test_of_two_copies_one_reads_a_channel(desk: Desk, db: Database, clock: Clock) -> None:
    await file(desk)
    copy = Desk(db, clock, in_a_day)
    assert [await each.channels.claim(TEAM, 10) for each in (desk, copy)] == [[HERE], []]
    assert not await copy.channels.claim_one(TEAM, HERE)


async def test_a_few_are_read_at_a_time_and_the_longest_waiting_first(desk: Desk, clock: Clock) -> None:
    for name in ("C3", "C2", "C1"):
        await file(desk, channel=name)
        clock.forward(seconds=1)
    assert [await desk.channels.claim(TEAM, 2) for _ in range(2)] == [["C3", "C2"], ["C1"]]


async def test_a_task_without_a_channel_and_another_workspace_have_none_to_read(desk: Desk) -> None:
    await file(desk, channel=None)
    await file(desk)
    assert await desk.channels.claim("T2", 10) == []


async def test_what_slack_gave_no_answer_for_is_read_again_when_it_is_worth_it(
    desk: Desk, clock: Clock
) -> None:
    await file(desk)
    await desk.channels.claim(TEAM, 10)
    await desk.channels.again(TEAM, HERE, timedelta(minutes=1))
    clock.forward(seconds=59)
    assert await desk.channels.claim(TEAM, 10) == []
    clock.forward(seconds=1)
    assert await desk.channels.claim(TEAM, 10) == [HERE]


async def test_a_list_takes_the_place_of_the_one_before(desk: Desk, db: Database) -> None:
    await desk.channels.keep(TEAM, HERE, [LIN, "UOLD"])
    await desk.channels.keep(TEAM, HERE, [LIN, MALLORY])
    assert await members(db, LIN, MALLORY, "UOLD") == [True, True, False]


async def test_who_is_in_a_private_channel_reads_its_tasks_and_who_left_does_not(
    desk: Desk, db: Database
) -> None:
    task = await file(desk)
    await desk.remember_channel(channel(HERE, private=True))
    await desk.remember_person(person(MALLORY, "Mallory"))
    assert not await desk.may_read(TEAM, task, MALLORY)
    await desk.channels.joined("Ev1", TEAM, HERE, MALLORY)
    assert await desk.may_read(TEAM, task, MALLORY)
    await desk.channels.left("Ev2", TEAM, HERE, MALLORY)
    assert not await desk.may_read(TEAM, task, MALLORY)


async def test_an_event_that_comes_again_late_undoes_nothing(desk: Desk, db: Database) -> None:
    await file(desk)
    await desk.channels.joined("Ev1", TEAM, HERE, MALLORY)
    await desk.channels.left("Ev2", TEAM, HERE, MALLORY)
    await desk.channels.joined("Ev1", TEAM, HERE, MALLORY)
    assert await members(db, MALLORY) == [False]


async def test_of_a_channel_without_cards_nothing_is_kept(desk: Desk, db: Database) -> None:
    await desk.channels.joined("Ev1", TEAM, HERE, MALLORY)
    assert await members(db, MALLORY) == [False]


@pytest.mark.parametrize("event", ["joined", "left"])
async def test_a_change_has_the_list_read_again_since_one_may_be_under_way(desk: Desk, event: str) -> None:
    await file(desk)
    await desk.channels.claim(TEAM, 10)
    await getattr(desk.channels, event)("Ev1", TEAM, HERE, MALLORY)
    assert await desk.channels.claim(TEAM, 10) == [HERE]


async def test_the_bot_that_was_taken_out_knows_of_nobody(desk: Desk, db: Database) -> None:
    await file(desk)
    await desk.remember_channel(channel(HERE, private=True))
    await desk.channels.keep(TEAM, HERE, [LIN, MALLORY])
    await desk.channels.bot_left("Ev1", TEAM, HERE)
    assert await members(db, LIN, MALLORY) == [False, False]


async def test_archiving_is_remembered_until_it_is_undone(desk: Desk) -> None:
    await desk.remember_channel(channel(HERE))
    for number, yes in enumerate((True, False)):
        await desk.channels.archived(f"Ev{number}", TEAM, HERE, yes=yes)
        known = await desk.channel(TEAM, HERE)
        assert known and known.archived is yes


async def test_channels_of_tasks_of_before_are_read_too(desk: Desk, db: Database, clock: Clock) -> None:
    await file(desk)
    await desk.channels.claim(TEAM, 10)
    await desk.channels.watch_all(TEAM)
    assert await desk.channels.claim(TEAM, 10) == []
    await db.write(forget_schedules)
    await desk.channels.watch_all(TEAM)
    assert await desk.channels.claim(TEAM, 10) == [HERE]
