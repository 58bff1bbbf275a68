"""There is one reminder a person, whatever goes wrong on the way, and it lists what still waits."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.seen import SeenMessage
from bot.slack.deliver_reminders import ReminderDelivery
from bot.slack.poster import Poster
from bot.tasks.task import Task
from tests.slack.posting.conftest import ADA, ALAN, GRACE, Room
from tests.tasks.crowded import copies

DAY = 24 * 3600


def reminders(room: Room, who: str = GRACE) -> list[SeenMessage]:
    """Those that stand there; the message that asked to sign is none."""
    return [each for each in room.person(who).dms if "waiting for your sign-off" in each.text]


async def waits(room: Room, *titles: str) -> list[Task]:
    """Tasks that only Grace is asked to sign, of which she was reminded."""
    tasks = [await room.files(title, reviewer=GRACE) for title in titles or ("Fix the login",)]
    room.sandbox.limits.off()
    await room.settled()
    await room.reminds()
    await room.settled()
    assert len(reminders(room)) == 1
    return tasks


async def again(room: Room) -> None:
    """The next day's reminder is wanted, and not sent yet."""
    room.sandbox.clock.move(timedelta(days=1))
    await room.reminds()


async def test_the_new_one_is_there_before_the_old_one_goes(room: Room) -> None:
    await waits(room)
    before = reminders(room)
    await again(room)
    hold = room.sandbox.hold("chat.delete")
    sending = asyncio.create_task(room.outbox.drain())
    await hold.reached()
    assert len(reminders(room)) == 2
    hold.release()
    await sending
    assert len(reminders(room)) == 1 and reminders(room)[0].ts != before[0].ts


async def test_a_crash_between_the_two_leaves_one(room: Room) -> None:
    await waits(room)
    await again(room)
    hold = room.sandbox.hold("chat.delete")
    sending = asyncio.create_task(room.outbox.drain())
    await hold.reached()
    sending.cancel()
    await room.outbox.stop()
    hold.lose()
    assert len(reminders(room)) == 2
    room.outbox = room.another()
    room.sandbox.clock.move(timedelta(minutes=5))
    await room.settled()
    assert len(reminders(room)) == 1


async def test_a_crash_after_it_was_written_down_leaves_it(room: Room) -> None:
    await waits(room)
    await again(room)
    [row] = [
        each for each in await room.desk.outbox.claim(9, timedelta(minutes=3)) if each.kind == "reminder"
    ]
    before, now = reminders(room)[0], room.sandbox.clock.now
    poster = Poster(room.client, now, history=True, posted=lambda _: None)

    async def direct(_team: str, _user: str) -> str:
        return before.channel

    await ReminderDelivery(room.desk, poster, direct, now, lambda _, now: now).new(row)
    room.sandbox.clock.move(timedelta(minutes=5))
    await room.settled()
    assert len(reminders(room)) == 1 and reminders(room)[0].ts != before.ts


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.delete"])
@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_lost_answer_leaves_one(room: Room, method: str, *, after_effect: bool) -> None:
    await waits(room)
    before = reminders(room)
    await again(room)
    room.sandbox.fail(method, times=2, after_effect=after_effect)
    await room.settled()
    assert len(reminders(room)) == 1 and reminders(room)[0].ts != before[0].ts


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_lost_answer_as_work_ends_leaves_one_in_the_next_morning(
    room: Room, *, after_effect: bool
) -> None:
    await waits(room)
    before = reminders(room)
    await again(room)
    room.work_ends(after=timedelta(seconds=1))
    room.sandbox.fail("chat.postMessage", after_effect=after_effect)
    await room.settled()
    assert (reminders(room)[-1].ts != before[0].ts) == after_effect
    await room.after(15 * 3600)
    await room.settled()
    assert len(reminders(room)) == 1 and reminders(room)[0].ts != before[0].ts


async def test_the_next_one_keeps_away_from_one_that_had_to_wait_for_the_morning(room: Room) -> None:
    await waits(room)
    await again(room)
    room.work_ends(after=timedelta())
    first = reminders(room)[0].ts
    await room.settled()
    await room.after(15 * 3600)
    second = reminders(room)[0].ts
    room.sandbox.clock.move(timedelta(hours=10))
    await room.reminds(every=timedelta(days=1))
    await room.settled()
    assert reminders(room)[0].ts == second != first


async def test_one_whose_answer_was_lost_goes_too_when_nothing_waits_any_more(room: Room) -> None:
    [task] = await waits(room)
    await again(room)
    room.sandbox.fail("chat.postMessage", after_effect=True)
    await room.outbox.drain()
    await room.signs(GRACE, task)
    await room.settled()
    assert reminders(room) == []


