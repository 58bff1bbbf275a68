"""Documents as files in the card's thread."""

from datetime import timedelta

from bot.sandbox.seen import SeenFile
from tests.slack.posting.conftest import ALAN, GRACE, Room


def files(room: Room) -> list[SeenFile]:
    """The files in the threads of all cards."""
    return [file for card in room.general() for reply in card.thread for file in reply.files]


async def test_a_new_task_has_its_document_in_the_cards_thread(room: Room) -> None:
    task = await room.files()
    await room.settled()
    [file] = files(room)
    assert file.name == "TASK-001.md"
    assert file.content == (await room.desk.exported(task)).text


async def test_a_shared_document_is_not_asked_for_again(room: Room) -> None:
    await room.files()
    await room.settled()
    looks = room.calls("files.info")
    await room.settled()
    assert room.calls("files.info") == looks


async def test_the_signed_document_stands_there_as_it_was_stored(room: Room) -> None:
    task = await room.files()
    await room.signs(GRACE, task)
    done = await room.signs(ALAN, task)
    await room.settled()
    [signed] = [each for each in files(room) if each.name == "TASK-001-signed.md"]
    assert signed.content == await room.desk.text(done.team, str(done.signed_document_hash))


async def test_a_document_asks_ever_more_seldom_for_a_card_that_waits(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "ratelimited", times=3, status=429, retry_after=60)
    await room.files()
    for _ in range(40):
        await room.after(1)
    room.sandbox.clock.move(timedelta(seconds=10))
    [document] = [each for each in await room.desk.outbox.claim(10, timedelta(0)) if each.kind == "document"]
    assert document.attempts < 12


async def test_a_lost_share_is_uploaded_anew_after_a_minute_and_only_then(room: Room) -> None:
    room.sandbox.uploads.never_share()
    await room.files()
    for _ in range(58):
        await room.after(1)
    assert room.calls("files.completeUploadExternal") == 1
    await room.settled()
    assert room.calls("files.completeUploadExternal") == 2
    assert len(files(room)) == 1


async def test_a_file_that_is_never_shared_is_uploaded_twice_and_no_more(room: Room) -> None:
    room.sandbox.uploads.never_share(5)
    await room.files()
    for _ in range(200):
        await room.after(1)
    assert room.calls("files.completeUploadExternal") == 2
    health = await room.desk.outbox.health()
    assert health.dead == (("document:1:1", "files.completeUploadExternal: never_shared"),)


async def test_a_lost_answer_to_the_upload_shares_the_file_once(room: Room) -> None:
    room.sandbox.fail("files.completeUploadExternal", after_effect=True)
    await room.files()
    await room.settled()
    assert len(files(room)) == room.calls("files.completeUploadExternal") == 1


async def test_an_upload_that_was_not_completed_is_made_anew(room: Room) -> None:
    room.sandbox.fail("files.completeUploadExternal", "internal_error")
    await room.files()
    await room.settled()
    assert len(files(room)) == 1


async def test_a_document_waits_for_its_card(room: Room) -> None:
    room.sandbox.fail("chat.postMessage", "ratelimited", times=3, status=429, retry_after=4)
    await room.files()
    await room.after(4)
    assert room.calls("files.getUploadURLExternal") == 0
    await room.settled()
    assert len(files(room)) == 1


async def test_a_document_whose_card_was_deleted_stands_in_the_channel(room: Room) -> None:
    await room.files(reviewer=None)
    room.sandbox.fail("files.getUploadURLExternal")
    await room.outbox.drain()
    [card] = room.general()
    await room.after(1)
    await room.client.chat_delete(channel=card.channel, ts=card.ts)
    await room.settled()
    assert [file.name for each in room.general() for file in each.files] == ["TASK-001.md"]


async def test_a_document_of_an_older_revision_is_left_to_the_newer_ones_row(room: Room) -> None:
    task = await room.files(reviewer=ALAN)
    await room.wants_document(task, revision=7)
    await room.settled()
    assert [file.name for file in files(room)] == ["TASK-001.md"]
