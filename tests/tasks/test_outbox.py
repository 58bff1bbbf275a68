"""What must become true: wanted, claimed, sent, retried."""

from datetime import timedelta

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.posts import Kind, OutboxRow, Wanted, card, reminder
from bot.tasks.store_outbox import free, want
from tests.tasks.cast import TEAM, Clock, in_a_day

MINUTE = timedelta(minutes=1)


async def mark(db: Database, clock: Clock, *wanted: Wanted) -> None:
    await db.write(lambda session: want(session, TEAM, clock.now, wanted))


async def claim(desk: Desk) -> list[OutboxRow]:
    return await desk.outbox.claim(10, MINUTE)


async def test_fifty_changes_of_a_card_are_one_row(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, *[card(1)] * 50)
    (row,) = await claim(desk)
    assert (row.team, row.target, row.kind, row.ref, row.wanted) == (
        TEAM,
        "card:1",
        "card",
        {"task_id": 1},
        50,
    )


async def test_the_same_target_in_another_workspace_is_another_row(
    desk: Desk, db: Database, clock: Clock
) -> None:
    await mark(db, clock, card(1))
    await db.write(lambda session: want(session, "T2", clock.now, [card(1)]))
    assert [row.team for row in await claim(desk)] == [TEAM, "T2"]


async def test_a_claimed_row_is_not_claimed_again(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    assert len(await claim(desk)) == 1
    assert await claim(desk) == []


async def test_no_more_than_the_limit_is_claimed(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1), card(2), card(3))
    assert [row.target for row in await desk.outbox.claim(2, MINUTE)] == ["card:1", "card:2"]


async def test_a_finished_row_is_gone(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    await desk.outbox.finished((await claim(desk))[0])
    assert await desk.outbox.next_due() is None


async def test_what_is_wanted_while_it_is_sent_is_sent_again(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    (first,) = await claim(desk)
    await mark(db, clock, card(1))
    await desk.outbox.finished(first)
    (second,) = await claim(desk)
    assert (second.unsure, second.attempts, second.wanted) == (False, 1, 2)
    assert second.delivery_key != first.delivery_key


async def test_a_sender_that_died_leaves_its_row_unsure(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    (first,) = await claim(desk)
    clock.forward(minutes=1)
    (second,) = await claim(desk)
    assert (first.unsure, second.unsure) == (False, True)
    assert (second.attempts, second.delivery_key) == (2, first.delivery_key)


async def test_one_who_comes_back_after_the_lease_reports_in_vain(
    desk: Desk, db: Database, clock: Clock
) -> None:
    await mark(db, clock, card(1))
    (late,) = await claim(desk)
    clock.forward(minutes=1)
    (present,) = await claim(desk)
    await desk.outbox.finished(late)
    await desk.outbox.dead(late, "too late")
    await desk.outbox.later(present, clock.now, "ratelimited", False)
    assert [row.last_error for row in await claim(desk)] == ["ratelimited"]


async def test_a_definite_no_clears_the_doubt(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    (row,) = await claim(desk)
    await desk.outbox.later(row, clock.now + MINUTE, "ratelimited", False)
    assert await claim(desk) == []
    clock.forward(minutes=1)
    assert (await claim(desk))[0].unsure is False


async def test_an_unknown_outcome_stays_in_doubt(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    await desk.outbox.later((await claim(desk))[0], clock.now, "timeout", True)
    assert (await claim(desk))[0].unsure is True


async def test_next_due_is_when_the_first_row_can_be_claimed(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1), card(2))
    assert await desk.outbox.next_due() == clock.now
    first, second = await claim(desk)
    await desk.outbox.later(second, clock.now + timedelta(hours=1), "ratelimited", False)
    assert await desk.outbox.next_due() == clock.now + MINUTE
    await desk.outbox.finished(first)
    assert await desk.outbox.next_due() == clock.now + timedelta(hours=1)


async def test_what_cannot_be_sent_is_kept_for_the_doctor(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1), card(2))
    await desk.outbox.dead((await claim(desk))[0], "is_archived")
    health = await desk.outbox.health()
    assert (health.dead, health.waiting, health.oldest) == ((("card:1", "is_archived"),), 1, clock.now)


async def test_a_dead_row_lives_again_when_it_is_wanted(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    (dead,) = await claim(desk)
    await desk.outbox.dead(dead, "is_archived")
    await mark(db, clock, card(1))
    (row,) = await claim(desk)
    assert (row.unsure, row.attempts) == (False, 1)
    assert row.delivery_key != dead.delivery_key


async def test_people_who_wait_come_before_files(desk: Desk, db: Database, clock: Clock) -> None:
    kinds = (Kind.DOCUMENT, Kind.SUMMARY, Kind.CARD, Kind.ASKED)
    wanted = [Wanted(target=kind.value, kind=kind, ref={}) for kind in kinds]
    await mark(db, clock, *wanted)
    assert [row.target for row in await claim(desk)] == ["asked", "card", "document", "summary"]


async def test_where_something_was_posted_is_remembered(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, card(1))
    (row,) = await claim(desk)
    posted = await desk.outbox.posted(row, "C1", "1700000000.000100", payload_hash="p", version=3)
    assert await desk.outbox.message(TEAM, "card:1") == posted
    again = await desk.outbox.posted(row, "C1", "1700000000.000100", payload_hash="q", version=4)
    assert await desk.outbox.message(TEAM, "card:1") == again


async def test_what_somebody_deleted_is_forgotten(desk: Desk, db: Database, clock: Clock) -> None:
    await mark(db, clock, reminder("U1"))
    await desk.outbox.posted((await claim(desk))[0], "D1", "1.0")
    await desk.outbox.forget(TEAM, "reminder:U1")
    assert await desk.outbox.message(TEAM, "reminder:U1") is None


async def test_a_process_that_is_alone_frees_what_a_killed_one_had_in_hand(
    desk: Desk, db: Database, clock: Clock, url: str
) -> None:
    await mark(db, clock, card(1))
    await claim(desk)
    await db.close()
    again = Database.open(url, when_alone=free)
    (row,) = await Desk(again, clock, in_a_day).outbox.claim(10, MINUTE)
    assert row.unsure and not again.shared
    await again.close()


async def test_what_another_process_has_in_hand_stays_in_its_hand(
    desk: Desk, db: Database, clock: Clock, url: str
) -> None:
    await mark(db, clock, card(1))
    await claim(desk)
    second = Database.open(url, when_alone=free)
    assert await Desk(second, clock, in_a_day).outbox.claim(10, MINUTE) == []
    assert second.shared
    await second.close()
