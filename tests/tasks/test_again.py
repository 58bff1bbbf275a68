"""What an edit took from those who had answered, and their signing it again."""

from datetime import timedelta
from typing import Any

import pytest

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import AlreadySigned, NotAllowed, SignsBoth, Stale
from bot.tasks.step import shown
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    TEAM,
    Clock,
    empty_outbox,
    file,
    in_a_day,
    person,
    sign,
    targets,
)
from tests.tasks.editors import edit
from tests.tasks.taking import REASON, events, fresh, request, retract

GOAL = "goal.objective"
ONE = {"Developer": GRACE, "Tech Lead": GRACE}


async def signed_and_edited(desk: Desk, goal: str = "Sign in", who: str = ALICE, **more: Any) -> Task:
    """Grace has signed, and then the task was edited."""
    task = (await sign(desk, await file(desk, **more), GRACE)).task
    return (await edit(desk, task, {GOAL: goal}, who)).task


async def again(desk: Desk, task: Task, who: str = GRACE) -> Task:
    return (await desk.sign_again(TEAM, shown(task), who)).task


async def test_who_had_signed_is_known_with_what_they_signed_and_who_edited(desk: Desk) -> None:
    task = await signed_and_edited(desk)
    taken = await desk.outdated(task, GRACE)
    assert taken and [each.role for each in taken.signed] == ["Developer"]
    assert (taken.wished, taken.revision, taken.editors) == ((), 1, (ALICE,))
    assert await desk.outdated(task, LIN) is None


async def test_an_answered_wish_for_changes_is_one_too(desk: Desk) -> None:
    task = await request(desk, await file(desk, signers=ONE), GRACE, ids=[1])
    task = (await sign(desk, await fresh(desk, task), GRACE)).task
    assert task.state is State.DONE
    other = await request(desk, await file(desk), GRACE)
    taken = await desk.outdated((await edit(desk, other, {GOAL: "Sign in"})).task, GRACE)
    assert taken and (taken.signed, [each.role for each in taken.wished]) == ((), ["Developer"])


async def test_further_edits_leave_the_revision_that_was_signed_and_name_all_editors(desk: Desk) -> None:
    task = await signed_and_edited(desk)
    task = (await edit(desk, task, {"assignee": {"user": LIN}})).task
    task = (await edit(desk, task, {GOAL: "Sign out"}, LIN)).task
    taken = await desk.outdated(task, GRACE)
    assert taken and (taken.revision, taken.editors) == (1, (ALICE, LIN))


async def test_one_press_signs_all_that_was_dismissed(desk: Desk, db: Database) -> None:
    task = await signed_and_edited(desk, signers={**ONE, "Tech Lead": LIN})
    await again(desk, task)
    after = await fresh(desk, task)
    assert [each.state for each in after.sign_offs] == [SignOffState.SIGNED, SignOffState.ASKED]
    latest = after.signatures[-1]
    assert (latest.revision, latest.substance_hash) == (2, task.substance_hash)
    assert (latest.document_hash, latest.place) == (task.document_hash, "dm")
    assert await desk.outdated(after, GRACE) is None
    assert not (await db.read(audit)).findings


async def test_both_of_ones_roles_are_signed_again_and_the_task_is_done(desk: Desk) -> None:
    await desk.remember_person(person(GRACE, "Grace Hopper"))
    task = await file(desk, signers=ONE)
    showing = await desk.show_for_signing(TEAM, task.id, GRACE)
    await desk.sign(
        *(TEAM, task.id, GRACE, [showing.sign_offs[0].id]),
        revision=1,
        substance_hash=task.substance_hash,
        document_hash=showing.document_hash,
        comment=None,
        place="card",
    )
    task = (await edit(desk, await fresh(desk, task), {GOAL: "Sign in"})).task
    after = await again(desk, task)
    assert [each.state for each in after.sign_offs] == [SignOffState.SIGNED, SignOffState.ASKED]


async def test_what_was_shown_before_a_further_edit_signs_nothing(desk: Desk, db: Database) -> None:
    task = await signed_and_edited(desk)
    after = (await edit(desk, task, {GOAL: "Sign out"})).task
    with pytest.raises(Stale, match="you were shown revision 2, and it is at 3"):
        await again(desk, task)
    assert await fresh(desk, task) == after
    assert (await events(db, task))[-1].facts["why"] == "Stale"


