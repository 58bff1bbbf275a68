"""A task as a file: it says which revision it is, until it is done."""

from bot.tasks.desk import Desk
from bot.template.origin import Origin, origin_of, with_origin
from tests.tasks.cast import GRACE, LIN, file, sign


async def test_an_open_task_s_file_says_which_revision_it_is(desk: Desk) -> None:
    task = await file(desk)
    found = await desk.exported(task)
    assert (found.name, origin_of(found.text)) == ("TASK-001.md", Origin("TASK-001", 1))
    assert found.text == with_origin(await desk.document(task), Origin("TASK-001", 1))
    assert await desk.document_file(task) == found.text


async def test_what_is_stored_and_shown_has_no_such_line(desk: Desk) -> None:
    task = await file(desk)
    stored = await desk.text(task.team, task.document_hash)
    assert origin_of(stored) is origin_of(await desk.document(task)) is None


async def test_a_done_task_s_file_is_the_signed_document(desk: Desk) -> None:
    task = await file(desk)
    for signer in (GRACE, LIN):
        task = (await sign(desk, task, signer)).task
    found = await desk.exported(task)
    assert found.name == "TASK-001-signed.md"
    assert found.text == await desk.text(task.team, task.signed_document_hash or "")
    assert origin_of(await desk.document_file(task)) is None
