"""Roles that are kept apart, at every place where somebody is asked or signs."""

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import HoldsBoth, SignsBoth
from bot.tasks.step import shown
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, Clock, file, in_a_day, show, sign
from tests.tasks.taking import events, fresh

PAIRS = [("developer", "Tech  Lead")]


@pytest.fixture
def strict(desk: Desk, db: Database, clock: Clock) -> Desk:
    """The same database, behind a desk that keeps the two roles apart."""
    return Desk(db, clock, in_a_day, separate=PAIRS)


async def task_of(desk: Desk, signers: Mapping[str, str]) -> Task:
    return await file(desk, signers=signers)


def role(task: Task, name: str) -> int:
    return next(each.id for each in task.sign_offs if each.role == name)


async def test_a_task_is_not_filed_with_one_person_in_both(strict: Desk) -> None:
    with pytest.raises(HoldsBoth) as refused:
        await task_of(strict, {"Developer": GRACE, "Tech Lead": GRACE})
    said = str(refused.value)
    assert "Grace Hopper can't be both Tech Lead and Developer" in said
    assert (await task_of(strict, {"Developer": GRACE, "Tech Lead": LIN})).sign_offs[0].person == GRACE


async def test_the_other_role_is_not_named_nor_handed_to_who_holds_the_one(
    strict: Desk, db: Database
) -> None:
    task = await task_of(strict, {"Developer": GRACE})
    with pytest.raises(HoldsBoth):
        await strict.name_signers(TEAM, task.id, ALICE, {role(task, "Tech Lead"): GRACE})
    task = (await strict.name_signers(TEAM, task.id, ALICE, {role(task, "Tech Lead"): LIN})).task
    with pytest.raises(HoldsBoth):
        await strict.steps.reassign(TEAM, shown(task), ALICE, role(task, "Tech Lead"), GRACE, "Away")
    assert await fresh(strict, task) == task
    assert [e.facts["why"] for e in await events(db, task) if e.kind == "refused"] == ["HoldsBoth"] * 2


async def test_two_who_name_the_same_person_at_the_same_instant_give_them_one_of_the_roles(
    strict: Desk,
) -> None:
    task = await task_of(strict, {})
    both = (
        strict.name_signers(TEAM, task.id, ALICE, {role(task, name): GRACE})
        for name in ("Developer", "Tech Lead")
    )
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert [type(each) for each in ended].count(HoldsBoth) == 1
    assert [each.person for each in (await fresh(strict, task)).sign_offs].count(GRACE) == 1


async def test_who_holds_both_by_an_older_setting_signs_one_of_them(desk: Desk, strict: Desk) -> None:
    task = await task_of(desk, {"Developer": GRACE, "Tech Lead": GRACE})
    with pytest.raises(SignsBoth, match="both as Tech Lead and as Developer"):
        await sign(strict, task, GRACE)
    showing = await show(strict, task, GRACE)
    lead = [each for each in showing.sign_offs if each.role == "Tech Lead"]
    await sign_one(strict, task, showing.document_hash, lead[0].id)
    with pytest.raises(
        SignsBoth, match="You signed TASK-001 as Tech Lead, so you can't sign it as Developer"
    ):
        await show(strict, task, GRACE)


async def test_a_stand_in_who_cant_sign_both_is_told_whom_to_ask(desk: Desk, strict: Desk) -> None:
    task = await task_of(desk, {"Developer": GRACE, "Tech Lead": LIN})
    await desk.absences.set(TEAM, GRACE, LIN, date(2026, 11, 23), date(2026, 11, 27))
    await desk.absences.turn_over()
    task = await fresh(desk, task)
    asks = "ask Alice Author or Grace Hopper to hand"
    with pytest.raises(SignsBoth, match=f"Please choose one, and {asks} the other to somebody else"):
        await sign(strict, task, LIN)
    document = (await show(strict, task, LIN)).document_hash
    await sign_one(strict, task, document, role(task, "Tech Lead"), LIN)
    with pytest.raises(SignsBoth, match=f"Please {asks} Developer to somebody else"):
        await show(strict, task, LIN)


async def test_a_role_that_a_signature_stands_against_is_not_offered_among_others(
    desk: Desk, strict: Desk, db: Database, clock: Clock
) -> None:
    elsewhere = Desk(db, clock, in_a_day, separate=[("Developer", "Somebody Else")])
    task = await task_of(desk, {"Developer": GRACE, "Tech Lead": GRACE})
    showing = await show(strict, task, GRACE)
    await sign_one(strict, task, showing.document_hash, role(task, "Developer"))
    assert [each.role for each in (await show(elsewhere, task, GRACE)).sign_offs] == ["Tech Lead"]
    with pytest.raises(SignsBoth):
        await sign_one(strict, task, showing.document_hash, role(task, "Tech Lead"))


async def test_a_step_on_a_task_where_somebody_holds_both_already_is_not_refused(
    desk: Desk, strict: Desk
) -> None:
    task = await task_of(desk, {"Developer": GRACE, "Tech Lead": GRACE})
    task = await strict.steps.start(TEAM, shown(task), ALICE)
    after = await strict.steps.reassign(TEAM, shown(task), ALICE, role(task, "Tech Lead"), LIN, "Away")
    assert after.task.sign_offs[1].person == LIN


async def sign_one(desk: Desk, task: Task, document_hash: str, sign_off_id: int, who: str = GRACE) -> None:
    """Somebody signs one role of what they were shown."""
    await desk.sign(
        TEAM,
        task.id,
        who,
        [sign_off_id],
        revision=task.revision,
        substance_hash=task.substance_hash,
        document_hash=document_hash,
        comment=None,
        place="card",
    )
