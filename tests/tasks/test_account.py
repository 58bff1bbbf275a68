"""The account of one task: who did what when and why, and whether that holds."""

import pytest
from sqlalchemy import text as sql

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed, NotNow
from bot.tasks.step import shown
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, file, person, sign
from tests.tasks.taking import REASON, fresh, request, retract


async def change(db: Database, table: str, what: str) -> None:
    """As somebody who has the file would: the trigger that stops a slip is dropped first."""
    for statement in (f"DROP TRIGGER IF EXISTS {table}_refuse_update", f"UPDATE {table} SET {what}"):
        await db.write(lambda session, said=statement: session.execute(sql(said)).close())  # type: ignore[misc]


async def test_the_latest_comes_first_with_names_as_they_are_now_and_as_they_were_signed(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await desk.remember_person(person(GRACE, "Grace B. Hopper"))
    told = await desk.account(await fresh(desk, task))
    signed = next(each for each in told.lines if each.said == "signed as Developer")
    assert (signed.name, signed.signed_as, signed.revision) == ("Grace B. Hopper", "Grace Hopper", 1)
    assert [each.number for each in told.lines] == [5, 4, 3, 2, 1]
    assert (told.lines[-1].name, told.lines[-1].said) == ("Alice Author", "created it")


async def test_reasons_and_comments_are_told_where_they_are_kept(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await sign(desk, task, LIN, comment="Fine by me")
    await request(desk, await fresh(desk, task), GRACE)
    lines = (await desk.account(await fresh(desk, task))).lines
    assert [each.reason for each in lines if each.reason] == [REASON, "Fine by me"]
    await db.write(lambda session: session.execute(sql("DELETE FROM notes")).close())
    latest = (await desk.account(task)).lines[0]
    assert (latest.reason, latest.lost) == (None, True)


async def test_refusals_are_told_too(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed):
        await desk.steps.close(TEAM, shown(task), MALLORY, REASON)
    assert (await desk.account(task)).lines[0].said == "wanted to close, and was refused: it isn't allowed"


async def test_whoever_may_but_not_as_the_task_stands_is_not_told_of_as_forbidden_to(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NotNow):
        await desk.steps.finish(TEAM, shown(task), ALICE)
    told = (await desk.account(task)).lines[0].said
    assert told == "wanted to mark as done, and was refused: it can't be done as the task stood"


async def test_an_untouched_history_holds_and_names_its_head(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await retract(desk, task, GRACE)
    told = await desk.account(await fresh(desk, task))
    assert (told.wrong, told.events, len(told.head)) == ((), len(told.lines), 64)


async def test_what_was_changed_behind_the_bots_back_is_told(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await change(db, "signatures", "name = 'Somebody Else'")
    assert "Signature 1 (Developer, UGRACE) isn't what event" in (await desk.account(task)).wrong[0]
    await change(db, "events", "who = 'ULIN' WHERE number = 2")
    told = await desk.account(task)
    assert (told.events, told.wrong) == (
        1,
        ("Event 2 was changed after it was written: it doesn't have the hash that it was given.",),
    )


async def test_an_event_that_makes_no_sense_any_more_is_left_out_and_told(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await change(db, "events", "facts = 'x' WHERE number = 2")
    told = await desk.account(task)
    assert [each.number for each in told.lines] == [3, 1]
    assert told.wrong == ("Event 2 can't be read: it was changed after it was written.",)
