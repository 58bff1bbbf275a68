"""Show what may be signed, and sign it."""

import asyncio
from datetime import date
from importlib import resources

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.documents import MARKER, split
from bot.tasks.errors import AlreadySigned, NotAllowed, NotAsked, Stale, UnknownTask
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.substance import sha256
from bot.tasks.task import SignOffState, State
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
from tests.tasks.taking import broken_at

DEFAULT = resources.files("bot.template") / "task.md"


async def test_the_first_signature_puts_the_task_in_review(desk: Desk) -> None:
    signed = await sign(desk, await file(desk), GRACE)
    assert (signed.done, signed.task.state) == (False, State.IN_REVIEW)
    assert [each.state for each in signed.task.sign_offs] == [SignOffState.SIGNED, SignOffState.ASKED]


async def test_the_last_signature_makes_it_done(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    signed = await sign(desk, task, LIN)
    assert (signed.done, signed.task.state) == (True, State.DONE)
    assert await desk.task(TEAM, task.id) == signed.task


async def test_a_signature_names_exactly_what_was_signed(desk: Desk) -> None:
    task = await file(desk)
    shown = await show(desk, task, GRACE)
    signature = (await sign_shown(desk, shown, GRACE)).task.signatures[0]
    named = (signature.revision, signature.substance_hash, signature.document_hash)
    assert named == (1, task.substance_hash, shown.document_hash)


async def test_the_document_as_shown_is_kept(desk: Desk) -> None:
    shown = await show(desk, await file(desk), GRACE)
    assert await desk.text(TEAM, shown.document_hash) == shown.document


async def test_the_day_is_the_signers_own(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    clock.forward(hours=12)
    await sign(desk, task, GRACE)
    signed = await sign(desk, task, LIN)
    assert [each.day for each in signed.task.signatures] == [date(2026, 11, 23), date(2026, 11, 24)]


async def test_the_name_is_frozen_when_signing(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await desk.remember_person(person(GRACE, "Grace Brewster Murray Hopper"))
    signed = await desk.task(TEAM, task.id)
    assert signed
    assert signed.signatures[0].name == "Grace Hopper"
    assert "- [x] **Developer**: Implementation complete - Grace Hopper - 2026-11-23" in await desk.document(
        signed
    )


async def test_a_comment_is_kept_as_typed_and_only_its_hash_in_the_events(desk: Desk, db: Database) -> None:
    task = await file(desk)
    signed = await sign(desk, task, GRACE, comment="Looks *good*")
    events = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    stored = await desk.task(TEAM, task.id)
    assert stored and stored.signatures[0].comment == "Looks *good*" == signed.task.signatures[0].comment
    assert sha256("Looks *good*") in str(events) and "good*" not in str(events)


async def test_somebody_who_was_not_asked_sees_nothing_to_sign(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NotAsked, match="You weren't asked to sign TASK-001") as refused:
        await show(desk, task, MALLORY)
    assert refused.value.asked == (("Developer", GRACE), ("Tech Lead", LIN))


async def test_who_was_not_asked_hears_who_is_waited_for_and_nothing_of_roles_without_a_person() -> None:
    asked = (("Developer", GRACE), ("DevOps", None))
    assert str(NotAsked("TASK-001", MALLORY, asked)).endswith(f" Still waiting for: Developer (<@{GRACE}>).")
    assert str(NotAsked("TASK-001", MALLORY, asked[1:])).endswith("there is nothing for you to sign.")


async def test_nobody_signs_what_was_asked_of_somebody_else(desk: Desk) -> None:
    shown = await show(desk, await file(desk), GRACE)
    with pytest.raises(NotAsked):
        await sign_shown(desk, shown, MALLORY)


async def test_nobody_signs_their_own_role_and_anothers_at_once(desk: Desk) -> None:
    task = await file(desk)
    both = (await show(desk, task, GRACE)).model_copy(update={"sign_offs": task.sign_offs})
    with pytest.raises(Stale, match="you aren't asked for all of these roles any more"):
        await sign_shown(desk, both, GRACE)


async def test_signing_twice_says_when_it_was_signed(desk: Desk) -> None:
    task = await file(desk)
    shown = await show(desk, task, GRACE)
    await sign_shown(desk, shown, GRACE)
    with pytest.raises(AlreadySigned, match="You signed TASK-001 as Developer on 2026-11-23"):
        await sign_shown(desk, shown, GRACE)
    with pytest.raises(AlreadySigned):
        await show(desk, task, GRACE)


async def test_one_person_signs_all_their_roles_at_once(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE, "Tech Lead": GRACE})
    signed = await sign(desk, task, GRACE)
    assert [each.role for each in signed.task.signatures] == ["Developer", "Tech Lead"]
    assert signed.done


async def test_a_role_without_a_person_keeps_the_task_from_being_done(desk: Desk) -> None:
    signed = await sign(desk, await file(desk, signers={"Developer": GRACE}), GRACE)
    assert (signed.done, signed.task.state) == (False, State.IN_REVIEW)


@pytest.mark.parametrize("changed", [{"revision": 2}, {"substance_hash": "other"}])
async def test_what_was_shown_must_be_what_stands(desk: Desk, changed: dict[str, object]) -> None:
    shown = await show(desk, await file(desk), GRACE)
    with pytest.raises(Stale, match="TASK-001 is open now, and what it says has changed"):
        await sign_shown(desk, shown, GRACE, **changed)


async def test_a_document_that_was_never_shown_cannot_be_signed(desk: Desk) -> None:
    shown = await show(desk, await file(desk), GRACE)
    with pytest.raises(Stale, match="isn't kept any more"):
        await sign_shown(desk, shown, GRACE, document_hash="0" * 64)


async def test_what_another_has_signed_meanwhile_changes_nothing(desk: Desk) -> None:
    task = await file(desk)
    shown = await show(desk, task, LIN)
    await sign(desk, task, GRACE)
    assert (await sign_shown(desk, shown, LIN)).done


async def test_two_signers_at_once_both_sign_and_one_makes_it_done(desk: Desk) -> None:
    task = await file(desk)
    shown = {who: await show(desk, task, who) for who in (GRACE, LIN)}
    signed = await asyncio.gather(*(sign_shown(desk, each, who) for who, each in shown.items()))
    assert sorted(each.done for each in signed) == [False, True]


async def test_one_who_can_sign_no_longer_is_refused(desk: Desk) -> None:
    task = await file(desk)
    await desk.remember_person(person(GRACE, "Grace Hopper", active=False))
    with pytest.raises(NotAllowed, match="the account is deactivated"):
        await show(desk, task, GRACE)


async def test_an_unknown_task_is_said_to_be(desk: Desk) -> None:
    with pytest.raises(UnknownTask):
        await desk.show_for_signing(TEAM, 7, GRACE)


async def test_a_signature_wants_the_card_and_the_signers_message(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await sign(desk, task, GRACE)
    assert await targets(desk) == ["asked:1:UGRACE", "card:1"]


async def test_done_wants_the_news_and_the_signed_document_too(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await sign(desk, task, LIN)
    wanted = [each for each in await targets(desk) if not each.startswith("tell:")]
    assert wanted == ["asked:1:UGRACE", "asked:1:ULIN", "card:1", "done:1:1", "signed-document:1:1"]


async def test_author_and_assignee_are_told_that_it_is_done(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await sign(desk, task, LIN)
    assert [each[:11] for each in await targets(desk) if each.startswith("tell:")] == ["tell:UALICE"]


async def test_the_signed_document_says_who_signed_what(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    done = (await sign(desk, task, LIN)).task
    above, footer = split(await desk.text(TEAM, done.signed_document_hash or ""))
    assert "- [x] **Tech Lead**: Architecture approved - Lin Chen - 2026-11-23" in above
    assert footer and footer.startswith(MARKER)
    assert "- Developer: Grace Hopper (`UGRACE`), 2026-11-23, revision 1" in footer
    assert f"sha256:{sha256(above)}" in footer and f"sha256:{task.substance_hash}" in footer


async def test_the_footer_names_the_chain_up_to_done(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    done = (await sign(desk, task, LIN)).task
    events = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    assert [each.kind for each in events[-2:]] == ["task done", "document sealed"]
    assert events[-2].hash in await desk.text(TEAM, done.signed_document_hash or "")
    assert events[-1].facts["document"] == done.signed_document_hash


async def test_the_whole_story_stands_in_a_chain_that_holds(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await sign(desk, task, LIN)
    events = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    assert broken_at(events) is None
    assert [each.kind for each in events if each.who in (GRACE, LIN)] == ["signed", "signed"]
    assert events[0].who == ALICE


async def test_the_default_template_is_signed_by_all_four(desk: Desk) -> None:
    roles = ("Developer", "Code Reviewer", "Tech Lead", "DevOps")
    task = await file(desk, template=DEFAULT.read_text("utf-8"), signers=dict.fromkeys(roles, GRACE))
    done = await sign(desk, task, GRACE)
    text = await desk.text(TEAM, done.task.signed_document_hash or "")
    assert done.done and "**Status**: Done" in text
    assert "- [x] **DevOps**: Deployment verified - Grace Hopper - 2026-11-23" in text