async def test_one_that_was_drawn_before_a_signature_and_posted_after_it_is_drawn_anew(room: Room) -> None:
    task, _ = await waits(room, "First", "Second")
    await again(room)
    hold = room.sandbox.hold("chat.postMessage")
    sending = asyncio.create_task(room.outbox.drain())
    await hold.reached()
    await room.signs(GRACE, task)
    await room.another().drain()
    hold.release()
    await sending
    await room.settled()
    [reminder] = reminders(room)
    assert "Second" in reminder.text and "First" not in reminder.text


async def test_one_whose_answer_was_lost_shows_what_was_signed_meanwhile(room: Room) -> None:
    task, _ = await waits(room, "First", "Second")
    await again(room)
    room.sandbox.fail("chat.postMessage", after_effect=True)
    await room.outbox.drain()
    await room.signs(GRACE, task)
    await room.settled()
    [reminder] = reminders(room)
    assert "Second" in reminder.text and "First" not in reminder.text


@pytest.mark.parametrize("error", ["message_not_found", "cant_delete_message", "channel_not_found"])
async def test_an_old_one_that_cant_be_deleted_is_no_trouble(room: Room, error: str) -> None:
    await waits(room)
    await again(room)
    room.sandbox.fail("chat.delete", error)
    await room.settled()
    assert (await room.desk.outbox.health()).dead == ()


async def test_it_lists_what_still_waits_and_goes_with_the_last(room: Room) -> None:
    first, second = await waits(room, "First", "Second")
    before = reminders(room)
    await room.signs(GRACE, first)
    await room.settled()
    [reminder] = reminders(room)
    assert reminder.ts == before[0].ts and "First" not in reminder.text
    await room.edits(second, "Third")
    await room.settled()
    assert "Third" in reminders(room)[0].text
    await room.signs(GRACE, await room.latest(second))
    await room.settled()
    assert reminders(room) == []


async def test_nothing_is_posted_to_who_signed_a_second_before_and_the_last_one_goes(room: Room) -> None:
    [task] = await waits(room)
    direct = reminders(room)[0].channel
    await again(room)
    await room.signs(GRACE, task)
    before = len(room.sandbox.calls)
    await room.settled()
    assert reminders(room) == []
    assert {each.method for each in room.sandbox.calls[before:] if each.channel == direct} == {
        "chat.update",
        "chat.delete",
    }


async def test_one_that_somebody_deleted_stays_away_until_the_next(room: Room) -> None:
    first, second = await waits(room, "First", "Second")
    room.deletes(reminders(room)[0])
    await room.signs(GRACE, first)
    await room.settled()
    assert reminders(room) == []
    await again(room)
    await room.settled()
    assert len(reminders(room)) == 1 and "Second" in reminders(room)[0].text
    room.deletes(reminders(room)[0])
    await again(room)
    await room.settled()
    assert len(reminders(room)) == 1
    await room.signs(GRACE, second)


async def test_what_changes_for_one_person_draws_nobody_elses_anew(room: Room) -> None:
    task = await room.files()
    await room.settled()
    await room.reminds()
    await room.settled()
    updates = room.calls("chat.update")
    await room.signs(ALAN, task)
    await room.settled()
    assert (len(reminders(room)), len(reminders(room, ALAN))) == (1, 0)
    assert room.calls("chat.update") == updates + 2  # the card, and what Alan was asked


@pytest.mark.parametrize("count", [1, 50, 500])
async def test_however_much_waits_slack_takes_it(room: Room, count: int) -> None:
    task = await room.files("x" * 400, reviewer=GRACE)
    await copies(room._database, task, count - 1)
    await room.settled()
    await room.reminds()
    await room.settled()
    assert len(reminders(room)) == 1
    assert [each.error for each in room.sandbox.calls if not each.ok] == []


async def test_the_authors_goes_when_the_role_has_somebody(room: Room) -> None:
    task = await room.files(reviewer=None)
    await room.settled()
    await room.reminds()
    await room.settled()
    assert [each for each in room.person(ADA).dms if "nobody is asked yet" in each.text]
    free = next(each.id for each in task.sign_offs if each.person is None)
    await room.desk.name_signers(room.sandbox.team_id, task.id, room.id(ADA), {free: room.id(ALAN)})
    await room.settled()
    assert [each for each in room.person(ADA).dms if "nobody is asked yet" in each.text] == []