async def test_a_press_of_somebody_else_or_a_second_one_signs_nothing(desk: Desk) -> None:
    task = await signed_and_edited(desk)
    with pytest.raises(NotAllowed, match="No signature of yours on TASK-001 was dismissed"):
        await again(desk, task, LIN)
    await again(desk, task)
    with pytest.raises(AlreadySigned):
        await again(desk, await fresh(desk, task))
    assert len((await fresh(desk, task)).signatures) == 2


async def test_who_answers_while_the_message_is_being_posted_has_it_redrawn(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    await empty_outbox(desk)
    task = (await edit(desk, task, {GOAL: "Sign in"})).task
    rows = {row.target: row for row in await desk.outbox.claim(100, timedelta(minutes=1))}
    await again(desk, task)
    await desk.outbox.finished(rows["edited:1:UGRACE"])
    assert "edited:1:UGRACE" in await targets(desk)


async def test_a_retracted_signature_was_not_taken_by_the_edit(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    task = await retract(desk, task, GRACE)
    task = (await edit(desk, task, {GOAL: "Sign in"})).task
    assert await desk.outdated(task, GRACE) is None
    with pytest.raises(NotAllowed):
        await again(desk, task)


async def test_who_answers_otherwise_or_is_asked_no_more_has_nothing_to_sign_again(desk: Desk) -> None:
    task = await signed_and_edited(desk)
    assert await desk.outdated(await request(desk, task, GRACE), GRACE) is None
    other = await signed_and_edited(desk)
    role = next(each.id for each in other.sign_offs if each.person == GRACE)
    handed = (await desk.steps.reassign(TEAM, shown(other), GRACE, role, ALICE, REASON)).task
    assert await desk.outdated(handed, GRACE) is await desk.outdated(handed, ALICE) is None
    closed = await desk.steps.close(TEAM, shown(handed), ALICE, REASON)
    assert await desk.outdated(closed, GRACE) is None


async def test_a_role_that_came_back_to_its_signer_is_asked_anew_and_not_to_be_signed_again(
    desk: Desk,
) -> None:
    task = await signed_and_edited(desk)
    role = next(each.id for each in task.sign_offs if each.person == GRACE)
    for person_id in (ALICE, GRACE):
        task = (await desk.steps.reassign(TEAM, shown(task), LIN, role, person_id, REASON, admin=True)).task
    assert task.sign_offs[0].person == GRACE
    assert await desk.outdated(task, GRACE) is None


async def test_closed_and_reopened_it_can_be_signed_again(desk: Desk) -> None:
    task = await signed_and_edited(desk)
    closed = await desk.steps.close(TEAM, shown(task), ALICE, REASON)
    with pytest.raises(NotAllowed, match="closed"):
        await again(desk, closed)
    opened = await desk.steps.reopen(TEAM, shown(closed), ALICE, REASON)
    assert (await again(desk, opened)).signatures[-1].revision == 2


async def test_an_edit_back_to_what_was_signed_doesnt_bring_the_signature_back(desk: Desk) -> None:
    task = await signed_and_edited(desk)
    task = (await edit(desk, task, {GOAL: ""})).task
    taken = await desk.outdated(task, GRACE)
    assert taken and (await desk.revisions.compare(TEAM, task, taken.revision, task.revision)).changes == ()
    assert (await again(desk, task)).signatures[-1].revision == 3


async def test_roles_that_are_kept_apart_are_not_signed_with_one_press(db: Database, clock: Clock) -> None:
    desk = Desk(db, clock, in_a_day)
    task = (await sign(desk, await file(desk, signers=ONE), GRACE)).task
    task = await desk.steps.reopen(TEAM, shown(task), ALICE, REASON)
    task = (await edit(desk, task, {GOAL: "Sign in"})).task
    strict = Desk(db, clock, in_a_day, separate=(("Developer", "Tech Lead"),))
    with pytest.raises(SignsBoth):
        await again(strict, task)
