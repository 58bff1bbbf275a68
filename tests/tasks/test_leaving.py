"""Somebody's account is deactivated: what waited for them, and for whom they stood in."""

from datetime import date, timedelta

from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.task import SignOffState, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    ONE_ROLE,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    draft,
    empty_outbox,
    file,
    person,
    sign,
    targets,
)
from tests.tasks.editors import edit
from tests.tasks.instant import THREE
from tests.tasks.taking import events, fresh, request

DAY = timedelta(days=1)
LEASE = timedelta(minutes=1)


async def leaves(desk: Desk, who: str, name: str) -> int:
    """Slack says so; in how many tasks anything changes by it."""
    await desk.remember_person(person(who, name, active=False))
    return await desk.absences.turn_over()


async def stands(desk: Desk, task: Task) -> list[tuple[str, str | None]]:
    return [(each.state.value, each.person) for each in (await fresh(desk, task)).sign_offs]


async def told(desk: Desk, user: str) -> list[str]:
    """The sentences that wait to be told to somebody."""
    rows = [row for row in await desk.outbox.claim(100, LEASE) if row.target.startswith(f"tell:{user}:")]
    return [await desk.text(TEAM, str(row.ref["text"])) for row in rows]


async def test_what_waits_is_nobodys_and_the_author_is_told_once_for_a_task(desk: Desk, db: Database) -> None:
    task = await file(desk, signers={"Developer": GRACE, "Tech Lead": GRACE})
    await empty_outbox(desk)
    assert await leaves(desk, GRACE, "Grace Hopper") == 1
    assert await stands(desk, task) == [("nobody yet", None), ("nobody yet", None)]
    (said,) = await told(desk, ALICE)
    assert "Grace Hopper can't sign TASK-001" in said and "as Developer and Tech Lead now" in said
    assert await desk.absences.turn_over() == 0
    assert (await db.read(audit)).findings == ()


async def test_a_wish_for_changes_goes_with_them_and_a_signature_stays(desk: Desk, db: Database) -> None:
    task = await file(desk)
    signed = (await sign(desk, task, GRACE)).task
    await request(desk, signed, LIN)
    await leaves(desk, GRACE, "Grace Hopper")
    await leaves(desk, LIN, "Lin Chen")
    assert await stands(desk, task) == [("signed", GRACE), ("nobody yet", None)]
    assert [each.kind for each in await events(db, task)][-1] == "sign-off freed"
    assert (await db.read(audit)).findings == ()


async def test_the_author_is_reminded_of_a_role_that_is_free(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await leaves(desk, GRACE, "Grace Hopper")
    role = (await fresh(desk, task)).sign_offs[0]
    assert role.remind_at is not None
    assert [each.role for _, each in await desk.waiting_for(TEAM, ALICE)] == ["Developer", "Tech Lead"]


async def test_an_author_who_has_left_is_reminded_of_nothing_until_they_are_back(
    desk: Desk, clock: Clock
) -> None:
    await file(desk, signers={}, template=ONE_ROLE)
    await desk.remember_person(person(ALICE, "Alice Author", active=False))
    clock.forward(days=1)
    assert [await desk.reminders.remind(again_in_a_day, at_any_hour, DAY) for _ in range(2)] == [0, 0]
    await desk.remember_person(person(ALICE, "Alice Author"))
    clock.forward(days=1)
    assert await desk.reminders.remind(again_in_a_day, at_any_hour, DAY) == 1


async def test_where_the_author_has_left_too_nobody_is_told_who_cant_see_it(desk: Desk) -> None:
    await file(desk, signers={"Developer": GRACE, "Tech Lead": ALICE})
    await desk.remember_person(person(ALICE, "Alice Author", active=False))
    await empty_outbox(desk)
    await leaves(desk, GRACE, "Grace Hopper")
    assert [each for each in await targets(desk) if each.startswith("tell:")] == []


async def test_an_assignee_in_the_authors_place_is_told_what_they_can_do(desk: Desk) -> None:
    answers = {"title": "Fix the login", "assignee": {"user": LIN}}
    chosen = await draft(desk, answers, template=THREE, signers={"Developer": GRACE})
    task = (await desk.create(TEAM, ALICE, chosen)).task
    await desk.remember_person(person(ALICE, "Alice Author", active=False))
    await empty_outbox(desk)
    await leaves(desk, GRACE, "Grace Hopper")
    (said,) = await told(desk, LIN)
    assert said.endswith("press Open, and then Edit, and choose them on the page Review.")
    named = (await edit(desk, task, who=LIN, plan={"signers": {"Developer": LIN}})).task
    assert named.sign_offs[0].person == LIN


async def test_a_closed_or_done_task_stays_as_it_is(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE}, template=ONE_ROLE)
    await sign(desk, task, GRACE)
    assert await leaves(desk, GRACE, "Grace Hopper") == 0


async def test_who_stood_in_gives_the_roles_back_and_who_is_away_is_told(desk: Desk, db: Database) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await desk.absences.set(TEAM, GRACE, LIN, date(2026, 11, 23), date(2026, 11, 27))
    await desk.absences.turn_over()
    await empty_outbox(desk)
    assert await leaves(desk, LIN, "Lin Chen") == 1
    role = (await fresh(desk, task)).sign_offs[0]
    assert (role.state, role.person, role.stand_in) == (SignOffState.ASKED, GRACE, None)
    (said,) = await told(desk, GRACE)
    assert "Lin Chen can't sign for you any more (2026-11-23 to 2026-11-27)" in said
    assert await desk.absences.coming(TEAM, GRACE) == []
    assert (await db.read(audit)).findings == ()


async def test_for_who_has_left_nobody_stands_in_and_so_they_may_be_away_themselves(
    desk: Desk, db: Database
) -> None:
    await desk.absences.set(TEAM, GRACE, LIN, date(2026, 11, 23), date(2026, 11, 27))
    await empty_outbox(desk)
    await leaves(desk, GRACE, "Grace Hopper")
    (said,) = await told(desk, LIN)
    days = "2026-11-23 to 2026-11-27"
    assert said == f"You no longer sign for Grace Hopper ({days}): the account is deactivated."
    assert await desk.absences.standing_in(TEAM, LIN) == []
    await desk.absences.set(TEAM, LIN, ALICE, date(2026, 11, 23), date(2026, 11, 24))
    assert (await db.read(audit)).findings == ()


async def test_who_stood_in_and_is_a_guest_now_gives_the_roles_back_too(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await desk.absences.set(TEAM, GRACE, LIN, date(2026, 11, 23), date(2026, 11, 27))
    await desk.absences.turn_over()
    await empty_outbox(desk)
    await desk.remember_person(person(LIN, "Lin Chen", kind="guest"))
    assert await desk.absences.turn_over() == 1
    assert (await fresh(desk, task)).sign_offs[0].stand_in is None
    (said,) = await told(desk, GRACE)
    assert "any more (2026-11-23 to 2026-11-27): guests can read a task but not sign it." in said


async def test_where_both_have_left_their_absence_ends_and_nobody_is_told(desk: Desk) -> None:
    await desk.absences.set(TEAM, GRACE, LIN, date(2026, 11, 23), date(2026, 11, 27))
    await empty_outbox(desk)
    await desk.remember_person(person(GRACE, "Grace Hopper", active=False))
    await leaves(desk, LIN, "Lin Chen")
    assert await desk.absences.coming(TEAM, GRACE) == []
    assert [each for each in await targets(desk) if each.startswith("tell:")] == []
