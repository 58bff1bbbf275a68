"""Two people edit the same task at once: nothing is overwritten."""

import asyncio
from typing import Any

import pytest

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft
from bot.tasks.errors import Clashing, NotAllowed, NotYours
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, LIN, TEAM, file
from tests.tasks.editors import answers, begin, edit
from tests.tasks.taking import events, fresh

GOAL, PRIORITY, TITLE, DONE = "goal.objective", "priority", "title", "definition-of-done"


async def shared(desk: Desk) -> Task:
    """Alice's task, which Lin is to do."""
    return (await edit(desk, await file(desk), {"assignee": {"user": LIN}, GOAL: "Keys"})).task


async def clashing(desk: Desk) -> tuple[Task, Draft]:
    """Both have changed what is wanted; Lin has saved it, and changed the title too."""
    task = await shared(desk)
    mine = await begin(desk, task, ALICE, {GOAL: "Cards", PRIORITY: "P1-High"})
    after = (await edit(desk, task, {GOAL: "Thumbs", TITLE: "Fix the door"}, LIN)).task
    return after, mine


async def test_what_each_of_them_changed_is_kept(desk: Desk, db: Database) -> None:
    task = await shared(desk)
    mine = await begin(desk, task, ALICE, {GOAL: "Cards"})
    await edit(desk, task, {TITLE: "Fix the door"}, LIN)
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    said = await answers(desk, saved.task)
    assert (saved.task.revision, said[GOAL], said[TITLE]) == (4, "Cards", "Fix the door")
    made = [each for each in await events(db, task) if each.kind == "task edited"][-1]
    assert (made.facts["changed"], made.facts["base"]) == ([GOAL], 2)


async def test_what_both_changed_is_refused_and_nothing_is_overwritten(desk: Desk) -> None:
    after, mine = await clashing(desk)
    with pytest.raises(Clashing, match="Somebody else has changed Objective in TASK-001 too") as refused:
        await desk.edits.save(TEAM, ALICE, mine.id)
    (clash,) = refused.value.clashes
    assert (clash.base.text, clash.mine.text, clash.theirs.text) == ("Keys", "Cards", "Thumbs")
    assert (refused.value.revision, await fresh(desk, after)) == (3, after)
    assert await desk.draft(TEAM, ALICE, mine.id) == mine


async def test_a_look_shows_it_before(desk: Desk) -> None:
    after, mine = await clashing(desk)
    look = await desk.edits.look(TEAM, ALICE, mine.id)
    assert ([each.key for each in look.clashes], [each.key for each in look.changes]) == ([GOAL], [PRIORITY])
    assert (look.base, look.task) == (2, after)


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Cards"), ("theirs", "Thumbs")])
async def test_what_is_chosen_is_what_is_saved(desk: Desk, choice: str, stays: str) -> None:
    _, mine = await clashing(desk)
    settled = await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: choice})  # type: ignore[dict-item]
    assert (settled.base_revision, settled.answers[GOAL], settled.answers[TITLE]) == (
        3,
        stays,
        "Fix the door",
    )
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    said = await answers(desk, saved.task)
    assert (said[GOAL], said[TITLE], said[PRIORITY]) == (stays, "Fix the door", "P1-High")


async def test_settling_writes_nothing_to_the_task(desk: Desk, db: Database) -> None:
    after, mine = await clashing(desk)
    before = await events(db, after)
    settled = await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    assert await desk.draft(TEAM, ALICE, mine.id) == settled
    assert (await fresh(desk, after), await events(db, after)) == (after, before)


async def two_clashes(desk: Desk) -> Draft:
    task = await shared(desk)
    mine = await begin(desk, task, ALICE, {GOAL: "Cards", TITLE: "Fix the gate"})
    await edit(desk, task, {GOAL: "Thumbs", TITLE: "Fix the door"}, LIN)
    return mine


async def test_what_isnt_chosen_clashes_again(desk: Desk) -> None:
    mine = await two_clashes(desk)
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    (left,) = (await desk.edits.look(TEAM, ALICE, mine.id)).clashes
    assert (left.key, left.base.text, left.mine.text) == (TITLE, "Fix the login", "Fix the gate")
    with pytest.raises(Clashing):
        await desk.edits.save(TEAM, ALICE, mine.id)


