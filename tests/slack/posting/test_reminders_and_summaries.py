"""Reminders and summaries, as they are sent."""

import pytest

from bot.tasks.pieces import GOES_ON
from tests.slack.posting.conftest import ADA, ALAN, GRACE, Room


async def test_all_that_waits_on_somebody_comes_in_one_message(room: Room) -> None:
    await room.files("First")
    await room.files("Second")
    await room.outbox.drain()
    await room.reminds()
    await room.outbox.drain()
    latest = room.person(GRACE).dms[-1]
    assert "TASK-001: First" in latest.text and "TASK-002: Second" in latest.text
    assert latest.buttons == ("Sign off", "Hand over") * 2


async def test_a_reminder_is_not_sent_to_who_signed_a_second_before(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    await room.reminds()
    await room.signs(GRACE, task)
    await room.outbox.drain()
    assert len(room.person(GRACE).dms) == 1
    assert len(room.person(ALAN).dms) == 2


async def test_each_reminder_is_a_new_message(room: Room) -> None:
    await room.files()
    await room.outbox.drain()
    for _ in range(2):
        await room.after(24 * 3600)
        await room.reminds()
        await room.outbox.drain()
    assert len(room.person(GRACE).dms) == 2
    assert room.calls("chat.delete") == 2  # Grace's and Alan's


async def test_a_reminder_whose_answer_was_lost_comes_once(room: Room) -> None:
    await room.files()
    await room.outbox.drain()
    await room.reminds()
    room.sandbox.fail("chat.postMessage", times=2, after_effect=True)
    await room.settled()
    assert len(room.person(GRACE).dms) == 2


async def test_a_menu_in_which_nothing_came_about_is_drawn_anew(room: Room) -> None:
    task = await room.files()
    await room.outbox.drain()
    await room.reminds()
    await room.outbox.drain()
    before, team, grace = room.calls("chat.update"), room.sandbox.team_id, room.id(GRACE)
    await room.desk.snoozes.open(team, task.id, grace)
    await room.outbox.drain()
    await room.desk.snoozes.not_snoozed(team, grace)
    await room.outbox.drain()
    assert room.calls("chat.update") == before + 2


async def test_a_direct_message_is_opened_once(room: Room) -> None:
    await room.files()
    await room.outbox.drain()
    opened = room.calls("conversations.open")
    await room.reminds()
    await room.outbox.drain()
    assert room.calls("conversations.open") == opened == 2


async def test_a_summary_is_posted_where_it_was_asked(room: Room) -> None:
    await room.files()
    await room.orders_summary()
    await room.outbox.drain()
    assert "TASK-001" in room.general()[-1].text


async def test_the_parts_of_a_long_summary_stand_in_the_first_ones_thread(room: Room) -> None:
    for number in range(60):
        await room.files(f"Task {number} " + "x" * 300)
    room.sandbox.limits.off()
    ordered = await room.orders_summary()
    await room.clears_others()
    await room.settled()
    first = [each for each in room.general() if each.thread]
    assert ordered.parts > 1
    assert [len(each.thread) for each in first] == [ordered.parts - 1]


@pytest.mark.parametrize("drop", [True, False])
async def test_each_part_of_a_summary_comes_once_and_in_order_whatever_gets_lost(
    room: Room, *, drop: bool
) -> None:
    for number in range(40):
        await room.files(f"Task {number} " + "x" * 300)
    room.sandbox.limits.off()
    ordered = await room.orders_summary()
    await room.clears_others()
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True, drop=drop)
    await room.settled()
    room.outbox = room.another()
    for _ in range(6):
        await room.after(60)
    (first,) = [each for each in room.general() if "open tasks" in each.text]
    assert len(first.thread) == ordered.parts - 1 > 1
    told = "".join(each.text for each in (first, *first.thread))
    assert told == ordered.text.replace(first.text.removesuffix(GOES_ON), first.text)


async def test_a_sentence_is_told_privately(room: Room) -> None:
    await room.desk.tell(room.sandbox.team_id, room.id(ADA), "Something is <!here> & now.")
    await room.outbox.drain()
    assert [each.text for each in room.person(ADA).dms] == ["Something is <!here> & now."]
