"""A role is handed over, or not needed."""

import asyncio
from datetime import timedelta

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import AlreadyTheirs, BadReason, CannotSign, NotAllowed, NotAsked
from bot.tasks.step import shown
from bot.tasks.substance import sha256
from bot.tasks.task import SignOffState, State, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    empty_outbox,
    file,
    person,
    show,
    sign,
    sign_shown,
    targets,
)
from tests.tasks.taking import REASON, events, fresh, request

OSCAR = "UOSCAR"


async def hand(
    desk: Desk, task: Task, who: str, to: str, *, role: int = 0, reason: str = REASON, admin: bool = False
) -> Task:
    """The role by its place."""
    present, sign_off = await fresh(desk, task), task.sign_offs[role].id
    return (await desk.steps.reassign(TEAM, shown(present), who, sign_off, to, reason, admin=admin)).task


async def skip(desk: Desk, task: Task, who: str = ALICE, *, role: int = 0, reason: str = REASON) -> Task:
    present, sign_off = await fresh(desk, task), task.sign_offs[role].id
    return await desk.steps.not_needed(TEAM, shown(present), who, sign_off, reason)


@pytest.mark.parametrize(("who", "admin"), [(ALICE, False), (GRACE, False), (MALLORY, True)])
async def test_author_admin_and_who_is_asked_hand_a_role_over(
    desk: Desk, clock: Clock, who: str, admin: bool
) -> None:
    task = await file(desk)
    clock.forward(hours=5)
    role = (await hand(desk, task, who, OSCAR, admin=admin)).sign_offs[0]
    assert (role.person, role.state, role.asked_at) == (OSCAR, SignOffState.ASKED, clock.now)
    assert role.remind_at == clock.now + timedelta(days=1)


@pytest.mark.parametrize("who", [LIN, MALLORY])
async def test_nobody_else_hands_a_role_over_and_the_try_is_an_event(
    desk: Desk, db: Database, who: str
) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed):
        await hand(desk, task, who, OSCAR)
    assert await fresh(desk, task) == task
    assert ((await events(db, task))[-1].kind, (await events(db, task))[-1].who) == ("refused", who)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "bot"}, "a bot can't sign"),
        ({"kind": "guest"}, "guests can read a task but not sign it"),
        ({"kind": "other workspace"}, "belongs to another workspace"),
        ({"active": False}, "the account is deactivated"),
    ],
)
async def test_only_active_full_members_get_a_role(
    desk: Desk, db: Database, changed: dict[str, object], why: str
) -> None:
    task = await file(desk)
    await desk.remember_person(person(OSCAR, "Oscar", **changed))
    with pytest.raises(CannotSign, match=why):
        await hand(desk, task, ALICE, OSCAR)
    assert await fresh(desk, task) == task
    assert (await events(db, task))[-1].facts == {
        "revision": 1,
        "version": 1,
        "action": "reassign",
        "why": "CannotSign",
    }


@pytest.mark.parametrize(("who", "to"), [(GRACE, GRACE), (ALICE, ALICE), (ALICE, GRACE)])
async def test_nobody_hands_a_role_to_themselves_or_to_who_has_it(desk: Desk, who: str, to: str) -> None:
    task = await file(desk)
    with pytest.raises(AlreadyTheirs):
        await hand(desk, task, who, to)
    assert await fresh(desk, task) == task


async def test_the_one_before_may_sign_no_more_and_the_new_one_may(desk: Desk) -> None:
    task = await hand(desk, await file(desk), ALICE, OSCAR)
    with pytest.raises(NotAsked):
        await show(desk, task, GRACE)
    assert (await sign(desk, task, OSCAR)).task.signatures[0].signer == OSCAR


