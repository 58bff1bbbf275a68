"""An exported document comes back edited: it edits the task that it is of."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tasks.comparing import changes, whole
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.documents import form_of, kept_of, named
from bot.tasks.draft import Draft, new_draft_id
from bot.tasks.errors import Clashing, NotAllowed, NotFromHere, NotYours
from bot.tasks.imported import Source
from bot.tasks.reimporting import Ground, Reimported, based, reimported
from bot.tasks.results import Saved
from bot.tasks.step import shown
from bot.tasks.substance import canonical, sha256, ticks, without_ticks
from bot.tasks.task import SignOffState, Task
from bot.template.origin import Origin, with_origin
from bot.template.render import render
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, TEMPLATE, file, person, sign
from tests.tasks.editors import answers, edit
from tests.tasks.taking import events, fresh
from tests.tasks.test_importing import FORM, KNOWN
from tests.tasks.test_task import task as a_task
from tests.template import strategies as some

GOAL, CHECKS = "goal.objective", "definition-of-done"


async def exported(desk: Desk, task: Task) -> str:
    """The task's file, as it is now."""
    return (await desk.exported(await fresh(desk, task))).text


async def said(desk: Desk, task: Task, document: str, who: str = ALICE) -> Reimported:
    """What the document would change."""
    return await desk.imports.reimport(TEAM, who, task.id, document)


async def drafted(desk: Desk, task: Task, document: str, draft_id: str = "") -> Draft:
    """Alice's draft of the document."""
    found = await said(desk, task, document)
    return await desk.imports.edit_draft(
        ALICE, draft_id or new_draft_id(), found, Source(document, "a.md", None)
    )


async def imported(desk: Desk, task: Task, document: str) -> Saved:
    """Alice brings the document back."""
    return await desk.edits.save(TEAM, ALICE, (await drafted(desk, task, document)).id)


async def with_goal(desk: Desk, goal: str = "Sign in") -> Task:
    """A task that says what is wanted, by Grace, with an item ticked."""
    task = await file(desk)
    new: dict[str, Any] = {GOAL: goal, "assignee": {"user": GRACE}}
    new[CHECKS] = [{"text": "Tests pass", "done": True, "items": []}]
    return (await edit(desk, task, new)).task


async def test_a_changed_line_is_an_edit_and_all_else_stays(desk: Desk) -> None:
    task = await with_goal(desk)
    before = await answers(desk, task)
    document = (await exported(desk, task)).replace("Sign in", "Sign in with a key")
    saved = await imported(desk, task, document)
    assert (saved.task.revision, [each.key for each in saved.changes]) == (3, [GOAL])
    assert await answers(desk, saved.task) == {**before, GOAL: "Sign in with a key"}


async def test_the_revision_names_the_file_and_the_text_is_kept(desk: Desk, db: Database) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).replace("Sign in", "Sign out") + "\nOdd one\n"
    await imported(desk, task, document)
    made = [each for each in await events(db, task) if each.kind == "task edited"][-1]
    assert made.facts["imported"] == sha256(document)
    assert await desk.text(TEAM, sha256(document)) == document


async def test_the_same_file_again_changes_nothing(desk: Desk, db: Database) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).replace("Sign in", "Sign out")
    task = (await imported(desk, task, document)).task
    before = len(await events(db, task))
    found = await said(desk, task, document)
    assert (found.changes, found.clashes, found.base, found.told) == ((), (), 2, True)
    saved = await imported(desk, task, document)
    assert (saved.revision, saved.task, len(await events(db, task))) == (False, task, before)


async def test_what_the_file_leaves_out_is_taken_away(desk: Desk) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).replace("**Objective**: Sign in\n", "")
    assert [each.key for each in (await said(desk, task, document)).left_out] == [GOAL]
    saved = await imported(desk, task, document)
    assert [each.key for each in saved.changes] == [GOAL]
    assert GOAL not in await answers(desk, saved.task)


async def test_what_others_changed_since_the_export_stays(desk: Desk) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).replace("Sign in", "Sign out")
    await edit(desk, task, {"priority": "P1-High"}, GRACE)
    found = await said(desk, task, document)
    assert based(found) == "Revision 2 is what it was exported from; 3 is the present one."
    assert ([each.key for each in found.changes], found.clashes) == ([GOAL], ())
    saved = await imported(desk, task, document)
    assert (saved.task.priority, (await answers(desk, saved.task))[GOAL]) == ("P1-High", "Sign out")


async def test_what_both_changed_clashes_and_nothing_is_overwritten(desk: Desk) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).replace("Sign in", "Sign out")
    after = (await edit(desk, task, {GOAL: "Sign up"}, GRACE)).task
    found = await said(desk, task, document)
    assert [(each.mine.text, each.theirs.text) for each in found.clashes] == [("Sign out", "Sign up")]
    assert found.changes == ()
    with pytest.raises(Clashing):
        await imported(desk, task, document)
    assert await fresh(desk, task) == after


