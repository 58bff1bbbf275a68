"""Request changes."""

import asyncio

import pytest
from sqlmodel import Session

from bot.tasks import store_tasks
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import BadReason, Conflict, NotAllowed, NotNow, Stale, UnknownTask
from bot.tasks.step import shown
from bot.tasks.substance import sha256
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    MALLORY,
    ONE_ROLE,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    empty_outbox,
    file,
    person,
    show,
    sign,
    sign_shown,
    targets,
)
from tests.tasks.taking import REASON, broken_at, events, fresh, request


async def test_requested_changes_stand_at_the_role_with_their_reason(desk: Desk) -> None:
    task = await request(desk, await file(desk), GRACE)
    assert [each.state for each in task.sign_offs] == [SignOffState.CHANGES_REQUESTED, SignOffState.ASKED]
    assert (await fresh(desk, task)).sign_offs[0].reason == REASON


async def test_the_others_go_on_signing_but_the_task_is_not_done(desk: Desk) -> None:
    task = await file(desk)
    await request(desk, task, GRACE)
    signed = await sign(desk, task, LIN)
    assert (signed.done, signed.task.state) == (False, State.IN_REVIEW)


async def test_the_signers_own_signature_clears_the_wish(desk: Desk) -> None:
    task = await file(desk)
    await request(desk, task, GRACE)
    developer = (await sign(desk, task, GRACE)).task.sign_offs[0]
    assert (developer.state, developer.reason) == (SignOffState.SIGNED, None)


async def test_a_second_wish_takes_the_place_of_the_first(desk: Desk) -> None:
    task = await request(desk, await file(desk), GRACE)
    again = await request(desk, task, GRACE, reason="Now too small")
    assert again.sign_offs[0].reason == "Now too small"


async def test_a_wish_that_is_sent_twice_at_once_is_made_and_told_once(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    ended = await asyncio.gather(*(request(desk, task, GRACE) for _ in range(2)), return_exceptions=True)
    assert [str(each) for each in ended if isinstance(each, NotNow)] == [
        "You requested just these changes to TASK-001 already: nothing more to do."
    ]
    assert [each.kind for each in await events(db, task)].count("changes requested") == 1
    assert len([each for each in await targets(desk) if each.startswith("tell:")]) == 1


async def test_who_wants_changes_is_not_reminded_but_the_author_is(desk: Desk, clock: Clock) -> None:
    await request(desk, await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE), GRACE)
    await empty_outbox(desk)
    clock.forward(days=30)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour) == 1
    assert await targets(desk) == [f"reminder:{ALICE}"]


