"""What a task said earlier, and what has changed since."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.tasks.comparing import Change, Comparison, sections
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAllowed, NotKept
from bot.tasks.tables import texts
from bot.tasks.task import Task
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, Clock, file, person, sign
from tests.tasks.editors import edit

GOAL, PRIORITY, DONE = "goal.objective", "priority", "definition-of-done"


def marked(found: Comparison | None) -> list[str]:
    """The lines that differ."""
    assert found
    return [f"{line.mark} {line.text}" for line in found.lines if line.mark != " " and line.text]


async def edited(desk: Desk, clock: Clock) -> Task:
    """A task at its third revision."""
    task = await file(desk)
    for answers in ({GOAL: "Keys"}, {GOAL: "Cards", PRIORITY: "P1-High"}):
        clock.forward(hours=1)
        task = (await edit(desk, task, answers)).task
    return task


async def test_all_are_listed_with_what_changed(desk: Desk, clock: Clock) -> None:
    task = await edited(desk, clock)
    found = await desk.revisions.all(TEAM, task)
    assert [(each.number, [one.label for one in each.changed]) for each in found] == [
        (1, []), (2, ["Objective"]), (3, ["Priority", "Objective"]),
    ]  # fmt: skip
    assert {each.author for each in found} == {ALICE}
    assert [each.at for each in found] == [clock.now - timedelta(hours=2 - hours) for hours in range(3)]


async def test_each_is_kept_as_it_was(desk: Desk, clock: Clock) -> None:
    task = await edited(desk, clock)
    shown = [await desk.revisions.document(TEAM, task, number) for number in (1, 2, 3)]
    assert ["Keys" in each for each in shown] == [False, True, False]
    assert ["Cards" in each for each in shown] == [False, False, True]


async def test_any_two_can_be_compared(desk: Desk, clock: Clock) -> None:
    task = await edited(desk, clock)
    found = await desk.revisions.compare(TEAM, task, 2, 3)
    assert marked(found) == ["+ **Priority**: P1-High", "- **Objective**: Keys", "+ **Objective**: Cards"]
    assert [each.label for each in found.changes] == ["Priority", "Objective"]
    back = await desk.revisions.compare(TEAM, task, 3, 2)
    assert marked(back) == ["- **Priority**: P1-High", "- **Objective**: Cards", "+ **Objective**: Keys"]


async def test_a_revision_compared_with_itself_differs_in_nothing(desk: Desk, clock: Clock) -> None:
    task = await edited(desk, clock)
    assert await desk.revisions.compare(TEAM, task, 2, 2) == Comparison(changes=(), lines=())


async def test_nothing_differs_but_what_was_answered(desk: Desk, clock: Clock) -> None:
    task = (await edit(desk, await file(desk), {"assignee": {"user": LIN}})).task
    await sign(desk, task, GRACE)
    clock.forward(days=3)
    await desk.remember_person(person(LIN, "Lin Chen-Smith"))
    ticked = [{"text": "Tests pass", "done": True, "items": []}]
    after = (await edit(desk, task, {DONE: ticked})).task
    found = await desk.revisions.compare(TEAM, after, 2, 3)
    assert marked(found) == ["- - [ ] Documentation is updated"]


async def test_people_are_named_as_they_are_called_now(desk: Desk) -> None:
    task = await file(desk)
    after = (await edit(desk, task, {"assignee": {"user": LIN}})).task
    await desk.remember_person(person(LIN, "Lin Chen-Smith"))
    assert marked(await desk.revisions.compare(TEAM, after, 1, 2)) == ["+ **Assignee**: Lin Chen-Smith"]


@pytest.mark.parametrize("number", [0, -1, 4])
async def test_a_revision_that_there_isnt_is_told(desk: Desk, clock: Clock, number: int) -> None:
    task = await edited(desk, clock)
    with pytest.raises(NotAllowed, match=f"TASK-001 has no revision {number}: it is at revision 3"):
        await desk.revisions.document(TEAM, task, number)
    with pytest.raises(NotAllowed):
        await desk.revisions.compare(TEAM, task, 1, number)


async def test_another_workspace_sees_nothing(desk: Desk, clock: Clock) -> None:
    task = await edited(desk, clock)
    assert await desk.revisions.all("T2", task) == ()
    with pytest.raises(NotAllowed):
        await desk.revisions.document("T2", task, 1)


async def forget(db: Database, digest: str) -> None:
    """Retention deletes a text."""
    gone = delete(texts).where(texts.c.team_id == TEAM, texts.c.hash == digest)
    await db.write(lambda session: session.execute(gone).close())


async def test_what_isnt_kept_any_more_is_told(desk: Desk, db: Database, clock: Clock) -> None:
    task = await file(desk)
    await forget(db, task.document_hash)
    await forget(db, task.substance_hash)
    with pytest.raises(NotKept, match="What TASK-001 said in revision 1 isn't kept any more"):
        await desk.revisions.document(TEAM, task, 1)
    with pytest.raises(NotKept):
        await desk.edits.begin(TEAM, task.id, ALICE)


def named(*pairs: tuple[str, str]) -> str:
    return sections(Change(key="k", label=label, section=section) for section, label in pairs)


def test_what_changed_is_named_by_section() -> None:
    assert named(("Basics", "Title"), ("Scope", "Scope"), ("Basics", "Priority")) == (
        "Basics (Title, Priority), Scope"
    )


def test_many_sections_are_counted() -> None:
    assert named(*((f"S{n}", f"S{n}") for n in range(10))) == "S0, S1, S2, S3, S4, S5, S6, S7 and 2 more"
    assert named(*(("S", f"F{n}") for n in range(10))).endswith("F7 and 2 more)")
