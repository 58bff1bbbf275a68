"""Whatever people do with a task, its rows say what its events say."""

from collections.abc import Awaitable, Callable

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.step import shown
from bot.tasks.task import Task
from bot.tasks.verifying import online
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, file, sign
from tests.tasks.editors import edit
from tests.tasks.taking import events, fresh, request, retract

REASON = "Too large: split it, please"


STEPS: list[Callable[[Desk, Task], Awaitable[object]]] = [
    lambda desk, task: request(desk, task, GRACE),
    lambda desk, task: desk.steps.start(TEAM, shown(task), ALICE),
    lambda desk, task: desk.steps.reassign(
        TEAM, shown(task), GRACE, task.sign_offs[0].id, ALICE, reason=REASON
    ),
    lambda desk, task: sign(desk, task, LIN),
    lambda desk, task: retract(desk, task, LIN),
    lambda desk, task: sign(desk, task, ALICE),
    lambda desk, task: desk.steps.close(TEAM, shown(task), ALICE, REASON),
    lambda desk, task: desk.steps.reopen(TEAM, shown(task), ALICE, REASON),
    lambda desk, task: edit(desk, task, {"goal.objective": "Keys"}),
    lambda desk, task: sign(desk, task, ALICE),
    lambda desk, task: desk.steps.not_needed(TEAM, shown(task), ALICE, task.sign_offs[1].id, REASON),
    lambda desk, task: desk.steps.reopen(TEAM, shown(task), ALICE, REASON),
    lambda desk, task: desk.steps.finish(TEAM, shown(task), ALICE),
]
"""What may happen to a task, one after the other."""


async def findings(db: Database) -> list[str]:
    return [each.said for each in (await db.read(audit)).findings]


async def wrong(db: Database, document: str) -> list[str]:
    checks = await db.read(lambda session: online(session, document))
    return [each.said for each in checks if not each.holds]


async def test_after_each_step_roles_and_state_are_as_the_events_tell(desk: Desk, db: Database) -> None:
    task = await file(desk)
    found = []
    for step in STEPS:
        await step(desk, await fresh(desk, task))
        found.append(await findings(db))
    assert found == [[]] * len(STEPS)


async def test_changes_that_were_requested_and_signatures_that_were_retracted_hold(
    desk: Desk, db: Database
) -> None:
    task = await file(desk)
    await request(desk, task, GRACE)
    await sign(desk, task, LIN, comment="Fine")
    await retract(desk, task, LIN)
    for who in (LIN, GRACE):
        await sign(desk, await fresh(desk, task), who)
    assert await findings(db) == []


async def test_a_task_that_was_done_reopened_and_done_again_holds_with_both_its_documents(
    desk: Desk, db: Database
) -> None:
    task = await file(desk)
    for who in (GRACE, LIN):
        task = (await sign(desk, task, who)).task
    first = (await desk.exported(task)).text
    task = await desk.steps.reopen(TEAM, shown(task), ALICE, REASON)
    assert await findings(db) == []
    await retract(desk, task, GRACE)
    task = (await sign(desk, await fresh(desk, task), GRACE)).task
    assert await findings(db) == []
    assert await wrong(db, first) == await wrong(db, (await desk.exported(task)).text) == []


async def test_boxes_that_are_ticked_and_unticked_hold(desk: Desk, db: Database) -> None:
    task = await file(desk)
    for done in (True, False):
        await desk.progress.tick(TEAM, shown(task), ALICE, {0: True, 1: done})
        await sign(desk, await fresh(desk, task), GRACE if done else LIN)
    assert await findings(db) == []
    assert await wrong(db, (await desk.exported(await fresh(desk, task))).text) == []


async def test_each_event_names_the_version_that_it_made(desk: Desk, db: Database) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    task = (await desk.name_signers(TEAM, task.id, ALICE, {task.sign_offs[1].id: LIN})).task
    task = await request(desk, task, GRACE)
    for who in (GRACE, LIN):
        task = (await sign(desk, task, who)).task
    made = [(each.facts["version"], each.kind) for each in await events(db, task)]
    assert made == [
        (1, "task created"),
        (1, "sign-off asked"),
        (2, "sign-off asked"),
        (3, "changes requested"),
        (4, "signed"),
        (4, "review started"),
        (5, "signed"),
        (5, "task done"),
        (5, "document sealed"),
    ]
