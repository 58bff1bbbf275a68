"""Taking back one's own signature."""

import asyncio
from datetime import timedelta
from importlib import resources

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed
from bot.tasks.task import SignOffState, State
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    empty_outbox,
    file,
    person,
    sign,
    targets,
)
from tests.tasks.taking import broken_at, events, fresh, request, retract

FOUR = (resources.files("bot.template") / "task.md").read_text("utf-8")
"""A template with four roles."""


async def test_a_retracted_signature_counts_no_more_and_is_asked_for_again(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    clock.forward(hours=3)
    after = await retract(desk, task, GRACE)
    developer = after.sign_offs[0]
    assert (developer.state, developer.asked_at) == (SignOffState.ASKED, clock.now)
    assert after.signature_of(developer) is None and after.counting() == ()
    assert await fresh(desk, task) == after


async def test_the_signature_itself_is_kept(desk: Desk) -> None:
    task = await file(desk)
    signed = (await sign(desk, task, GRACE)).task
    assert (await retract(desk, task, GRACE)).signatures == signed.signatures


async def test_the_task_goes_back_to_where_it_was_before_review(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    assert (await retract(desk, task, GRACE)).state is State.OPEN


async def test_anothers_signature_keeps_it_in_review(desk: Desk) -> None:
    task = await file(desk, template=FOUR, signers={"Developer": GRACE, "Tech Lead": LIN})
    await sign(desk, task, GRACE)
    await sign(desk, task, LIN)
    assert (await retract(desk, task, GRACE)).state is State.IN_REVIEW


async def test_who_retracted_is_reminded_from_then_on(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await sign(desk, task, GRACE)
    clock.forward(days=5)
    await retract(desk, task, GRACE)
    await desk.reminders.remind(again_in_a_day, at_any_hour)
    assert "reminder:UGRACE" not in await targets(desk)
    clock.now += timedelta(days=1)
    await desk.reminders.remind(again_in_a_day, at_any_hour)
    assert "reminder:UGRACE" in await targets(desk)


async def test_who_retracted_may_sign_again_and_only_that_signature_counts(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await retract(desk, task, GRACE)
    await sign(desk, task, GRACE, comment="Now it is right")
    done = (await sign(desk, task, LIN)).task
    assert [each.comment for each in done.counting()] == ["Now it is right", None]
    text = await desk.text(TEAM, done.signed_document_hash or "")
    assert text.count("- Developer: Grace Hopper (`UGRACE`)") == 1


async def test_card_and_own_message_ask_again(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await retract(desk, task, GRACE)
    assert await targets(desk) == ["asked:1:UGRACE", "card:1"]


async def test_a_retraction_is_an_event_that_names_the_signature(desk: Desk, db: Database) -> None:
    task = await file(desk)
    signed = (await sign(desk, task, GRACE)).task.signatures[0]
    found = await events(db, await retract(desk, task, GRACE))
    assert (found[-1].kind, found[-1].who) == ("signature retracted", GRACE)
    assert found[-1].facts["signed"] == f"{signed.at.isoformat()} {task.substance_hash}"
    assert broken_at(found) is None


@pytest.mark.parametrize("who", [ALICE, MALLORY])
async def test_nobody_retracts_what_isnt_theirs(desk: Desk, db: Database, who: str) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    with pytest.raises(NotAllowed, match="You haven't signed TASK-001"):
        await retract(desk, task, who, ids=[task.sign_offs[0].id])
    assert await fresh(desk, task) == task
    assert (await events(db, task))[-1].facts["action"] == "retract"


async def test_another_signer_retracts_only_their_own(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE, "Tech Lead": LIN})
    await sign(desk, task, GRACE)
    with pytest.raises(NotAllowed, match="You have no signature on TASK-001"):
        await retract(desk, task, LIN, ids=[task.sign_offs[0].id])


async def test_a_wish_for_changes_is_no_signature_to_retract(desk: Desk) -> None:
    task = await file(desk)
    await request(desk, task, GRACE)
    with pytest.raises(NotAllowed, match="You have no signature"):
        await retract(desk, task, GRACE, ids=[task.sign_offs[0].id])


async def test_who_can_sign_no_longer_may_still_retract(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await desk.remember_person(person(GRACE, "Grace Hopper", kind="guest"))
    assert (await retract(desk, task, GRACE)).counting() == ()


async def test_the_last_signature_first_refuses_the_retraction(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await sign(desk, task, LIN)
    with pytest.raises(NotAllowed, match="TASK-001 is done, so a signature can't be retracted any more"):
        await retract(desk, task, GRACE, ids=[task.sign_offs[0].id])
    assert (await fresh(desk, task)).state is State.DONE


async def test_the_retraction_first_keeps_the_last_signature_from_being_the_last(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await retract(desk, task, GRACE)
    signed = await sign(desk, task, LIN)
    assert (signed.done, signed.task.state) == (False, State.IN_REVIEW)


async def test_a_retraction_and_the_last_signature_at_once_end_as_one_of_the_orders_would(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    outcomes = await asyncio.gather(retract(desk, task, GRACE), sign(desk, task, LIN), return_exceptions=True)
    refused = isinstance(outcomes[0], NotAllowed)
    assert (await fresh(desk, task)).state is (State.DONE if refused else State.IN_REVIEW)