async def test_clashes_are_settled_one_after_the_other(desk: Desk) -> None:
    mine = await two_clashes(desk)
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {TITLE: "theirs"})
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    said = await answers(desk, saved.task)
    assert (said[GOAL], said[TITLE], saved.changes[0].key) == ("Cards", "Fix the door", GOAL)


async def test_what_moves_on_while_it_is_settled_clashes_again(desk: Desk) -> None:
    after, mine = await clashing(desk)
    await edit(desk, after, {GOAL: "Eyes"}, LIN)
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    (clash,) = (await desk.edits.look(TEAM, ALICE, mine.id)).clashes
    assert (clash.base.text, clash.mine.text, clash.theirs.text) == ("Thumbs", "Cards", "Eyes")


async def test_who_was_just_picked_is_shown_by_no_id(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={"assignee": {"user": "UNEW"}})
    await edit(desk, task, {"assignee": {"user": LIN}})
    (clash,) = (await desk.edits.look(TEAM, ALICE, mine.id)).clashes
    assert (clash.mine.text, clash.theirs.text) == ("(name follows)", "Lin Chen")


async def test_whoever_takes_theirs_changes_nothing(desk: Desk) -> None:
    task = await shared(desk)
    mine = await begin(desk, task, ALICE, {GOAL: "Cards"})
    after = (await edit(desk, task, {GOAL: "Thumbs"}, LIN)).task
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "theirs"})
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert (saved.revision, saved.task) == (False, after)


def items(*said: str) -> list[dict[str, Any]]:
    """A checklist's items; `x` in front of a ticked one."""
    return [{"text": each.removeprefix("x "), "done": each.startswith("x "), "items": []} for each in said]


async def on_a_page_of_revision(desk: Desk, revision: int, mine: Draft, said: dict[str, Any]) -> Draft:
    """What Alice types on a page that was drawn for this revision, on another screen maybe."""
    return await desk.save_draft(
        TEAM,
        ALICE,
        mine.id,
        template_hash=mine.template_hash,
        answers=said,
        page=0,
        edits=mine.edits,
        base_revision=revision,
    )


async def test_what_is_typed_on_an_older_page_is_asked_about_and_the_rest_is_merged(desk: Desk) -> None:
    _, mine = await clashing(desk)
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    await on_a_page_of_revision(desk, 2, mine, {TITLE: "Fix the gate", PRIORITY: "P0-Critical"})
    look = await desk.edits.look(TEAM, ALICE, mine.id)
    assert [(each.key, each.theirs.text) for each in look.clashes] == [(TITLE, "Fix the door")]
    assert [each.key for each in look.changes] == [PRIORITY, GOAL]


@pytest.mark.parametrize("revision", [-1, 0, 3, 4])
async def test_what_is_typed_on_a_page_of_the_present_revision_or_of_none_is_mine(
    desk: Desk, revision: int
) -> None:
    _, mine = await clashing(desk)
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    await on_a_page_of_revision(desk, revision, mine, {TITLE: "Fix the gate"})
    assert (await desk.edits.look(TEAM, ALICE, mine.id)).clashes == ()


async def test_a_list_that_is_typed_on_an_older_page_keeps_its_own_ticks(desk: Desk) -> None:
    task = (await edit(desk, await shared(desk), {DONE: items("A", "B")})).task
    mine = await begin(desk, task, ALICE, {GOAL: "Cards"})
    after = (await edit(desk, task, {GOAL: "Thumbs", DONE: items("x D", "A", "B")}, LIN)).task
    await desk.edits.settle(TEAM, ALICE, mine.id, after.revision, {GOAL: "mine"})
    await on_a_page_of_revision(desk, task.revision, mine, {DONE: items("x A", "B", "C")})
    await edit(desk, after, {DONE: items("A", "B")}, LIN)
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert (await answers(desk, saved.task))[DONE] == items("x A", "B", "C")


async def test_a_page_on_which_nothing_was_typed_says_nothing(desk: Desk) -> None:
    _, mine = await clashing(desk)
    settled = await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    after = await on_a_page_of_revision(desk, 2, mine, {TITLE: "Fix the door"})
    assert after == settled


