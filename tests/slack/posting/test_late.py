"""The author and the thread are told who has not answered, as long as that is so."""

from datetime import date, datetime, timedelta

import pytest

from bot.slack import ids, late
from bot.tasks.late import ESCALATED
from bot.tasks.moves import fact
from bot.tasks.posts import Kind, Wanted
from bot.tasks.step import shown as copy_of
from bot.tasks.task import State, Task
from tests.slack.posting.conftest import ADA, ALAN, GRACE, Room
from tests.slack.posting.samples import NAMES, accepted, shown, sign_off, task


async def escalates(room: Room) -> None:
    """All three steps are taken now, one after the other."""
    tomorrow = room.sandbox.clock.now() + timedelta(days=1)
    for _ in range(3):
        await room.desk.reminders.escalate(
            lambda role, *_: role.asked_at,
            lambda *_: tomorrow,
            lambda _, now: now,
            timedelta(days=1),
        )


async def waits(room: Room) -> Task:
    """Grace is asked, and nobody else."""
    task = await room.files(reviewer=None)
    await room.settled()
    return task


def told(room: Room) -> list[str]:
    return [each.text for each in room.person(ADA).dms if "has not answered" in each.text]


def in_thread(room: Room) -> list[str]:
    replies = [reply.text for each in room.general() for reply in each.thread]
    return [each for each in replies if each.startswith("Developer: waiting for")]


def moved_on(room: Room) -> list[str]:
    """The last lines of what says that it has moved on: the author's, and the thread's."""
    threads = [reply.text for each in room.general() for reply in each.thread]
    texts = [each.text for each in room.person(ADA).dms] + threads
    return [each.splitlines()[-1] for each in texts if "This waited too long" in each]


def day(moment: datetime) -> date:
    return moment.date()


def test_the_author_reads_who_since_when_and_what_to_do() -> None:
    roles = [sign_off(), sign_off(2, role="Reviewer"), sign_off(3, role="Tester", person="UALAN")]
    message = late.for_author(task(*roles), roles, NAMES, day)
    accepted(message)
    for text in (shown(message), message.text):
        assert "TASK-001: Fix the login" in text
        assert (
            "Grace Hopper has been asked since 2026-11-20 to sign as Developer and Reviewer, and has" in text
        )
        assert "UALAN has been asked since 2026-11-20 to sign as Tester, and has not answered." in text
        assert "If somebody else should sign, hand it over." in text
    buttons = [(each["text"]["text"], each["action_id"]) for each in message.blocks[-1]["elements"]]
    assert buttons == [("Hand over", ids.REASSIGN), ("Open", ids.OPEN_TASK)]


def test_the_thread_gets_one_line_for_each_person() -> None:
    roles = [sign_off(stand_in="UADA"), sign_off(2, role="Reviewer")]
    message = late.in_thread(task(*roles), roles, NAMES, day)
    accepted(message)
    assert message.text.splitlines() == [
        "Developer: waiting for Ada Lovelace for Grace Hopper, asked on 2026-11-20",
        "Reviewer: waiting for Grace Hopper, asked on 2026-11-20",
    ]


def test_what_was_typed_is_shortened_and_never_read_as_markup() -> None:
    odd = [sign_off(number, role="<!here> " * 500, person=f"U{number}") for number in range(200)]
    names = {each.person or "": "<@U1> " * 500 for each in odd}
    for message in (
        late.for_author(task(title="*x* " * 5000), odd, names, day, odd),
        late.in_thread(task(), odd, names, day, odd),
    ):
        accepted(message)
        assert "<!" not in message.text and "<@" not in message.text


def test_who_was_told_reads_what_became_of_it_and_is_asked_to_do_nothing_then() -> None:
    handed, open_one = sign_off(person="UADA"), sign_off(2, role="Reviewer")
    message = late.for_author(task(handed, open_one), [open_one], NAMES, day, [handed])
    assert message.text.splitlines()[2:] == [
        "If somebody else should sign, hand it over.",
        "This waited too long, and has moved on:",
        "○ Developer: waiting for Ada Lovelace",
    ]
    message = late.for_author(task(handed, state=State.CLOSED), [], NAMES, day, [handed])
    accepted(message)
    assert message.text.splitlines()[1:] == [
        "This waited too long, and the task is closed now:",
        "○ Developer: Ada Lovelace did not sign",
    ]
    assert [each["action_id"] for each in message.blocks[-1]["elements"]] == [ids.OPEN_TASK]


