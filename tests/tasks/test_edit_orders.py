"""An edit and something else, in both orders: what is pressed on what was shown before is told so."""

import pytest
from sqlmodel import Session

from bot.tasks import reading
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed, Stale
from bot.tasks.step import shown
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, file, show, sign, sign_shown
from tests.tasks.editors import begin, edit
from tests.tasks.taking import REASON, fresh, request

GOAL = "goal.objective"
ONE = {"Developer": GRACE}


async def test_who_signs_what_was_shown_before_the_edit_signs_nothing(desk: Desk) -> None:
    task = await file(desk)
    seen = await show(desk, task, GRACE)
    after = (await edit(desk, task, {GOAL: "Keys"})).task
    with pytest.raises(Stale, match="you were shown revision 1, and it is at 2"):
        await sign_shown(desk, seen, GRACE)
    assert await fresh(desk, task) == after


async def test_an_edit_of_what_was_signed_meanwhile_dismisses_it(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    await sign(desk, task, GRACE)
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert [each.role for each in saved.dismissed] == ["Developer"]
    assert saved.task.counting() == ()


async def test_the_last_signature_ends_what_could_be_edited(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    tech_lead = task.sign_offs[1].id
    task = await desk.steps.not_needed(TEAM, shown(task), ALICE, tech_lead, REASON)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    assert (await sign(desk, task, GRACE)).done
    with pytest.raises(NotAllowed, match=r"TASK-001 is done, so .* Its author can reopen it"):
        await desk.edits.save(TEAM, ALICE, mine.id)


async def test_whoever_is_chosen_for_a_role_that_others_settled_meanwhile_isnt_asked_and_that_is_told(
    desk: Desk,
) -> None:
    task = await file(desk, signers={})
    developer, tech_lead = task.sign_offs
    plan = {"signers": {"Developer": LIN, "Tech Lead": LIN}}
    drafts = [await begin(desk, task, answers={GOAL: goal}, plan=plan) for goal in ("Keys", "Keys")]
    await desk.name_signers(TEAM, task.id, ALICE, {developer.id: GRACE})
    saved = [await desk.edits.save(TEAM, ALICE, each.id) for each in drafts]
    assert [[each.role for each in one.settled] for one in saved] == [["Developer"], ["Developer"]]
    assert [each.person for each in saved[-1].task.sign_offs] == [GRACE, LIN]
    await desk.steps.not_needed(TEAM, shown(saved[-1].task), ALICE, tech_lead.id, REASON)
    again = await edit(desk, await fresh(desk, task), {GOAL: "Locks"}, plan=plan)
    assert [each.person for each in again.settled] == [GRACE, None]


async def test_who_wants_changes_to_what_was_edited_sees_it_first(desk: Desk) -> None:
    task = await file(desk)
    await edit(desk, task, {GOAL: "Keys"})
    with pytest.raises(Stale):
        await request(desk, task, GRACE)


async def test_a_wish_for_changes_is_answered_by_an_edit_that_began_before_it(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    await request(desk, task, GRACE)
    after = (await desk.edits.save(TEAM, ALICE, mine.id)).task
    assert after.sign_offs[0].state is SignOffState.ASKED


async def test_who_closes_what_was_edited_sees_it_first(desk: Desk) -> None:
    task = await file(desk)
    await edit(desk, task, {GOAL: "Keys"})
    with pytest.raises(Stale):
        await desk.steps.close(TEAM, shown(task), ALICE, REASON)
    assert (await fresh(desk, task)).state is State.OPEN


async def test_what_was_handed_over_meanwhile_stays_so(desk: Desk) -> None:
    task = await file(desk, signers=ONE)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    await desk.steps.reassign(TEAM, shown(task), ALICE, task.sign_offs[0].id, LIN, REASON)
    after = (await desk.edits.save(TEAM, ALICE, mine.id)).task
    assert (after.sign_offs[0].person, after.sign_offs[0].state) == (LIN, SignOffState.ASKED)


async def test_a_task_that_was_reopened_can_be_edited(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    closed = await desk.steps.close(TEAM, shown(task), ALICE, REASON)
    await desk.steps.reopen(TEAM, shown(closed), ALICE, REASON)
    assert (await desk.edits.save(TEAM, ALICE, mine.id)).task.revision == 2


async def test_an_edit_decided_on_an_older_state_is_decided_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    await sign(desk, task, GRACE)
    find, found = reading.must_find, [task]

    def old_at_first(session: Session, team: str, task_id: int) -> Task:
        return found.pop() if found else find(session, team, task_id)

    monkeypatch.setattr(reading, "must_find", old_at_first)
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert [each.role for each in saved.dismissed] == ["Developer"]
    assert (saved.task.revision, await fresh(desk, task)) == (2, saved.task)
