"""A filed task is edited: a draft becomes its next revision."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.reminders.due import Policy
from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import CannotSign, DraftGone, NotAllowed, NotYours, TitleMissing, UnknownTask
from bot.tasks.step import shown
from bot.tasks.task import SignOffState, State
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    draft,
    empty_outbox,
    file,
    person,
    sign,
    targets,
)
from tests.tasks.editors import answers, begin, edit
from tests.tasks.taking import events, fresh, request

GOAL, PRIORITY, DONE = "goal.objective", "priority", "definition-of-done"
DONE_LIST = [
    {"text": "Tests pass", "done": False, "items": []},
    {"text": "Documentation is updated", "done": False, "items": []},
]
ALL_DONE = [{**each, "done": True} for each in DONE_LIST]


async def test_an_edit_makes_the_next_revision(desk: Desk) -> None:
    task = await file(desk)
    saved = await edit(desk, task, {GOAL: "Sign in with a key"})
    assert (saved.revision, saved.task.revision) == (True, 2)
    assert [each.key for each in saved.changes] == [GOAL]
    assert (await answers(desk, saved.task))[GOAL] == "Sign in with a key"
    assert await fresh(desk, task) == saved.task


async def test_what_isnt_edited_stays(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {PRIORITY: "P1-High", "assignee": {"user": LIN}})).task
    before = await answers(desk, task)
    saved = await edit(desk, task, {GOAL: "Sign in with a key"})
    assert await answers(desk, saved.task) == {**before, GOAL: "Sign in with a key"}
    assert (saved.task.priority, saved.task.assignee) == ("P1-High", LIN)


async def test_title_and_columns_follow_the_answers(desk: Desk) -> None:
    task = await file(desk)
    new = {"title": "Fix the logout", PRIORITY: "P0-Critical", "assignee": {"user": GRACE}}
    after = (await edit(desk, task, new)).task
    assert (after.title, after.priority, after.priority_rank) == ("Fix the logout", "P0-Critical", 0)
    assert after.assignee == GRACE


async def test_an_answer_can_be_taken_away(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {GOAL: "Sign in with a key"})).task
    saved = await edit(desk, task, {GOAL: ""})
    assert GOAL not in await answers(desk, saved.task)
    assert saved.task.revision == 3


async def test_a_revision_names_its_editor_and_moment(desk: Desk, db: Database, clock: Clock) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": LIN}})).task
    clock.forward(hours=2)
    saved = await edit(desk, task, {GOAL: "Keys"}, LIN)
    latest = (await desk.revisions.all(TEAM, saved.task))[-1]
    assert (latest.number, latest.author, latest.at) == (3, LIN, clock.now)
    made = [each for each in await events(db, task) if each.kind == "task edited"][-1]
    assert (made.who, made.facts["changed"], made.facts["revision"]) == (LIN, [GOAL], 3)
    assert "base" not in made.facts
    assert (await db.read(audit)).findings == ()


async def test_its_document_is_kept_as_it_was_then(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {GOAL: "Keys"})).task
    await edit(desk, task, {GOAL: "Cards"})
    text = await desk.revisions.document(TEAM, task, 2)
    assert "**Objective**: Keys" in text and text == await desk.text(TEAM, task.document_hash)


async def test_a_title_is_needed_as_for_a_new_task(desk: Desk) -> None:
    task = await file(desk)
    with pytest.raises(TitleMissing):
        await edit(desk, task, {"title": "  "})
    assert await fresh(desk, task) == task


# Signatures


async def test_signatures_of_what_it_said_before_count_no_more(desk: Desk, clock: Clock) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    clock.forward(hours=1)
    saved = await edit(desk, task, {GOAL: "Keys"})
    developer = saved.task.sign_offs[0]
    assert (developer.state, developer.asked_at) == (SignOffState.ASKED, clock.now)
    assert [each.role for each in saved.dismissed] == ["Developer"]
    assert saved.task.counting() == () and len(saved.task.signatures) == 1


async def test_a_dismissed_signature_is_an_event_that_names_it(desk: Desk, db: Database) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    given = task.signatures[0]
    await edit(desk, task, {GOAL: "Keys"})
    gone = (await events(db, task))[-1]
    assert (gone.kind, gone.who, gone.facts["signer"]) == ("signature dismissed", ALICE, GRACE)
    assert gone.facts["signed"] == f"{given.at.isoformat()} {given.substance_hash}"


async def test_a_dismissed_signature_doesnt_come_back_with_the_old_text(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    there = (await edit(desk, task, {GOAL: "Keys"})).task
    back = (await edit(desk, there, {GOAL: ""})).task
    assert (back.revision, back.substance_hash) == (3, task.substance_hash)
    assert back.counting() == () and back.asked_of(GRACE)


async def test_who_wanted_changes_is_asked_again(desk: Desk, clock: Clock) -> None:
    task = await request(desk, await file(desk), GRACE)
    clock.forward(hours=1)
    after = (await edit(desk, task, {GOAL: "Smaller"})).task
    developer = after.sign_offs[0]
    assert (developer.state, developer.reason, developer.asked_at) == (SignOffState.ASKED, None, clock.now)
    assert developer.remind_at and developer.remind_at > clock.now


async def test_who_hasnt_answered_is_not_asked_anew(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    clock.forward(hours=1)
    after = (await edit(desk, task, {GOAL: "Keys"})).task
    assert after.sign_offs == task.sign_offs


async def test_it_rests_where_it_was_before_review(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    assert task.state is State.IN_REVIEW
    assert (await edit(desk, task, {GOAL: "Keys"})).task.state is State.OPEN


async def test_all_can_sign_the_new_revision_and_then_it_is_done(desk: Desk, db: Database) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    task = (await edit(desk, task, {GOAL: "Keys"})).task
    await sign(desk, task, LIN)
    done = (await sign(desk, task, GRACE)).task
    assert (done.state, [each.revision for each in done.counting()]) == (State.DONE, [2, 2])
    assert "**Objective**: Keys" in await desk.text(TEAM, done.signed_document_hash or "")
    assert (await db.read(audit)).findings == ()


# Who hears of it


async def test_card_document_and_everybodys_message_show_it(desk: Desk) -> None:
    task = await file(desk)
    await empty_outbox(desk)
    await edit(desk, task, {GOAL: "Keys"})
    assert set(await targets(desk)) == {"card:1", "document:1:2", "asked:1:UGRACE", "asked:1:ULIN"}


async def test_who_had_answered_gets_a_new_message(desk: Desk) -> None:
    task = await request(desk, (await sign(desk, await file(desk), GRACE)).task, LIN)
    await empty_outbox(desk)
    await edit(desk, task, {GOAL: "Keys"})
    assert {each for each in await targets(desk) if "edited" in each} == {"edited:1:UGRACE", "edited:1:ULIN"}


async def send(desk: Desk) -> None:
    """What waits is posted."""
    for row in await desk.outbox.claim(100, timedelta(minutes=1)):
        await desk.outbox.posted(row, "D1", "1.1")
        await desk.outbox.finished(row)


async def test_a_second_edit_is_a_new_message_again(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    task = (await sign(desk, (await edit(desk, task, {GOAL: "Keys"})).task, GRACE)).task
    await send(desk)
    await edit(desk, task, {GOAL: "Cards"})
    assert await desk.outbox.message(TEAM, "edited:1:UGRACE") is None
    assert "edited:1:UGRACE" in await targets(desk)


async def test_the_message_about_an_edit_shows_what_became_of_it(desk: Desk) -> None:
    task = (await edit(desk, (await sign(desk, await file(desk), GRACE)).task, {GOAL: "Keys"})).task
    await send(desk)
    await sign(desk, task, GRACE)
    assert await desk.outbox.message(TEAM, "edited:1:UGRACE")
    assert {"edited:1:UGRACE", "asked:1:UGRACE"} <= set(await targets(desk))


async def told(desk: Desk) -> dict[str, str]:
    """What is to be said privately, by user id."""
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    return {row.ref["user"]: await desk.text(TEAM, row.ref["text"]) for row in rows if row.kind == "tell"}


async def test_author_and_assignee_are_told_but_not_who_did_it(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": "UOMAR"}})).task
    await empty_outbox(desk)
    await edit(desk, task, {GOAL: "Keys", PRIORITY: "P1-High"}, "UOMAR")
    sentence = "UOMAR edited TASK-001: Fix the login\nChanged: Basics (Priority), Goal (Objective)."
    assert await told(desk) == {ALICE: sentence}


async def test_an_assignee_who_signed_hears_it_once(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": GRACE}})).task
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    await edit(desk, task, {GOAL: "Keys"})
    assert [each for each in await targets(desk) if "UGRACE" in each] == ["asked:1:UGRACE", "edited:1:UGRACE"]


async def test_a_new_assignee_and_the_one_before_are_told(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": "UOMAR"}})).task
    await empty_outbox(desk)
    await edit(desk, task, {"assignee": {"user": "UNOOR"}})
    sentence = "Alice Author edited TASK-001: Fix the login\nChanged: Basics (Assignee)."
    assert await told(desk) == {"UOMAR": sentence, "UNOOR": sentence}


# What makes no revision


async def test_saving_without_a_change_changes_nothing(desk: Desk, db: Database) -> None:
    task = await file(desk)
    before = await events(db, task)
    saved = await edit(desk, task, {"title": "Fix the login  "})
    assert (saved.new, saved.revision, saved.changes, saved.task) == (True, False, (), task)
    assert await events(db, task) == before
    assert await desk.drafts(TEAM, ALICE) == []


async def test_another_day_to_sign_by_makes_no_revision(desk: Desk, db: Database) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    await empty_outbox(desk)
    saved = await edit(desk, task, plan={"sign_by": "2026-12-24"})
    assert (saved.task.sign_by, saved.task.revision) == (date(2026, 12, 24), 1)
    assert saved.task.counting() == task.counting()
    last = (await events(db, task))[-1]
    assert (last.kind, last.facts["sign_by"]) == ("sign-by changed", "2026-12-24")
    assert {"card:1", "asked:1:UGRACE", "asked:1:ULIN"} <= set(await targets(desk))


async def test_an_earlier_day_to_sign_by_moves_the_first_reminder(db: Database, clock: Clock) -> None:
    policy = Policy(first=timedelta(days=7), every=timedelta(days=1), hours=(time(9), time(17)))
    desk = Desk(db, clock, policy.first_due)
    task = await file(desk)
    saved = await edit(desk, task, plan={"sign_by": "2026-11-25"})
    assert {each.remind_at for each in task.sign_offs} == {datetime(2026, 11, 30, 12, tzinfo=UTC)}
    assert {each.remind_at for each in saved.task.sign_offs} == {datetime(2026, 11, 25, 9, tzinfo=UTC)}


async def test_a_day_that_somebody_else_set_meanwhile_stays(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"}, plan={"sign_by": None})
    await edit(desk, task, plan={"sign_by": "2026-12-24"})
    assert (await desk.edits.save(TEAM, ALICE, mine.id)).task.sign_by == date(2026, 12, 24)


async def test_a_role_that_had_nobody_is_asked_of_somebody(desk: Desk, db: Database) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    saved = await edit(desk, task, plan={"signers": {"Tech Lead": LIN, "Developer": LIN}})
    assert [each.person for each in saved.task.sign_offs] == [GRACE, LIN]
    last = (await events(db, task))[-1]
    assert (last.kind, last.facts["role"], last.facts["person"]) == ("sign-off asked", "Tech Lead", LIN)
    assert saved.revision is False and "asked:1:ULIN" in await targets(desk)


async def test_people_can_be_named_with_a_revision(desk: Desk, db: Database) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    task = (await sign(desk, task, GRACE)).task
    after = (await edit(desk, task, {GOAL: "Keys"}, plan={"signers": {"Tech Lead": LIN}})).task
    assert [(each.person, each.state) for each in after.sign_offs] == [
        (GRACE, SignOffState.ASKED), (LIN, SignOffState.ASKED),
    ]  # fmt: skip
    assert [each.kind for each in await events(db, task)][-2:] == ["signature dismissed", "sign-off asked"]


async def test_who_cannot_sign_is_refused_and_nothing_is_saved(desk: Desk) -> None:
    await desk.remember_person(person("UGUEST", "Gus Guest", kind="guest"))
    task = await file(desk, signers={})
    with pytest.raises(CannotSign, match="Gus Guest can't sign as Developer"):
        await edit(desk, task, {GOAL: "Keys"}, plan={"signers": {"Developer": "UGUEST"}})
    assert await fresh(desk, task) == task


async def test_ticking_alone_makes_no_revision_and_dismisses_nothing(desk: Desk, db: Database) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    listed = [ALL_DONE[0], DONE_LIST[1]]
    saved = await edit(desk, task, {DONE: listed})
    assert (saved.revision, saved.changes) == (False, ())
    assert saved.task.counting() == task.counting()
    assert (await answers(desk, saved.task))[DONE] == listed
    last = (await events(db, task))[-1]
    assert (last.kind, last.facts["ticked"]) == ("ticked", {DONE: [0]})


async def test_an_item_keeps_its_tick_where_others_come_and_go(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {DONE: ALL_DONE})).task
    new = {"text": "It is announced", "done": False, "items": []}
    saved = await edit(desk, task, {DONE: [new, ALL_DONE[1]]})
    assert (await answers(desk, saved.task))[DONE] == [new, ALL_DONE[1]]
    assert saved.task.revision == 2


async def test_unticking_in_an_edit_tells_who_signed_while_it_was_ticked(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {DONE: ALL_DONE})).task
    await sign(desk, task, GRACE)
    await empty_outbox(desk)
    saved = await edit(desk, task, {DONE: DONE_LIST})
    assert (await answers(desk, saved.task))[DONE] == DONE_LIST
    assert "unticked" in (await told(desk))[GRACE]


async def test_what_was_ticked_meanwhile_stays_ticked(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    await edit(desk, task, {DONE: ALL_DONE})
    saved = await desk.edits.save(TEAM, ALICE, mine.id)
    assert [each["done"] for each in (await answers(desk, saved.task))[DONE]] == [True, True]


# Who may


@pytest.mark.parametrize("who", [MALLORY, GRACE])
async def test_others_may_not(desk: Desk, db: Database, who: str) -> None:
    task = await file(desk)
    with pytest.raises(NotAllowed, match="Only the author and the assignee of TASK-001 or an admin can edit"):
        await desk.edits.begin(TEAM, task.id, who)
    with pytest.raises(NotAllowed):
        await begin(desk, task, who, {GOAL: "Mine"})
    refused = (await events(db, task))[-1]
    assert (refused.who, refused.facts["action"]) == (who, "edit")
    assert await desk.drafts(TEAM, who) == []


async def test_an_admin_may(desk: Desk) -> None:
    task = await file(desk)
    await desk.save_draft(
        TEAM, MALLORY, "d1", template_hash="", answers={GOAL: "Keys"}, page=0, edits=task.id, admin=True
    )
    mine = await desk.draft(TEAM, MALLORY, "d1")
    saved = await desk.edits.save(TEAM, MALLORY, "d1", admin=True)
    assert saved.task.revision == 2
    assert mine and mine.template_hash == task.template_hash


async def test_the_right_is_asked_again_when_it_is_saved(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": LIN}})).task
    mine = await begin(desk, task, LIN, {GOAL: "Keys"})
    await edit(desk, task, {"assignee": {"user": GRACE}})
    with pytest.raises(NotAllowed, match="Only the author"):
        await desk.edits.save(TEAM, LIN, mine.id)
    assert await desk.draft(TEAM, LIN, mine.id) == mine


async def test_a_done_task_cannot_be_edited_and_nothing_typed_is_lost(desk: Desk) -> None:
    task = await file(desk, signers={})
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    closed = await desk.steps.close(TEAM, shown(task), ALICE, "Not needed any more")
    with pytest.raises(NotAllowed, match=r"closed, so .* Its author can reopen it"):
        await desk.edits.save(TEAM, ALICE, mine.id)
    with pytest.raises(NotAllowed, match="reopen"):
        await desk.edits.begin(TEAM, task.id, ALICE)
    late = await begin(desk, closed, answers={GOAL: "Cards"})
    assert {each.answers[GOAL] for each in await desk.drafts(TEAM, ALICE)} == {"Keys", "Cards"}
    assert late.edits == task.id


async def test_anothers_draft_is_refused_and_written_down(desk: Desk, db: Database) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    for act in (desk.edits.save, desk.edits.look):
        with pytest.raises(NotYours):
            await act(TEAM, GRACE, mine.id)
    refused = (await events(db, task))[-1]
    assert (refused.who, refused.facts["why"]) == (GRACE, "NotYours")


async def test_a_draft_of_another_workspace_is_not_there(desk: Desk) -> None:
    mine = await begin(desk, await file(desk), answers={GOAL: "Keys"})
    with pytest.raises(DraftGone):
        await desk.edits.save("T2", ALICE, mine.id)
    with pytest.raises(UnknownTask):
        await desk.edits.begin("T2", 1, ALICE)


async def test_drafts_of_the_two_kinds_arent_exchanged(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    with pytest.raises(NotAllowed, match="edits a task that is there"):
        await desk.create(TEAM, ALICE, mine.id)
    new = await draft(desk, {"title": "Another"})
    with pytest.raises(NotAllowed, match="Please create the task"):
        await desk.edits.save(TEAM, ALICE, new)
    assert await desk.task_by_key(TEAM, "TASK-001") == task


# The draft


async def test_a_second_press_finds_what_was_saved(desk: Desk, db: Database) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    first = await desk.edits.save(TEAM, ALICE, mine.id)
    again = await desk.edits.save(TEAM, ALICE, mine.id)
    assert (first.new, again.new, again.task) == (True, False, first.task)
    assert (await fresh(desk, task)).revision == 2


async def test_an_edit_is_gone_on_with(desk: Desk) -> None:
    task = await file(desk)
    assert (await desk.edits.begin(TEAM, task.id, ALICE)).draft is None
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    begun = await desk.edits.begin(TEAM, task.id, ALICE)
    assert (begun.draft, begun.task) == (mine, task)
    await desk.edits.save(TEAM, ALICE, mine.id)
    assert (await desk.edits.begin(TEAM, task.id, ALICE)).draft is None


async def test_a_new_draft_begins_with_all_that_the_task_says(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {PRIORITY: "P1-High"})).task
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    assert mine.answers == {**await answers(desk, task), GOAL: "Keys"}
    assert (mine.kind, mine.edits, mine.base_revision) == ("edit", task.id, 2)
    assert await desk.draft(TEAM, ALICE, mine.id) == mine


async def test_it_stays_an_edit_whatever_is_saved_over_it(desk: Desk) -> None:
    task = await file(desk)
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    other = await desk.save_template("# [Title]\n")
    saved = await desk.save_draft(TEAM, ALICE, mine.id, template_hash=other, answers={GOAL: "Cards"}, page=1)
    assert (saved.kind, saved.edits, saved.base_revision) == ("edit", task.id, 1)
    assert (saved.template_hash, saved.answers[GOAL]) == (task.template_hash, "Cards")


async def test_a_saved_edit_changes_no_more(desk: Desk) -> None:
    mine = await begin(desk, await file(desk), answers={GOAL: "Keys"})
    await desk.edits.save(TEAM, ALICE, mine.id)
    late = await desk.save_draft(TEAM, ALICE, mine.id, template_hash="", answers={GOAL: "Late"}, page=0)
    assert (late.answers[GOAL], late.task_id) == ("Keys", 1)


async def test_a_page_without_a_draft_begins_with_the_revision_that_it_shows(desk: Desk) -> None:
    task = await file(desk)
    await edit(desk, task, {GOAL: "Keys"})
    form, then = await desk.edits.base(TEAM, ALICE, task.id, 1)
    assert GOAL not in then and form.title.key in then
    with pytest.raises(NotAllowed, match="TASK-001 has no revision 3"):
        await desk.edits.base(TEAM, ALICE, task.id, 3)
    with pytest.raises(NotAllowed, match="Only the author"):
        await desk.edits.base(TEAM, MALLORY, task.id, 1)


async def test_such_a_page_shows_what_is_ticked_now(desk: Desk) -> None:
    task = await file(desk)
    await edit(desk, task, {DONE: ALL_DONE[:1]})
    _, then = await desk.edits.base(TEAM, ALICE, task.id, 1)
    assert then[DONE] == [ALL_DONE[0], DONE_LIST[1]]


async def test_a_look_says_what_saving_would_do_and_does_nothing(desk: Desk) -> None:
    task = (await sign(desk, await file(desk), GRACE)).task
    mine = await begin(desk, task, answers={GOAL: "Keys"})
    look = await desk.edits.look(TEAM, ALICE, mine.id)
    assert ([each.label for each in look.changes], look.base) == (["Objective"], 1)
    assert [each.role for each in look.dismissed] == ["Developer"]
    assert [(line.mark, line.text) for line in look.comparison.lines if line.mark != " "] == [
        ("+", "## Goal"),
        ("+", ""),
        ("+", "**Objective**: Keys"),
        ("+", ""),
    ]
    assert await fresh(desk, task) == task


async def test_a_look_names_nobody_by_an_id_who_was_just_picked(desk: Desk) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": GRACE}})).task
    mine = await begin(desk, task, answers={"assignee": {"user": "UNEW"}})
    look = await desk.edits.look(TEAM, ALICE, mine.id)
    lines = [each.text for each in look.comparison.lines if each.mark != " "]
    assert lines == ["**Assignee**: Grace Hopper", "**Assignee**: (name follows)"]
