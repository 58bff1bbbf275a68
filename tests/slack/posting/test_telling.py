"""What can't be posted is told once, to whom it concerns."""

import pytest

from bot.slack import unsent
from bot.slack.failures import FATES, Fate
from bot.tasks.people import PersonInfo
from bot.tasks.step import shown
from tests.slack.posting.conftest import ADA, ALAN, GRACE, Room


async def test_an_archived_channel_is_told_to_the_author_once(room: Room) -> None:
    room.sandbox.archive("general")
    task = await room.files()
    await room.settled()
    await room.signs(GRACE, task)
    await room.signs(ALAN, task)
    await room.settled()
    told = [each.text for each in room.person(ADA).dms]
    assert told == [
        "I can't post what belongs to TASK-001 in #general: it is archived. Please unarchive it. "
        "I will try again when the task changes.",
        "TASK-001 is done: everybody has signed.",
    ]


async def test_what_belongs_to_a_card_that_cannot_be_posted_is_given_up(room: Room) -> None:
    room.sandbox.archive("general")
    await room.files()
    await room.settled()
    health = await room.desk.outbox.health()
    assert {target for target, _ in health.dead} == {"card:1", "document:1:1"}
    assert health.waiting == 0


async def test_a_card_is_posted_when_its_channel_is_back_and_the_task_changes(room: Room) -> None:
    room.sandbox.archive("general")
    task = await room.files()
    await room.settled()
    room.sandbox.unarchive("general")
    await room.signs(GRACE, task)
    await room.settled()
    assert len(room.general()) == 1


async def test_a_bot_that_was_sent_away_asks_to_be_invited(room: Room) -> None:
    room.sandbox.kick(None, "general")
    await room.files()
    await room.settled()
    assert "Please invite me there with /invite." in room.person(ADA).dms[0].text


async def test_a_signer_who_cannot_be_reached_is_told_to_the_author(room: Room) -> None:
    room.sandbox.fail("conversations.open", "user_disabled")
    await room.files(reviewer=None)
    await room.settled()
    [told] = room.person(ADA).dms
    assert told.text == (
        "I can't tell Grace Hopper that they are asked to sign TASK-001: the account is deactivated. "
        "Please choose somebody else."
    )


async def test_a_reminder_that_cannot_be_sent_is_told_to_the_author(room: Room) -> None:
    await room.files(reviewer=GRACE)
    await room.settled()
    await room.reminds()
    room.sandbox.fail("chat.postMessage", "user_disabled")
    await room.settled()
    assert "I can't remind Grace Hopper" in room.person(ADA).dms[0].text


async def test_a_sentence_that_cannot_be_told_is_not_told_about(room: Room) -> None:
    await room.desk.tell(room.sandbox.team_id, room.id(ADA), "Hello.")
    room.sandbox.fail("conversations.open", "user_disabled")
    await room.settled()
    assert room.calls("conversations.open") == 1


async def test_a_code_that_nobody_knows_is_tried_six_times_and_then_told(room: Room) -> None:
    room.sandbox.fail("conversations.open", "brand_new_code", times=6)
    await room.files(reviewer=None)
    for _ in range(10):
        await room.after(60)
    assert room.person(GRACE).dms == []
    assert "Slack refused it (brand_new_code)" in room.person(ADA).dms[0].text


async def test_who_cannot_be_told_of_an_edit_is_told_to_the_author(room: Room) -> None:
    task = await room.files(reviewer=None)
    roles = [each.id for each in task.waiting()]
    await room.desk.steps.request_changes(task.team, shown(task), room.id(GRACE), roles, "Why?")
    await room.settled()
    await room.edits(task, "Fix the logout")
    room.sandbox.fail("chat.postMessage", "user_disabled")
    await room.settled()
    told = room.person(ADA).dms[-1].text
    assert "I can't tell Grace Hopper that TASK-001 was edited since they answered: the account is" in told


@pytest.mark.parametrize("code", FATES[Fate.DESTINATION])
def test_every_lasting_refusal_gives_sentences_that_say_what_to_do(code: str) -> None:
    for sentence in (
        unsent.not_posted("TASK-001", "#general", code),
        unsent.not_asked("TASK-001", "Grace", code),
        unsent.not_told_of_edit("TASK-001", "Grace", code),
        unsent.not_reminded("Grace", code),
        unsent.not_summed_up("#general", code),
    ):
        assert sentence.startswith("I can't") and ("Please" in sentence or "Press" in sentence)


async def test_a_bot_is_told_nothing_and_nothing_is_given_up(room: Room) -> None:
    team, now = room.sandbox.team_id, room.sandbox.clock.now()
    await room.desk.remember_person(
        PersonInfo(team=team, id="U0ROBOT", name="Robot", kind="bot", fetched_at=now)
    )
    await room.desk.tell(team, "U0ROBOT", "TASK-001 was edited.")
    await room.settled()
    assert "conversations.open" not in [call.method for call in room.sandbox.calls]
    health = await room.desk.outbox.health()
    assert (health.waiting, health.dead) == (0, ())