async def test_without_its_last_line_a_file_is_held_against_the_present(desk: Desk) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).rpartition("<!--")[0].replace("Sign in", "Sign out")
    await edit(desk, task, {"priority": "P1-High"}, GRACE)
    found = await said(desk, task, document)
    assert (found.base, found.told) == (3, False)
    assert [each.key for each in found.changes] == ["priority", GOAL]


async def test_what_is_added_below_its_last_line_changes_no_base(desk: Desk) -> None:
    task = await with_goal(desk)
    document = await exported(desk, task) + "\nThanks to all\n"
    await edit(desk, task, {"priority": "P1-High"}, GRACE)
    found = await said(desk, task, document)
    assert (found.base, found.told, found.changes) == (2, True, ())
    assert [each.text for each in found.unplaced] == ["Thanks to all"]


@pytest.mark.parametrize("origin", [Origin("TASK-001", 9), Origin("TASK-001", 0), Origin("TASK-002", 1)])
async def test_a_line_that_cant_be_so_tells_nothing(desk: Desk, origin: Origin) -> None:
    task = await with_goal(desk)
    found = await said(desk, task, with_origin(await desk.document(task), origin))
    assert (found.base, found.told, found.changes) == (2, False, ())


async def test_ticks_and_roles_of_a_file_change_nothing(desk: Desk) -> None:
    task = await with_goal(desk)
    before = await answers(desk, task)
    document = (
        (await exported(desk, task)).replace("[x] Tests", "[ ] Tests").replace("[ ] **Dev", "[x] **Dev")
    )
    found = await said(desk, task, document)
    assert [each[:30] for each in found.notes] == [
        "What the document says of Deve",
        "Some of its ticks aren't those",
    ]
    saved = await imported(desk, task, document)
    assert (saved.revision, await answers(desk, saved.task)) == (False, before)
    assert [each.state for each in saved.task.sign_offs] == [SignOffState.ASKED] * 2


async def test_an_item_that_is_new_isnt_done_and_its_neighbour_keeps_its_tick(desk: Desk) -> None:
    task = await with_goal(desk)
    document = (await exported(desk, task)).replace("- [x] Tests pass", "- [x] Notes\n- [ ] Tests pass")
    items: Any = (await answers(desk, (await imported(desk, task, document)).task))[CHECKS]
    assert [(each["text"], each["done"]) for each in items] == [("Notes", False), ("Tests pass", True)]


async def test_a_tick_that_was_given_since_stays(desk: Desk) -> None:
    task = await with_goal(desk)
    draft = await drafted(desk, task, (await exported(desk, task)).replace("Sign in", "Sign out"))
    await edit(desk, task, {CHECKS: [{"text": "Tests pass", "done": False, "items": []}]}, GRACE)
    saved = await desk.edits.save(TEAM, ALICE, draft.id)
    assert ticks(await answers(desk, saved.task)) == [([CHECKS, 0], False)]


async def test_a_signed_line_that_stands_in_the_task_too_has_its_place(desk: Desk) -> None:
    task = (await sign(desk, await with_goal(desk), GRACE)).task
    found = await said(desk, task, await exported(desk, task))
    assert (found.unplaced, found.notes) == ((), ())


async def test_a_signed_file_edits_no_task_whose_history_has_nothing_of_it(desk: Desk) -> None:
    task = await with_goal(desk)
    for signer in (GRACE, LIN):
        task = (await sign(desk, task, signer)).task
    document = await exported(desk, task)
    task = await desk.steps.reopen(TEAM, shown(task), ALICE, "One more thing")
    assert (await said(desk, task, document)).changes == ()
    elsewhere = re.sub(r"(history up to here: `sha256:)[0-9a-f]{4}", r"\g<1>0000", document)
    with pytest.raises(NotFromHere, match="This file isn't from here: the TASK-001 whose history"):
        await said(desk, task, elsewhere)


async def test_a_name_that_stood_there_means_who_it_meant(desk: Desk) -> None:
    for user in (GRACE, LIN):
        await desk.remember_person(person(user, "Ann"))
    task = await with_goal(desk)
    await desk.remember_person(person(GRACE, "Ann", active=False))
    found = await said(desk, task, await exported(desk, task))
    assert (found.changes, found.mentions, found.answers["assignee"]) == ((), (), {"user": GRACE})


async def test_who_is_called_otherwise_by_now_is_still_who_was_meant(desk: Desk) -> None:
    await desk.remember_person(person(GRACE, "Grace Hopper"))
    task = (await edit(desk, await file(desk), {"assignee": {"user": GRACE}})).task
    document = (await exported(desk, task)).replace("[ ] Tests", "[ ] All tests")
    await desk.remember_person(person(GRACE, "Grace B. Hopper"))
    found = await said(desk, task, document)
    assert ([each.key for each in found.changes], found.mentions) == ([CHECKS], ())
    assert found.answers["assignee"] == {"user": GRACE}


