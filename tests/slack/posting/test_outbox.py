"""What is posted, and that it is posted once, whatever gets lost."""

import asyncio
from collections.abc import Collection
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.slack.outbox import LEASE
from bot.slack.poster import SPREAD
from bot.tasks.errors import DatabaseError
from bot.tasks.posts import OutboxRow
from tests.slack.posting.conftest import ALAN, GRACE, Room


async def test_a_new_task_has_a_card_and_each_signer_a_message(room: Room) -> None:
    await room.files()
    await room.outbox.drain()
    assert [each.text.split("\n")[0] for each in room.general()] == ["TASK-001: Fix the login"]
    assert len(room.person(GRACE).dms) == len(room.person(ALAN).dms) == 1


async def test_fifty_marks_are_one_update(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    for _ in range(50):
        await room.marks(task)
    await room.signs(GRACE, task)
    await room.outbox.drain()
    general = room.sandbox.channel_id("general")
    assert sum(each.method == "chat.update" and each.channel == general for each in room.sandbox.calls) == 1


async def test_a_mark_that_changes_nothing_sends_nothing(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    before = len(room.sandbox.calls)
    await room.marks(task)
    await room.outbox.drain()
    assert len(room.sandbox.calls) == before


async def test_a_lost_answer_does_not_post_twice(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True)
    await room.files()
    await room.settled()
    assert len(room.general()) == len(room.person(GRACE).dms) == 1


async def test_a_card_whose_answer_was_lost_shows_what_happened_since(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True)
    task = await room.files()
    await room.outbox.drain()
    await room.signs(GRACE, task)
    await room.settled()
    [card] = room.general()
    assert "● Developer: signed by Grace Hopper" in card.text


async def test_a_cut_connection_does_not_post_twice(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True, drop=True)
    await room.files()
    await room.settled()
    assert len(room.general()) == 1


async def test_what_was_not_posted_before_the_failure_is_posted_after_it(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "service_unavailable", times=3, status=503)
    await room.files()
    await room.settled()
    assert len(room.general()) == len(room.person(GRACE).dms) == 1


async def test_a_crash_after_the_claim_posts_once(room: Room) -> None:
    await room.files()
    await room.desk.outbox.claim(10, LEASE)
    await room.outbox.drain()
    assert room.general() == []
    await room.after(181)
    await room.settled()
    assert len(room.general()) == 1


async def test_a_restart_after_a_post_that_was_not_written_down_posts_once(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", times=2, after_effect=True)
    await room.files(reviewer=None)
    await room.outbox.drain()
    room.outbox = room.another()
    await room.settled()
    assert len(room.general()) == len(room.person(GRACE).dms) == 1


async def test_a_lease_that_ends_while_the_post_is_in_hand_does_not_post_twice(room: Room) -> None:
    held = room.sandbox.hold("chat.postMessage")
    await room.files(reviewer=None)
    first = asyncio.create_task(room.outbox.drain())
    await held.reached()
    room.sandbox.clock.move(LEASE * 2)
    second = asyncio.create_task(room.outbox.drain())
    await asyncio.wait([second], timeout=0.2)
    held.release()
    await asyncio.gather(first, second)
    assert (len(room.general()), len(room.person(GRACE).dms)) == (1, 1)


async def test_two_looks_at_once_take_nothing_twice_though_the_clock_is_put_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, put_on, second_is_through = room.desk.outbox.claim, asyncio.Event(), asyncio.Event()

    async def claimed(limit: int, lease: timedelta, but: Collection[int]) -> list[OutboxRow]:
        if room.sandbox.clock.now() > begun or looks.pop():
            await put_on.wait()
            rows = await claim(limit, lease, but)
            second_is_through.set()
            return rows
        rows = await claim(limit, lease, but)
        room.sandbox.clock.move(LEASE * 2)
        put_on.set()
        await asyncio.wait([asyncio.create_task(second_is_through.wait())], timeout=0.2)
        return rows

    await room.files()
    begun, looks = room.sandbox.clock.now(), ["second", ""]
    monkeypatch.setattr(room.desk.outbox, "claim", claimed)
    await asyncio.gather(room.outbox.drain(), room.outbox.drain())
    assert (len(room.general()), len(room.person(GRACE).dms)) == (1, 1)


async def test_what_was_wanted_while_the_clock_was_put_on_is_sent_at_once(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    card, message = held = [room.sandbox.hold("chat.update") for _ in range(2)]
    await room.signs(GRACE, task)
    first = asyncio.create_task(room.outbox.drain())
    await asyncio.gather(card.reached(), message.reached())
    room.sandbox.clock.move(LEASE * 2)
    await room.signs(ALAN, task)
    second = asyncio.create_task(room.outbox.drain())
    await asyncio.wait([second], timeout=0.2)
    for each in held:
        each.release()
    await asyncio.gather(first, second)
    assert "signed by Alan Turing" in room.general()[0].text


async def test_a_429_waits_as_long_as_slack_says(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "ratelimited", times=3, status=429, retry_after=30)
    await room.files()
    await room.outbox.drain()
    await room.after(29)
    assert room.general() == []
    await room.after(1 + SPREAD)
    assert len(room.general()) == 1


async def test_after_a_429_nobody_looks_for_what_was_surely_not_sent(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "ratelimited", times=3, status=429, retry_after=1)
    await room.files()
    await room.settled()
    assert room.calls("conversations.history") == 0


async def test_a_deleted_card_is_posted_anew(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    [card] = room.general()
    await room.client.chat_delete(channel=card.channel, ts=card.ts)
    await room.signs(GRACE, task)
    await room.outbox.drain()
    assert [each.ts for each in room.general()] != [card.ts]
    assert "signed by Grace Hopper" in room.general()[0].text


async def test_a_signature_shows_on_the_card_and_in_the_signers_message(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    await room.signs(GRACE, task)
    await room.outbox.drain()
    assert "● Developer: signed by Grace Hopper on 2026-11-23" in room.general()[0].text
    assert "You signed" in room.person(GRACE).dms[0].text


async def test_who_signed_before_the_message_went_out_gets_none(room: Room) -> None:
    task = await room.files()
    await room.signs(GRACE, task)
    await room.outbox.drain()
    assert room.person(GRACE).dms == []


async def test_done_is_said_in_the_channel_once(room: Room) -> None:
    task = await room.files()
    await room.signs(GRACE, task)
    room.sandbox.fail("chat.postMessage", times=2, after_effect=True)
    await room.signs(ALAN, task)
    await room.settled()
    assert sum("everybody has signed" in each.text for each in room.general()) == 1


async def test_without_the_optional_scope_a_lost_answer_may_cost_one_message_more(room: Room) -> None:
    room.outbox = room.another(history=False)
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True)
    await room.files()
    await room.settled()
    assert len(room.general()) == 2
    assert len(room.person(GRACE).dms) == 1


async def test_hostile_text_pings_nobody_and_stands_as_typed(room: Room) -> None:
    title = f"<!channel> @here <@{room.id(ALAN)}> `code` & <b>"
    await room.files(title)
    await room.settled()
    everything = [*room.general(), *room.person(GRACE).dms]
    assert all(title in each.text for each in everything)
    assert [each.pings for each in everything] == [(), ()]


async def test_a_wake_sends_at_once_and_stop_ends_the_run(room: Room) -> None:
    running = asyncio.create_task(room.outbox.run())
    await room.files()
    room.outbox.wake()
    await room.person(GRACE).sees("TASK-001", where="dm")
    await room.outbox.stop()
    await running
    assert len(room.person(GRACE).dms) == 1


async def test_two_copies_of_the_bot_post_each_thing_once(room: Room) -> None:
    other = room.another()
    for number in range(5):
        await room.files(f"Task {number}")
    await asyncio.gather(room.outbox.drain(), other.drain())
    assert len(room.general()) == 5
    assert len(room.person(ALAN).dms) == 5


async def test_a_refused_token_keeps_everything_and_rests(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "invalid_auth", times=3)
    await room.files()
    await room.outbox.drain()
    await room.after(59)
    assert room.calls("chat.postMessage") == 3
    await room.after(2)
    assert len(room.general()) == 1


async def test_blocks_that_slack_refuses_become_plain_words(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "invalid_blocks", times=1)
    await room.files(reviewer=None)
    await room.outbox.drain()
    bare = [each for each in [*room.general(), *room.person(GRACE).dms] if not each.blocks]
    assert len(bare) == 1 and "Fix the login" in bare[0].fallback


async def test_a_refused_token_is_logged_once_and_no_log_holds_what_was_typed(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "invalid_auth", times=3)
    with capture_logs() as logs:
        await room.files("A secret title")
        await room.outbox.drain()
    assert [each["event"] for each in logs].count("outbox.account_refused") == 1
    assert "secret" not in str(logs)


async def test_a_database_that_is_locked_for_a_moment_does_not_end_the_sending(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, answers = room.desk.outbox.claim, [DatabaseError("The database is locked.")]

    async def locked_once(limit: int, lease: timedelta, but: Collection[int]) -> list[OutboxRow]:
        if answers:
            raise answers.pop()
        return await claim(limit, lease, but)

    monkeypatch.setattr(room.desk.outbox, "claim", locked_once)
    await room.files()
    running = asyncio.create_task(room.outbox.run())
    await room.person(GRACE).sees("TASK-001", where="dm")
    await room.outbox.stop()
    await running
    assert answers == []