async def test_what_author_and_thread_were_told_is_drawn_anew_when_it_is_so_no_more(room: Room) -> None:
    task = await waits(room)
    await escalates(room)
    await room.settled()
    role, team = task.sign_offs[0].id, room.sandbox.team_id
    await room.desk.steps.reassign(team, copy_of(task), room.id(ADA), role, room.id(ALAN), "She is away")
    await room.settled()
    assert moved_on(room) == ["○ Developer: waiting for Alan Turing"] * 2
    await room.signs(ALAN, await room.latest(task))
    await room.settled()
    signed = f"● Developer: signed by Alan Turing on {room.sandbox.clock.now().date().isoformat()}"
    assert moved_on(room) == [signed, signed]
    assert (told(room), in_thread(room)) == ([], [])


async def test_what_an_earlier_version_has_left_to_tell_is_told(room: Room) -> None:
    task, now = await waits(room), room.sandbox.clock.now()
    role = task.sign_offs[0]
    said = fact(task, ESCALATED, None, now, role=role.role, sign_off=role.id, step=2, person=role.person)
    ref = {"task_id": task.id, "user": task.author, "asked": [[role.id, now.isoformat()]]}
    wanted = Wanted(target=f"late:{task.id}:{now.isoformat()}", kind=Kind.LATE, ref=ref)
    await room.happens(task, [said], [wanted])
    await room.settled()
    assert len(told(room)) == 1


async def test_one_that_somebody_deleted_stays_away(room: Room) -> None:
    task = await waits(room)
    await escalates(room)
    await room.settled()
    (there,) = [each for each in room.person(ADA).dms if "has not answered" in each.text]
    room.deletes(there)
    await room.signs(GRACE, task)
    await room.settled()
    assert len(moved_on(room)) == 1


async def test_an_answer_that_was_lost_is_found_and_says_what_became_of_it(room: Room) -> None:
    task = await waits(room)
    await escalates(room)
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True)  # Grace's, the author's, the thread's
    await room.outbox.drain()
    await room.signs(GRACE, task)
    await room.settled()
    assert (len(moved_on(room)), told(room), in_thread(room)) == (2, [], [])


async def test_the_author_is_told_once_where_the_answer_was_lost_as_work_ended(room: Room) -> None:
    await waits(room)
    await escalates(room)
    room.work_ends(after=timedelta(seconds=1))
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True)  # Grace's, the author's, the thread's
    await room.settled()
    await room.after(15 * 3600)
    await room.settled()
    assert len(told(room)) == 1


async def test_author_and_thread_are_told_once(room: Room) -> None:
    await waits(room)
    for _ in range(2):
        await escalates(room)
        await room.settled()
    assert (len(told(room)), in_thread(room)) == (
        1,
        [f"Developer: waiting for Grace Hopper, asked on {room.sandbox.clock.now().date().isoformat()}"],
    )


@pytest.mark.parametrize("how", ["signed", "asked of another"])
async def test_nothing_is_said_of_who_answered_or_was_let_off_a_second_before(room: Room, how: str) -> None:
    task = await waits(room)
    await escalates(room)
    if how == "signed":
        await room.signs(GRACE, task)
    else:
        role, team = task.sign_offs[0].id, room.sandbox.team_id
        await room.desk.steps.reassign(team, copy_of(task), room.id(ADA), role, room.id(ALAN), "She is away")
    await room.settled()
    assert (told(room), in_thread(room)) == ([], [])


async def test_who_is_asked_anew_may_be_told_of_anew(room: Room) -> None:
    task = await waits(room)
    await escalates(room)
    await room.settled()
    await room.signs(GRACE, task)
    signed = await room.latest(task)
    room.sandbox.clock.move(timedelta(hours=1))
    await room.desk.steps.retract(
        room.sandbox.team_id, copy_of(signed), room.id(GRACE), [task.sign_offs[0].id]
    )
    await escalates(room)
    await room.settled()
    assert (len(told(room)), len(in_thread(room)), len(moved_on(room))) == (1, 1, 2)


async def test_an_answer_that_was_lost_tells_it_once(room: Room) -> None:
    await waits(room)
    await escalates(room)
    room.sandbox.fail("chat.postMessage", times=3, after_effect=True)  # Grace's, the author's, the thread's
    await room.settled()
    assert (len(told(room)), len(in_thread(room))) == (1, 1)
