"""The card of a task whose texts were deleted says so, where it can; where it can't, nobody is troubled."""

from datetime import timedelta

from bot.tasks.step import shown
from bot.tasks.task import Task
from tests.slack.posting.conftest import ADA, Room

KEEP = timedelta(days=365)


async def closed(room: Room) -> Task:
    """A task that was closed a year ago, and shown so."""
    task = await room.files("Fix the login")
    await room.settled()
    await room.desk.steps.close(room.sandbox.team_id, shown(task), room.id(ADA), "Not worth it")
    await room.settled()
    room.sandbox.clock.move(KEEP)
    return await room.latest(task)


async def forgotten(room: Room) -> None:
    """It is forgotten, and all is sent that is due then."""
    assert await room.desk.retention.forget_when_due(KEEP) == 1
    await room.settled()


async def test_the_card_keeps_title_state_and_roles_and_nothing_can_be_pressed(room: Room) -> None:
    await closed(room)
    await forgotten(room)
    card = await room.person(ADA).sees("isn't kept any more", where="general")
    assert "TASK-001: Fix the login" in card.text and "Developer: Grace Hopper did not sign" in card.text
    assert "Not worth it" not in card.text and "the reason is no longer kept" in card.text
    assert card.buttons == ()


async def test_a_card_that_somebody_deleted_is_not_posted_anew(room: Room) -> None:
    await closed(room)
    room.deletes(await room.person(ADA).sees("TASK-001", where="general"))
    posted = room.calls("chat.postMessage")
    await forgotten(room)
    assert room.calls("chat.postMessage") == posted
    assert (await room.desk.outbox.health()).dead == ()


async def test_a_card_in_a_channel_that_was_archived_stays_and_its_author_is_not_troubled(room: Room) -> None:
    await closed(room)
    room.sandbox.archive("general")
    posted = room.calls("chat.postMessage")
    await forgotten(room)
    assert room.calls("chat.postMessage") == posted
    assert (await room.desk.outbox.health()).dead == ()