async def test_a_new_name_is_matched_or_stays_text(desk: Desk) -> None:
    await desk.remember_person(person(GRACE, "Grace Hopper"))
    task = (await edit(desk, await file(desk), {"assignee": {"user": GRACE}})).task
    found = await said(desk, task, (await exported(desk, task)).replace("Hopper", "H."))
    assert found.answers["assignee"] == "Grace H."
    assert [(each.name, each.user, each.signs) for each in found.mentions] == [("Grace H.", None, False)]


async def test_another_status_is_said_and_not_taken(desk: Desk) -> None:
    task = await with_goal(desk)
    found = await said(desk, task, (await exported(desk, task)).replace(": To Do", ": Done"))
    assert found.notes == ("The document's status is Done, and TASK-001 is To Do. A file changes no status.",)


async def test_a_stranger_may_not_and_that_is_an_event(desk: Desk, db: Database) -> None:
    task = await with_goal(desk)
    document = await exported(desk, task)
    with pytest.raises(NotAllowed, match="edit"):
        await said(desk, task, document, MALLORY)
    assert (await events(db, task))[-1].facts["action"] == "edit"


async def test_a_done_task_is_refused_until_it_is_reopened(desk: Desk) -> None:
    task = await with_goal(desk)
    for signer in (GRACE, LIN):
        task = (await sign(desk, task, signer)).task
    document = (await exported(desk, task)).replace("Sign in", "Sign out")
    with pytest.raises(NotAllowed, match="TASK-001 is done"):
        await said(desk, task, document)
    await desk.steps.reopen(TEAM, shown(task), ALICE, "Once more")
    found = await said(desk, task, document)
    assert (found.base, found.told, [each.key for each in found.changes]) == (2, True, [GOAL])


async def test_the_key_is_read_by_the_template_that_the_task_has(desk: Desk) -> None:
    odd = "# Change [CR-XXX] of [Title]\n\n## Why\n\n[Reason]\n"
    task = await file(desk, template=odd)
    document = await exported(desk, task)
    assert await desk.imports.task_of(TEAM, form_of(TEMPLATE), document) == task
    anew = document.replace(task.key, "CR-XXX", 1)
    assert await desk.imports.task_of(TEAM, form_of(odd), anew) is None


async def test_a_second_press_makes_no_second_draft_and_nobody_elses(desk: Desk) -> None:
    task = await with_goal(desk)
    document = await exported(desk, task)
    first = await drafted(desk, task, document, "d1")
    assert await drafted(desk, task, document.replace("Sign in", "Sign out"), "d1") == first
    await desk.save_draft(TEAM, GRACE, "d2", template_hash=task.template_hash, answers={}, page=0)
    with pytest.raises(NotYours):
        await drafted(desk, task, document, "d2")


answered = st.fixed_dictionaries(
    {}, optional={field.key: some.values(field) for field in FORM.asked() if field.kind != "group"}
)
picked = st.sampled_from([*({"user": each.id} for each in KNOWN), "Somebody else"])


def said_by(answers: dict[str, Any], assignee: Any, owners: list[Any]) -> dict[str, Any]:
    """All answers, with these people in them."""
    reviews = [{"title": "Look", "owner": owner} for owner in owners]
    return whole(FORM, {**answers, "assignee": assignee, "reviews.review": reviews})


def back(then: dict[str, Any], mine: dict[str, Any]) -> Reimported:
    """What a file would change that says `mine`, of a task that says `then`."""
    people = {each.id: each for each in KNOWN}
    own = a_task(key="TASK-009", revision=2)
    kept = kept_of(FORM, own, people, "UTC")
    names = {each.id: each.name for each in KNOWN}
    document, present = (render(FORM, named(FORM, each, names), kept=kept) for each in (mine, then))
    ground = Ground(own, FORM, 2, True, then, then, "", present, kept, tuple(KNOWN))
    return reimported(ground, with_origin(document, Origin("TASK-009", 2)))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(answered, picked, st.lists(picked, max_size=4))
def test_an_export_that_nobody_touched_changes_nothing(
    given: dict[str, Any], assignee: Any, owners: list[Any]
) -> None:
    then = said_by(given, assignee, owners)
    found = back(then, then)
    assert (found.changes, found.clashes, found.mentions, found.unplaced, found.notes) == ((),) * 5
    assert canonical("", whole(FORM, found.answers)) == canonical("", then)
    assert ticks(whole(FORM, found.answers)) == ticks(then)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(answered, picked, answered, picked, st.lists(picked, max_size=3))
def test_whatever_was_changed_in_an_export_is_changed_and_nothing_else(
    given: dict[str, Any], assignee: Any, new: dict[str, Any], another: Any, owners: list[Any]
) -> None:
    then, mine = said_by(given, assignee, owners[:1]), said_by(new, another, owners)
    found = back(then, mine)
    assert without_ticks(whole(FORM, found.answers)) == without_ticks(mine)
    assert (found.changes, found.clashes, found.unplaced) == (changes(FORM, then, mine), (), ())