async def test_old_and_new_messages_are_to_show_it_and_both_people_are_told_why(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await hand(desk, task, ALICE, LIN)
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    assert [row.target for row in rows if row.kind != "tell"] == ["asked:1:UGRACE", "asked:1:ULIN", "card:1"]
    told = {row.ref["user"]: await desk.text(TEAM, row.ref["text"]) for row in rows if row.kind == "tell"}
    role = "Alice Author handed your role Developer of TASK-001 (Fix the login)"
    assert told == {GRACE: f"{role} to Lin Chen: {REASON}"}


async def test_who_gets_a_role_can_be_told_by_whom_and_why_as_long_as_that_is_how_they_were_asked(
    desk: Desk,
) -> None:
    task = await hand(desk, await file(desk), ALICE, OSCAR)
    assert await desk.handed(task, OSCAR) == {"Developer": (ALICE, REASON, "")}
    assert await desk.handed(task, LIN) == await desk.handed(task, GRACE) == {}
    task = await hand(desk, task, OSCAR, LIN, reason="On leave")
    assert (await desk.handed(task, LIN))["Developer"] == (OSCAR, "On leave", "")
    assert await desk.handed(task, OSCAR) == {}


async def test_an_objection_that_is_handed_away_is_told_to_the_author_and_to_who_decides_anew(
    desk: Desk,
) -> None:
    task = await request(desk, await file(desk), GRACE, reason="Split it")
    await empty_outbox(desk)
    task = await hand(desk, task, GRACE, LIN, reason="On leave")
    assert (await desk.handed(task, LIN))["Developer"] == (GRACE, "On leave", "Split it")
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    (told,) = [await desk.text(TEAM, row.ref["text"]) for row in rows if row.kind == "tell"]
    assert told.endswith(
        "On leave\nChanges had been requested in this role, and Lin Chen decides anew: Split it"
    )


async def test_who_hands_over_their_own_role_lets_the_author_know(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await hand(desk, task, GRACE, LIN)
    told = [each.split(":")[1] for each in await targets(desk) if each.startswith("tell:")]
    assert told == [ALICE]


async def test_handing_over_is_an_event_with_the_reasons_hash_only(desk: Desk, db: Database) -> None:
    task = await hand(desk, await file(desk), ALICE, OSCAR)
    last = (await events(db, task))[-1]
    assert (last.kind, last.facts["from"], last.facts["to"]) == ("sign-off reassigned", GRACE, OSCAR)
    assert last.facts["reason"] == sha256(REASON) and REASON not in str(last)


async def test_a_wish_for_changes_goes_with_the_role(desk: Desk) -> None:
    task = await request(desk, await file(desk), GRACE)
    role = (await hand(desk, task, ALICE, OSCAR)).sign_offs[0]
    assert (role.state, role.reason) == (SignOffState.ASKED, None)


async def test_a_signed_role_is_not_handed_over(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    with pytest.raises(NotAllowed, match="was answered"):
        await hand(desk, task, ALICE, OSCAR)


@pytest.mark.parametrize("step", ["hand", "skip"])
async def test_spaces_are_no_reason(desk: Desk, step: str) -> None:
    task = await file(desk)
    with pytest.raises(BadReason):
        await (hand(desk, task, ALICE, OSCAR, reason=" ") if step == "hand" else skip(desk, task, reason=" "))
    assert await fresh(desk, task) == task


async def test_a_role_of_another_task_is_refused(desk: Desk) -> None:
    one, other = await file(desk), await file(desk, "Fix the logout")
    with pytest.raises(NotAllowed, match="isn't yours to change"):
        await desk.steps.reassign(TEAM, shown(one), ALICE, other.sign_offs[0].id, OSCAR, REASON)
    with pytest.raises(NotAllowed, match="isn't yours to change"):
        await desk.steps.not_needed(TEAM, shown(one), ALICE, other.sign_offs[0].id, REASON)
    assert [await fresh(desk, each) for each in (one, other)] == [one, other]


async def test_a_role_that_is_not_needed_asks_nobody_and_says_why(desk: Desk) -> None:
    task = await skip(desk, await file(desk))
    role = (await fresh(desk, task)).sign_offs[0]
    assert (role.state, role.person, role.reason, role.remind_at) == (
        SignOffState.NOT_NEEDED,
        None,
        REASON,
        None,
    )
    assert f"- [ ] **Developer**: not needed: {REASON}" in await desk.document(task)


async def test_without_the_last_role_that_was_waited_for_the_task_is_done(desk: Desk, db: Database) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    after = await skip(desk, task, role=1)
    assert after.state is State.DONE and after.signed_document_hash
    kinds = [each.kind for each in await events(db, task)]
    assert kinds[-3:] == ["sign-off not needed", "task done", "document sealed"]


async def test_where_nobody_signs_the_author_marks_it_as_done(desk: Desk) -> None:
    task = await file(desk)
    await skip(desk, task)
    after = await skip(desk, task, role=1)
    assert after.state is State.OPEN
    assert (await desk.steps.finish(TEAM, shown(after), ALICE)).state is State.DONE


async def test_a_role_that_was_not_needed_can_be_asked_for_after_all(desk: Desk) -> None:
    task = await skip(desk, await file(desk))
    role = (await hand(desk, task, ALICE, OSCAR)).sign_offs[0]
    assert (role.person, role.state) == (OSCAR, SignOffState.ASKED)


@pytest.mark.parametrize("who", [GRACE, MALLORY])
async def test_signers_and_strangers_dont_say_what_is_needed(desk: Desk, who: str) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="Only the author of TASK-001"):
        await skip(desk, task, who)
    assert await fresh(desk, task) == task


async def test_handed_over_first_the_signature_of_the_one_before_is_refused(desk: Desk) -> None:
    task = await file(desk)
    window = await show(desk, task, GRACE)
    await hand(desk, task, ALICE, OSCAR)
    with pytest.raises(NotAsked):
        await sign_shown(desk, window, GRACE)
    assert (await fresh(desk, task)).signatures == ()


async def test_a_signature_and_a_handing_over_at_once_end_as_one_of_the_orders_would(desk: Desk) -> None:
    task = await file(desk)
    window = await show(desk, task, GRACE)
    outcomes = await asyncio.gather(
        hand(desk, task, ALICE, OSCAR), sign_shown(desk, window, GRACE), return_exceptions=True
    )
    role = (await fresh(desk, task)).sign_offs[0]
    assert sum(isinstance(each, Exception) for each in outcomes) == 1
    assert (role.person == GRACE) is (role.state is SignOffState.SIGNED)