@pytest.mark.parametrize("revision", [0, 1, 4, 99])
async def test_only_a_revision_since_it_began_can_be_settled_against(desk: Desk, revision: int) -> None:
    _, mine = await clashing(desk)
    with pytest.raises(NotAllowed, match="TASK-001 is at revision 3"):
        await desk.edits.settle(TEAM, ALICE, mine.id, revision, {GOAL: "mine"})
    assert await desk.draft(TEAM, ALICE, mine.id) == mine


async def test_a_saved_edit_is_settled_no_more(desk: Desk) -> None:
    mine = await begin(desk, await shared(desk), ALICE, {GOAL: "Cards"})
    after = (await desk.edits.save(TEAM, ALICE, mine.id)).task
    found = await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "theirs"})
    assert (found.task_id, found.base_revision, found.answers) == (after.id, 2, mine.answers)


async def test_nobody_settles_anothers_edit(desk: Desk) -> None:
    _, mine = await clashing(desk)
    with pytest.raises(NotYours):
        await desk.edits.settle(TEAM, LIN, mine.id, 3, {GOAL: "theirs"})


async def test_ticks_of_both_are_kept_when_it_is_settled(desk: Desk) -> None:
    task = await shared(desk)
    listed = (await answers(desk, task))[DONE]
    first, second = ({**each, "done": True} for each in listed)
    mine = await begin(desk, task, ALICE, {GOAL: "Cards", DONE: [first, listed[1]]})
    await edit(desk, task, {GOAL: "Thumbs", DONE: [listed[0], second]}, LIN)
    await desk.edits.settle(TEAM, ALICE, mine.id, 3, {GOAL: "mine"})
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert (await answers(desk, saved.task))[DONE] == [first, second]


async def test_what_isnt_settled_keeps_its_own_ticks(desk: Desk) -> None:
    task = (await edit(desk, await shared(desk), {DONE: items("A", "B")})).task
    mine = await begin(desk, task, ALICE, {GOAL: "Cards", DONE: items("x A", "B", "C")})
    after = (await edit(desk, task, {GOAL: "Thumbs", DONE: items("x D", "A", "B")}, LIN)).task
    await desk.edits.settle(TEAM, ALICE, mine.id, after.revision, {GOAL: "mine"})
    await edit(desk, after, {DONE: items("A", "B")}, LIN)
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert (await answers(desk, saved.task))[DONE] == items("x A", "B", "C")


async def test_what_was_only_seen_ticked_is_not_ticked_by_the_edit(desk: Desk) -> None:
    task = (await edit(desk, await shared(desk), {DONE: items("A", "B")})).task
    mine = await begin(desk, task, ALICE, {GOAL: "Cards"})
    after = (await edit(desk, task, {GOAL: "Thumbs", DONE: items("x A", "B")}, LIN)).task
    await desk.edits.settle(TEAM, ALICE, mine.id, after.revision, {GOAL: "mine"})
    await edit(desk, after, {DONE: items("A", "B")}, LIN)
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert (await answers(desk, saved.task))[DONE] == items("A", "B")


async def test_two_who_save_at_the_same_moment_both_get_their_own(desk: Desk, db: Database) -> None:
    task = await shared(desk)
    drafts = [
        (ALICE, await begin(desk, task, ALICE, {GOAL: "Cards"})),
        (LIN, await begin(desk, task, LIN, {TITLE: "Fix the door"})),
    ]
    saved = await asyncio.gather(*(desk.edits.save(TEAM, who, each.id) for who, each in drafts))
    assert sorted(each.task.revision for each in saved) == [3, 4]
    said = await answers(desk, await fresh(desk, task))
    assert (said[GOAL], said[TITLE]) == ("Cards", "Fix the door")
    assert (await db.read(audit)).findings == ()


async def test_of_two_who_change_the_same_at_the_same_moment_one_is_asked(desk: Desk) -> None:
    task = await shared(desk)
    drafts = [(who, await begin(desk, task, who, {GOAL: who})) for who in (ALICE, LIN)]
    saves = (desk.edits.save(TEAM, who, each.id) for who, each in drafts)
    found = await asyncio.gather(*saves, return_exceptions=True)
    assert sum(isinstance(each, Clashing) for each in found) == 1
    assert (await fresh(desk, task)).revision == 3
