"""A draft becomes a task."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import CannotSign, DraftGone, NotYours, TitleMissing
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.task import SignOffState, State
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    LIN,
    MALLORY,
    TEAM,
    Clock,
    draft,
    file,
    in_a_day,
    live,
    person,
    targets,
)


async def test_a_new_task_is_open_and_asks_its_signers(desk: Desk) -> None:
    task = await file(desk)
    assert (task.key, task.state, task.revision) == ("TASK-001", State.OPEN, 1)
    assert [(each.role, each.person, each.state) for each in task.sign_offs] == [
        ("Developer", GRACE, SignOffState.ASKED),
        ("Tech Lead", LIN, SignOffState.ASKED),
    ]


async def test_the_task_is_read_back_as_it_was_created(desk: Desk) -> None:
    task = await file(desk)
    assert await desk.task(TEAM, task.id) == task
    assert await desk.task("T2", task.id) is None


async def test_the_first_reminder_is_set_when_somebody_is_asked(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    assert {each.remind_at for each in task.sign_offs} == {clock.now + timedelta(days=1)}


async def test_a_role_without_a_person_waits_for_nobody_yet_and_the_author_is_to_name_one(
    desk: Desk, clock: Clock
) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    lead = task.sign_offs[1]
    tomorrow = clock.now + timedelta(days=1)
    assert (lead.state, lead.person, lead.remind_at) == (SignOffState.NOBODY, None, tomorrow)


async def test_creating_wants_the_card_the_document_and_a_message_to_each_signer(desk: Desk) -> None:
    await file(desk)
    assert await targets(desk) == ["asked:1:UGRACE", "asked:1:ULIN", "card:1", "document:1:1"]


async def test_somebody_with_two_roles_gets_one_message(desk: Desk) -> None:
    await file(desk, signers={"Developer": GRACE, "Tech Lead": GRACE})
    assert (await targets(desk)).count("asked:1:UGRACE") == 1


async def test_a_task_without_a_channel_has_no_card(desk: Desk) -> None:
    await file(desk, channel=None, signers={})
    assert await targets(desk) == []


async def test_creating_twice_makes_one_task(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Once"})
    first = await desk.create(TEAM, ALICE, draft_id)
    second = await desk.create(TEAM, ALICE, draft_id)
    assert (first.new, second.new) == (True, False)
    assert second.task == first.task


async def test_pressing_create_at_the_same_moment_makes_one_task(desk: Desk, db: Database) -> None:
    draft_id = await draft(desk, {"title": "Once"})
    created = await asyncio.gather(*(desk.create(TEAM, ALICE, draft_id) for _ in range(5)))
    assert sorted(each.new for each in created) == [False, False, False, False, True]
    assert len(await db.read(live)) == 1


async def test_fifty_at_once_get_keys_without_gaps_or_doubles(desk: Desk) -> None:
    drafts = [await draft(desk, {"title": f"Task {number}"}) for number in range(50)]
    created = await asyncio.gather(*(desk.create(TEAM, ALICE, each) for each in drafts))
    assert sorted(each.task.key for each in created) == [f"TASK-{number:03}" for number in range(1, 51)]


async def test_two_programs_on_one_file_share_the_numbers(desk: Desk, url: str, clock: Clock) -> None:
    programs = [Database.open(url, busy=timedelta(seconds=30)) for _ in range(2)]
    drafts = [await draft(desk, {"title": f"Task {number}"}) for number in range(20)]
    desks = [Desk(program, clock, in_a_day) for program in programs]
    created = await asyncio.gather(
        *(desks[at % 2].create(TEAM, ALICE, each) for at, each in enumerate(drafts))
    )
    for program in programs:
        await program.close()
    assert sorted(each.task.key for each in created) == [f"TASK-{number:03}" for number in range(1, 21)]


async def test_a_refused_task_uses_no_key(desk: Desk) -> None:
    with pytest.raises(TitleMissing):
        await desk.create(TEAM, ALICE, await draft(desk, {"title": " "}))
    assert (await file(desk)).key == "TASK-001"


async def test_each_prefix_and_each_workspace_has_its_own_numbers(desk: Desk) -> None:
    await file(desk)
    other = await file(desk, template="# BUG-000: [Title]\n", signers={})
    assert other.key == "BUG-001"


async def test_somebody_elses_draft_is_refused(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Mine"})
    with pytest.raises(NotYours):
        await desk.create(TEAM, MALLORY, draft_id)


async def test_a_draft_that_is_gone_is_said_to_be(desk: Desk) -> None:
    with pytest.raises(DraftGone, match="no longer there"):
        await desk.create(TEAM, ALICE, "nothing")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"kind": "guest"}, "guests can read a task but not sign it"),
        ({"kind": "bot"}, "a bot can't sign"),
        ({"kind": "other workspace"}, "the account belongs to another workspace"),
        ({"active": False}, "the account is deactivated"),
    ],
)
async def test_who_cannot_sign_cannot_be_asked(desk: Desk, facts: dict[str, object], reason: str) -> None:
    await desk.remember_person(person(MALLORY, "Mallory", **facts))
    with pytest.raises(CannotSign, match=f"Mallory can't sign as Developer: {reason}"):
        await file(desk, signers={"Developer": MALLORY})


async def test_columns_for_lists_come_from_the_answers(desk: Desk) -> None:
    answers = {"title": "Columns", "priority": "P1-High", "assignee": {"user": LIN}}
    task = (await desk.create(TEAM, ALICE, await draft(desk, answers))).task
    assert (task.assignee, task.priority, task.priority_rank) == (LIN, "P1-High", 1)


async def test_an_assignee_who_was_typed_is_no_person(desk: Desk) -> None:
    answers = {"title": "Columns", "assignee": "somebody new"}
    assert (await desk.create(TEAM, ALICE, await draft(desk, answers))).task.assignee is None


async def test_the_answers_come_back_with_their_ticks(desk: Desk) -> None:
    done = [{"text": "Tests pass", "done": True, "items": []}, {"text": "Told", "done": False, "items": []}]
    answers = {"title": "Ticks", "definition-of-done": done}
    task = (await desk.create(TEAM, ALICE, await draft(desk, answers))).task
    assert (await desk.answers(task))[1]["definition-of-done"] == done


async def test_the_document_names_people_and_the_key(desk: Desk) -> None:
    answers = {"title": "Names", "assignee": {"user": LIN}}
    task = (await desk.create(TEAM, ALICE, await draft(desk, answers))).task
    document = await desk.document(task)
    assert "# TASK-001: Names" in document
    assert "Lin Chen" in document


async def test_creation_stands_in_the_tasks_chain(desk: Desk, db: Database) -> None:
    task = await file(desk)
    events = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    assert [each.kind for each in events] == ["task created", "sign-off asked", "sign-off asked"]
    assert "Fix the login" not in str(events)


async def test_sign_by_is_kept_as_a_day(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Soon"})
    saved = await desk.draft(TEAM, ALICE, draft_id)
    assert saved
    plan = {"sign_by": "2026-12-01"}
    kept = {"template_hash": saved.template_hash, "answers": {}, "page": 1, "plan": plan}
    await desk.save_draft(TEAM, ALICE, draft_id, **kept)  # type: ignore[arg-type]
    task = (await desk.create(TEAM, ALICE, draft_id)).task
    assert (task.sign_by, task.channel) == (date(2026, 12, 1), HERE)


async def test_moments_are_aware_and_in_utc(desk: Desk) -> None:
    task = await desk.task(TEAM, (await file(desk)).id)
    assert task
    assert task.created_at == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
