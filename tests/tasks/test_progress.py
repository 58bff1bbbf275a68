"""The boxes of a filed task: who ticks them, what is written, and who is told."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NeverShown, NotAllowed, NotNow
from bot.tasks.progress import Done
from bot.tasks.step import Shown, shown
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.store_texts import must_find
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, Clock, empty_outbox, file, sign, targets
from tests.tasks.editors import edit

BOXES = {"tests": 0, "docs": 1}
"""The boxes "Tests pass" and "Documentation is updated", by their places."""
CHECKLIST = "definition-of-done"


async def tick(desk: Desk, seen: Shown, who: str = ALICE, **boxes: bool) -> Done:
    """Somebody ticks `tests` or `docs`, or unticks it."""
    return await desk.progress.tick(TEAM, seen, who, {BOXES[name]: done for name, done in boxes.items()})


async def ticks_of(desk: Desk, task: Task) -> list[bool]:
    """Which boxes are ticked now."""
    return [box.done for box in (await desk.progress.open(TEAM, task.id, ALICE)).boxes]


async def facts_of(desk: Desk, db: Database, task: Task, kind: str) -> list[dict[str, Any]]:
    """What the events of this kind say."""
    events = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    return [event.facts for event in events if event.kind == kind]


async def told(desk: Desk, db: Database) -> list[tuple[str, str]]:
    """(user, sentence) of what waits to be told; all that waits is claimed."""
    rows = [row for row in await desk.outbox.claim(100, timedelta(minutes=1)) if row.kind == "tell"]

    def sentences(session: Session) -> list[str]:
        return [must_find(session, TEAM, row.ref["text"]) for row in rows]

    return list(zip([row.ref["user"] for row in rows], await db.read(sentences), strict=True))


async def test_a_tick_makes_no_revision_and_leaves_the_substance(desk: Desk) -> None:
    task = await file(desk)
    after = (await tick(desk, shown(task), tests=True)).task
    assert await ticks_of(desk, task) == [True, False]
    assert (after.revision, after.substance_hash, after.version) == (1, task.substance_hash, 2)


async def test_a_tick_is_one_event_with_names_and_numbers_only(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True, docs=True)
    await tick(desk, shown(task), GRACE, docs=False)
    told = await facts_of(desk, db, task, "ticked")
    assert [{name: said for name, said in each.items() if name != "ticks"} for each in told] == [
        {"revision": 1, "version": 2, "ticked": {CHECKLIST: [0, 1]}, "unticked": {}},
        {"revision": 1, "version": 3, "ticked": {}, "unticked": {CHECKLIST: [1]}},
    ]


async def test_the_card_is_redrawn_once_for_fifty_ticks(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    for number in range(50):
        await tick(desk, shown(task), tests=number % 2 == 0)
    assert await targets(desk) == [f"card:{task.id}"]


async def test_a_tick_that_changes_nothing_is_no_event(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True)
    done = await tick(desk, shown(task), GRACE, tests=True)
    assert (done.changed, done.task.version) == (0, 2)
    assert len(await facts_of(desk, db, task, "ticked")) == 1


async def test_of_many_who_tick_at_once_nobody_loses_a_tick(desk: Desk) -> None:
    task = await file(desk)
    seen = shown(task)
    await asyncio.gather(tick(desk, seen, ALICE, tests=True), tick(desk, seen, GRACE, docs=True))
    assert await ticks_of(desk, task) == [True, True]


@pytest.mark.parametrize("who", [ALICE, GRACE, LIN])
async def test_author_and_signers_tick(desk: Desk, who: str) -> None:
    task = await file(desk)
    assert (await tick(desk, shown(task), who, tests=True)).changed == 1


async def test_others_are_refused_in_one_sentence_which_is_an_event(desk: Desk, db: Database) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="can tick its boxes"):
        await tick(desk, shown(task), MALLORY, tests=True)
    assert [each["action"] for each in await facts_of(desk, db, task, "refused")] == ["tick"]
    assert await ticks_of(desk, task) == [False, False]


async def test_an_admin_ticks_too(desk: Desk) -> None:
    task = await file(desk)
    done = await desk.progress.tick(TEAM, shown(task), MALLORY, {0: True}, admin=True)
    assert done.changed == 1


async def test_a_done_task_is_ticked_no_more(desk: Desk) -> None:
    task = await file(desk)
    for who in (GRACE, LIN):
        await sign(desk, task, who)
    with pytest.raises(NotAllowed, match="is done, so its boxes can't be ticked"):
        await tick(desk, shown(task), tests=True)


async def test_a_closed_task_is_ticked_no_more(desk: Desk) -> None:
    task = await file(desk)
    closed = await desk.steps.close(TEAM, shown(task), ALICE, "Not now")
    with pytest.raises(NotAllowed, match="is closed, so its boxes can't be ticked"):
        await tick(desk, shown(closed), tests=True)


async def test_a_task_without_checklists_says_so(desk: Desk) -> None:
    task = await file(desk, template="# TASK-XXX: [Title]\n\n## Goal\n\n**Objective**: [What is wanted]\n")
    with pytest.raises(NotNow, match="has no checklist"):
        await desk.progress.open(TEAM, task.id, ALICE)


async def test_a_tick_on_an_older_revision_finds_its_box_and_says_what_is_gone(desk: Desk) -> None:
    task = await file(desk)
    rest: list[Any] = [
        {"text": text, "done": False, "items": []} for text in ("Reviewed", "Documentation is updated")
    ]
    await edit(desk, task, {CHECKLIST: rest})
    done = await tick(desk, shown(task), tests=True, docs=True)
    assert (await ticks_of(desk, task), done.lost) == ([False, True], ("Tests pass",))


@pytest.mark.parametrize("forged", [{"key": "TASK-999"}, {"substance_hash": "other"}, {"revision": 7}])
async def test_what_the_task_never_said_is_ticked_nowhere(desk: Desk, forged: dict[str, Any]) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed):
        await tick(desk, shown(task).model_copy(update=forged), tests=True)
    assert await ticks_of(desk, task) == [False, False]


async def test_a_box_that_never_was_is_refused(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(NeverShown, match="isn't what TASK-001 ever said"):
        await desk.progress.tick(TEAM, shown(task), ALICE, {2: True})


async def test_a_signer_is_told_of_a_box_that_is_unticked_after_they_signed(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await tick(desk, shown(task), tests=False, docs=True)
    assert await told(desk, db) == [
        (
            GRACE,
            "Alice Author unticked “Tests pass” in TASK-001 after you signed it as Developer.\n"
            "Your signature stands; retract it if it shouldn't.",
        )
    ]


async def test_what_was_not_ticked_at_the_signature_is_no_news_to_the_signer(
    desk: Desk, db: Database
) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await tick(desk, shown(task), tests=True)
    await tick(desk, shown(task), tests=False)
    assert await told(desk, db) == []
    assert (await desk.progress.look(task)).unticked == ()


async def test_each_unticking_is_told_once_more(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    for done in (False, True, False):
        await tick(desk, shown(task), tests=done)
    assert len(await told(desk, db)) == 2


async def test_who_unticks_it_themselves_is_not_told(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True)
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await tick(desk, shown(task), GRACE, tests=False)
    assert await told(desk, db) == []


async def test_after_a_retraction_nobody_is_told(desk: Desk, db: Database) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True)
    signed = (await sign(desk, task, GRACE)).task
    await desk.steps.retract(TEAM, shown(signed), GRACE, [task.sign_offs[0].id])
    await empty_outbox(desk)
    await tick(desk, shown(task), tests=False)
    assert await told(desk, db) == []


async def test_a_box_that_is_off_is_shown_with_each_signature_until_it_is_ticked_again(
    desk: Desk, clock: Clock
) -> None:
    task = await file(desk)
    await tick(desk, shown(task), tests=True)
    await sign(desk, task, GRACE)
    clock.forward(hours=1)
    off = (await tick(desk, shown(task), tests=False)).task
    signed = (await desk.task(TEAM, off.id)) or off
    assert [(each.signature.signer, each.texts) for each in (await desk.progress.look(signed)).unticked] == [
        (GRACE, ("Tests pass",))
    ]
    again = (await tick(desk, shown(task), tests=True)).task
    assert (await desk.progress.look(again)).unticked == ()


async def test_card_document_and_export_say_the_same_of_a_tick(desk: Desk) -> None:
    task = await file(desk)
    after = (await tick(desk, shown(task), docs=True)).task
    lines = "- [ ] Tests pass\n- [x] Documentation is updated\n"
    assert lines in await desk.document(after)
    assert lines in (await desk.exported(after)).text