async def test_author_and_assignee_are_told_who_wants_changes_and_why(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await request(desk, task, GRACE)
    rows = await desk.outbox.claim(100, lease=Clock().now - Clock().now)
    [told] = [row for row in rows if row.kind == "tell"]
    assert told.ref["user"] == ALICE and told.ref["task_id"] == task.id
    said = await desk.text(TEAM, told.ref["text"])
    assert said == f"Grace Hopper requests changes to TASK-001: Fix the login\nAs Developer: {REASON}"


async def test_card_and_own_message_are_to_show_it(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await request(desk, task, GRACE)
    wanted = [each for each in await targets(desk) if not each.startswith("tell:")]
    assert wanted == ["asked:1:UGRACE", "card:1"]


async def test_the_event_names_the_reason_by_its_hash_only(desk: Desk, db: Database) -> None:
    task = await request(desk, await file(desk), GRACE)
    found = await events(db, task)
    assert (found[-1].kind, found[-1].who) == ("changes requested", GRACE)
    assert found[-1].facts["reason"] == sha256(REASON) and REASON not in str(found)
    assert broken_at(found) is None


@pytest.mark.parametrize("typed", ["", " \n\t ", "\u200b \u2060\ufeff", "x" * 3001])
async def test_a_reason_that_says_nothing_or_is_too_long_changes_nothing(
    desk: Desk, db: Database, typed: str
) -> None:
    task = await file(desk)
    with pytest.raises(BadReason):
        await request(desk, task, GRACE, reason=typed)
    assert await fresh(desk, task) == task
    assert (await events(db, task))[-1].kind != "refused"


async def test_three_thousand_characters_of_reason_are_kept_whole(desk: Desk) -> None:
    task = await request(desk, await file(desk), GRACE, reason="<&" * 1500)
    assert (await fresh(desk, task)).sign_offs[0].reason == "<&" * 1500


@pytest.mark.parametrize("who", [ALICE, MALLORY])
async def test_only_who_is_asked_may_request_changes_and_the_refusal_is_an_event(
    desk: Desk, db: Database, who: str
) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="You weren't asked to sign TASK-001"):
        await request(desk, task, who, ids=[task.sign_offs[0].id])
    assert await fresh(desk, task) == task
    refused = (await events(db, task))[-1]
    assert (refused.kind, refused.who, refused.facts["action"]) == ("refused", who, "request changes")


async def test_nobody_answers_for_anothers_role(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="isn't yours to answer"):
        await request(desk, task, GRACE, ids=[each.id for each in task.sign_offs])
    assert await fresh(desk, task) == task


async def test_what_was_shown_for_another_task_is_refused_on_this_one(desk: Desk) -> None:
    one, other = await file(desk), await file(desk, "Fix the logout")
    forged = shown(one).model_copy(update={"task_id": other.id})
    with pytest.raises(NotAllowed, match="shown for another task"):
        await desk.steps.request_changes(TEAM, forged, GRACE, [other.sign_offs[0].id], REASON)
    assert [await fresh(desk, each) for each in (one, other)] == [one, other]


async def test_a_task_of_another_workspace_is_unknown(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(UnknownTask):
        await desk.steps.request_changes("T2", shown(task), GRACE, [task.sign_offs[0].id], REASON)
    assert await fresh(desk, task) == task


async def test_what_has_changed_since_it_was_shown_is_stale(desk: Desk) -> None:
    task = await file(desk)
    old = shown(task).model_copy(update={"substance_hash": "other"})
    with pytest.raises(Stale, match="Please open it again to see how it stands"):
        await desk.steps.request_changes(TEAM, old, GRACE, [task.sign_offs[0].id], REASON)


async def test_one_who_can_sign_no_longer_cant_answer_either(desk: Desk) -> None:
    task = await file(desk)
    await desk.remember_person(person(GRACE, "Grace Hopper", kind="guest"))
    with pytest.raises(NotAllowed, match="guests can read a task"):
        await request(desk, task, GRACE)


async def test_signing_first_refuses_the_wish_and_the_signature_stands(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    with pytest.raises(NotAllowed, match="retract your signature first"):
        await request(desk, task, GRACE)
    assert (await fresh(desk, task)).sign_offs[0].state is SignOffState.SIGNED


async def test_a_wish_that_came_first_is_answered_by_the_signature_of_another_window(desk: Desk) -> None:
    task = await file(desk)
    window = await show(desk, task, GRACE)
    await request(desk, task, GRACE)
    signed = await sign_shown(desk, window, GRACE)
    assert signed.task.sign_offs[0].state is SignOffState.SIGNED


async def test_a_signature_and_a_wish_of_two_people_at_once_both_stand(desk: Desk) -> None:
    task = await file(desk)
    await asyncio.gather(request(desk, task, GRACE), sign(desk, task, LIN))
    states = [each.state for each in (await fresh(desk, task)).sign_offs]
    assert states == [SignOffState.CHANGES_REQUESTED, SignOffState.SIGNED]


async def test_a_done_task_takes_no_wish(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await sign(desk, task, LIN)
    with pytest.raises(NotAllowed, match="TASK-001 is done, so changes can't be requested any more"):
        await request(desk, task, GRACE)


async def test_what_another_changed_between_load_and_commit_is_decided_anew_and_told_once(
    desk: Desk, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, save, lost = await file(desk), store_tasks.save, [Conflict()]

    def overtaken(session: Session, before: Task, after: Task) -> None:
        save(session, before, after)
        if lost:
            raise lost.pop()

    monkeypatch.setattr(store_tasks, "save", overtaken)
    after = await request(desk, task, GRACE)
    assert not lost and after.version == task.version + 1
    assert [each.kind for each in await events(db, task)].count("changes requested") == 1
