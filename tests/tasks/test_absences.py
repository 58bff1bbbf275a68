"""Somebody is away: who signs for them meanwhile, and what comes back."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.tasks.absence import absence
from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import BadAbsence, NotAsked, NotNow, Stale
from bot.tasks.planning import AbsenceSet, Ending
from bot.tasks.step import shown
from bot.tasks.tables import sign_offs, signatures
from bot.tasks.task import SignOff, SignOffState, Task
from tests.tasks.cast import (
    ALICE,
    GRACE,
    LIN,
    ONE_ROLE,
    TEAM,
    Clock,
    draft,
    empty_outbox,
    file,
    in_a_day,
    person,
    show,
    sign,
    sign_shown,
)
from tests.tasks.editors import edit
from tests.tasks.taking import events, fresh, request
from tests.tasks.test_leaving import told

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
DEVELOPER = {"Developer": GRACE}


async def away(
    desk: Desk, first: date = MONDAY, last: date = FRIDAY, *, who: str = GRACE, stand_in: str = LIN
) -> AbsenceSet:
    """Somebody is away, and what follows at once has followed."""
    found = await desk.absences.set(TEAM, who, stand_in, first, last)
    await desk.absences.turn_over()
    return found


async def role(desk: Desk, task: Task, at: int = 0) -> SignOff:
    """One of its roles as it stands now."""
    found = await desk.task(TEAM, task.id)
    assert found
    return found.sign_offs[at]


async def kinds(db: Database, task: Task) -> list[str]:
    return [each.kind for each in await events(db, task)]


async def holds(db: Database) -> bool:
    """Whether the audit finds nothing."""
    return (await db.read(audit)).findings == ()


async def test_what_waits_is_the_stand_ins_from_the_first_day_on(desk: Desk, clock: Clock) -> None:
    task = await file(desk, signers=DEVELOPER)
    found = await away(desk, TUESDAY)
    assert (found.handed, (await role(desk, task)).stand_in) == (0, None)
    clock.forward(hours=18)
    assert await desk.absences.turn_over() == 1
    assert (await role(desk, task)).stand_in == LIN


async def test_what_waits_now_is_handed_over_and_counted(desk: Desk) -> None:
    task = await file(desk, signers=DEVELOPER)
    assert (await away(desk)).handed == 1
    waits = await desk.waiting_for(TEAM, LIN)
    assert [each.id for each, _ in waits] == [task.id]
    assert await desk.waiting_for(TEAM, GRACE) == []


async def test_a_stand_in_signs_for_the_person_and_it_is_written_so(desk: Desk, db: Database) -> None:
    await desk.remember_person(person(LIN, "Lin Chen"))
    task = await file(desk, signers=DEVELOPER, template=ONE_ROLE)
    await away(desk)
    done = (await sign(desk, task, LIN)).task
    signature = done.signatures[0]
    assert (signature.signer, signature.signed_for, signature.name) == (
        LIN,
        GRACE,
        "Lin Chen for Grace Hopper",
    )
    assert "Lin Chen for Grace Hopper" in await desk.text(TEAM, str(done.signed_document_hash))
    assert await holds(db)


async def test_the_person_may_still_sign_and_is_alone_then(desk: Desk) -> None:
    task = await file(desk, signers=DEVELOPER, template=ONE_ROLE)
    await away(desk)
    shown_to_lin = await show(desk, task, LIN)
    signed = (await sign(desk, task, GRACE)).task
    assert (signed.signatures[0].name, signed.signatures[0].signed_for) == ("Grace Hopper", None)
    with pytest.raises(NotNow, match="has every signature"):
        await sign_shown(desk, shown_to_lin, LIN)


async def test_what_is_unanswered_goes_back_and_is_reminded_of_anew(
    desk: Desk, db: Database, clock: Clock
) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    page = await show(desk, task, LIN)
    clock.forward(days=5)
    assert await desk.absences.turn_over() == 1
    back = await role(desk, task)
    assert (back.stand_in, back.remind_at) == (None, clock() + timedelta(days=1))
    with pytest.raises(NotAsked):
        await sign_shown(desk, page, LIN)
    assert (await kinds(db, task))[-3:] == ["stand-in asked", "stand-in freed", "refused"]
    assert await holds(db)


async def test_ended_by_hand_it_is_over_at_once(desk: Desk) -> None:
    task = await file(desk, signers=DEVELOPER)
    absence = (await away(desk)).absence
    assert not await desk.absences.end(TEAM, LIN, absence.id)
    assert await desk.absences.end(TEAM, GRACE, absence.id) is Ending.ENDED
    await desk.absences.turn_over()
    assert (await role(desk, task)).stand_in is None
    assert await desk.absences.coming(TEAM, GRACE) == []


async def test_when_it_is_over_a_stand_in_answers_nothing_also_before_the_roles_are_given_back(
    desk: Desk, db: Database, clock: Clock
) -> None:
    task = await file(desk, signers={"Developer": GRACE, "Tech Lead": LIN})
    await away(desk)
    page = await show(desk, task, LIN)
    clock.forward(days=5)
    with pytest.raises(Stale, match="you aren't asked for all of these roles any more"):
        await sign_shown(desk, page, LIN)
    with pytest.raises(Stale):
        await desk.steps.request_changes(TEAM, shown(task), LIN, [task.sign_offs[0].id], "More tests")
    assert [each.role for each in (await show(desk, task, LIN)).sign_offs] == ["Tech Lead"]
    await sign(desk, task, LIN)
    await desk.absences.turn_over()
    assert ((await role(desk, task)).stand_in, await holds(db)) == (None, True)


async def test_one_that_has_not_begun_is_told_as_to_come_and_taken_back(desk: Desk) -> None:
    absence = (await away(desk, TUESDAY)).absence
    assert await told(desk, LIN) == [
        "Grace Hopper will be away from 2026-11-24 to 2026-11-27; you stand in, so you sign for them then: what "
        "comes up is sent to you here."
    ]
    assert await desk.absences.end(TEAM, GRACE, absence.id) is Ending.TAKEN_BACK
    assert await told(desk, LIN) == [
        "Grace Hopper won't be away from 2026-11-24 to 2026-11-27 after all, so you don't stand in for them."
    ]


async def test_a_first_name_is_enough_where_only_one_other_has_it(desk: Desk) -> None:
    for user, name in (("UHOPPER", "Grace Hopper"), ("UMURRAY", "Grace Murray"), ("UADA", "Ada Lovelace")):
        await desk.remember_person(person(user, name))
    for typed, who, meant in (
        ("ada", "UMURRAY", ["UADA"]),
        ("grace", "UMURRAY", ["UHOPPER"]),
        ("grace", "UADA", ["UHOPPER", "UMURRAY"]),
        ("grace.murray", "UADA", ["UMURRAY"]),
        ("lovelace", "UMURRAY", []),
    ):
        found = await desk.absences.called(TEAM, who, typed)
        assert [each.id for each in found if each.id != GRACE] == meant


async def test_who_files_a_task_is_told_which_signers_are_away(desk: Desk) -> None:
    await desk.remember_person(person(LIN, "Lin Chen"))
    await away(desk)
    chosen = await draft(desk, {"title": "T"}, signers={"Developer": GRACE, "Tech Lead": GRACE})
    created = await desk.create(TEAM, ALICE, chosen)
    assert created.away == ("Grace Hopper is away until 2026-11-27; Lin Chen stands in.",)


async def test_what_comes_due_meanwhile_is_the_stand_ins_at_once(desk: Desk, db: Database) -> None:
    await away(desk)
    filed = await file(desk, signers={"Tech Lead": GRACE})
    named = await desk.name_signers(TEAM, filed.id, ALICE, {filed.sign_offs[0].id: GRACE})
    assert [each.stand_in for each in named.task.sign_offs] == [LIN, LIN]
    other = await file(desk, signers={"Developer": LIN})
    moved = await desk.steps.reassign(TEAM, shown(other), LIN, other.sign_offs[0].id, GRACE, "Away")
    assert moved.task.sign_offs[0].stand_in == LIN
    said = "Grace Hopper is away until 2026-11-27; Lin Chen stands in."
    assert (named.away, moved.away) == ((said,), (said,))
    assert await holds(db)


async def test_who_edits_a_task_is_told_which_of_those_whom_it_asks_are_away(desk: Desk) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    said = ("Grace Hopper is away until 2026-11-27; Lin Chen stands in.",)
    assert (await edit(desk, task, plan={"signers": {"Tech Lead": GRACE}})).away == said
    renamed = await edit(desk, task, {"title": "Other"})
    assert renamed.revision and renamed.away == ()
    await request(desk, renamed.task, GRACE)
    assert (await edit(desk, renamed.task, {"title": "Another"})).away == said


async def test_a_stand_in_requests_changes_and_retracts_what_they_gave(desk: Desk, db: Database) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    ids = [task.sign_offs[0].id]
    wished = await desk.steps.request_changes(TEAM, shown(task), LIN, ids, "More tests")
    assert (wished.sign_offs[0].state, wished.sign_offs[0].stand_in) == (SignOffState.CHANGES_REQUESTED, LIN)
    signed = (await sign(desk, task, LIN)).task
    again = await desk.steps.retract(TEAM, shown(signed), LIN, ids)
    assert (again.sign_offs[0].state, again.sign_offs[0].stand_in) == (SignOffState.ASKED, LIN)
    assert await holds(db)


@pytest.mark.parametrize("first", ["the next look", "somebody's step"])
async def test_who_is_back_is_told_what_was_wished_for_in_their_place(
    desk: Desk, clock: Clock, first: str
) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    await request(desk, await fresh(desk, task), LIN, reason="More tests")
    clock.forward(days=5)
    await empty_outbox(desk)
    if first == "somebody's step":
        await desk.steps.start(TEAM, shown(await fresh(desk, task)), ALICE)
    await desk.absences.turn_over()
    assert await told(desk, GRACE) == [
        "Changes were requested in your place to TASK-001: Fix the login\nLin Chen as Developer: More tests\n"
        "That is your own wish now: sign it as soon as you are content with it."
    ]
    assert (await role(desk, task)).state is SignOffState.CHANGES_REQUESTED


async def test_a_role_that_is_kept_apart_stays_with_the_person(
    db: Database, clock: Clock, desk: Desk
) -> None:
    apart = Desk(db, clock, in_a_day, separate=[("Developer", "Tech Lead")])
    task = await file(apart, signers={"Developer": GRACE, "Tech Lead": LIN})
    found = await away(apart)
    assert (found.handed, found.kept) == (0, ((task.key, "Developer"),))
    assert (await role(apart, task)).stand_in is None
    await apart.absences.set(TEAM, ALICE, GRACE, date(2026, 12, 7), date(2026, 12, 8))


async def test_who_asks_for_it_is_told_that_nobody_stands_in(db: Database, clock: Clock, desk: Desk) -> None:
    apart = Desk(db, clock, in_a_day, separate=[("Developer", "Tech Lead")])
    await away(apart)
    chosen = await draft(apart, {"title": "T"}, signers={"Developer": GRACE, "Tech Lead": LIN})
    assert (await apart.create(TEAM, ALICE, chosen)).away == (
        "Grace Hopper is away until 2026-11-27. Lin Chen can't stand in as Developer, since a role that they "
        "have has to be another person's: please hand it over if it can't wait.",
    )


async def test_of_two_roles_kept_apart_a_stand_in_gets_the_first(
    db: Database, clock: Clock, desk: Desk
) -> None:
    apart = Desk(db, clock, in_a_day, separate=[("Developer", "Tech Lead")])
    await apart.remember_person(person("UEVE", "Eve"))
    task = await file(apart, signers={"Developer": GRACE, "Tech Lead": ALICE})
    await away(apart, stand_in="UEVE")
    await away(apart, who=ALICE, stand_in="UEVE")
    assert [(await role(apart, task, at)).stand_in for at in (0, 1)] == ["UEVE", None]


async def test_who_signed_for_somebody_does_not_get_what_is_kept_apart_from_that(
    db: Database, clock: Clock, desk: Desk
) -> None:
    apart = Desk(db, clock, in_a_day, separate=[("Developer", "Tech Lead")])
    await apart.remember_person(person("UEVE", "Eve"))
    task = await file(apart, signers={"Developer": GRACE, "Tech Lead": ALICE})
    await away(apart, stand_in="UEVE")
    await sign(apart, task, "UEVE")
    found = await away(apart, who=ALICE, stand_in="UEVE")
    assert found.kept == ((task.key, "Tech Lead"),)
    assert (await role(apart, task, 1)).stand_in is None


@pytest.mark.parametrize(
    ("stand_in", "first", "last", "field", "sentence"),
    [
        (LIN, FRIDAY, MONDAY, "last", "comes before the first"),
        (LIN, date(2026, 11, 2), date(2026, 11, 20), "last", "These days are over"),
        (LIN, MONDAY, date(2027, 11, 24), "last", "a year at most"),
        (LIN, date(2029, 1, 1), date(2029, 1, 2), "last", "two years ahead"),
        (GRACE, MONDAY, FRIDAY, "stand_in", "for yourself"),
        ("UNOBODY", MONDAY, FRIDAY, "stand_in", "nobody"),
        ("UGUS", MONDAY, FRIDAY, "stand_in", "guests"),
        ("UOLD", MONDAY, FRIDAY, "stand_in", "deactivated"),
        ("UROBOT", MONDAY, FRIDAY, "stand_in", "a bot"),
        ("UFAR", MONDAY, FRIDAY, "stand_in", "another workspace"),
    ],
)
async def test_what_cant_be_is_refused_at_its_field(
    desk: Desk, stand_in: str, first: date, last: date, field: str, sentence: str
) -> None:
    await desk.remember_person(person("UGUS", "Gus", kind="guest"))
    await desk.remember_person(person("UOLD", "Old", active=False))
    await desk.remember_person(person("UROBOT", "Robot", kind="bot"))
    await desk.remember_person(person("UFAR", "Far", kind="other workspace"))
    with pytest.raises(BadAbsence, match=sentence) as refused:
        await away(desk, first, last, stand_in=stand_in)
    assert refused.value.field == field
    assert await desk.absences.coming(TEAM, GRACE) == []


async def test_nobody_is_away_twice_on_a_day(desk: Desk) -> None:
    await away(desk)
    with pytest.raises(BadAbsence, match="You are away already"):
        await away(desk, FRIDAY, FRIDAY)


async def test_there_are_no_chains_and_no_loops(desk: Desk) -> None:
    await away(desk)
    with pytest.raises(BadAbsence, match="Grace Hopper is away, too"):
        await away(desk, who=ALICE, stand_in=GRACE)
    for other in (ALICE, GRACE):
        with pytest.raises(BadAbsence):
            await away(desk, who=LIN, stand_in=other)
    with pytest.raises(BadAbsence, match=r"You stand in for Grace Hopper then.*or hand your own roles over"):
        await away(desk, who=LIN, stand_in=ALICE)
    later = await away(desk, date(2026, 12, 7), date(2026, 12, 8), who=LIN, stand_in=GRACE)
    assert later.name == "Grace Hopper"


def test_who_goes_as_the_other_comes_back_is_not_away_at_the_same_time(clock: Clock) -> None:
    days = [(MONDAY, TUESDAY), (date(2026, 11, 25), FRIDAY)]
    one, other = (absence(person(GRACE, "Grace"), LIN, *each, clock(), "UTC") for each in days)
    assert not one.overlaps(other) and not other.overlaps(one)


async def test_a_closed_task_has_no_stand_in_and_a_reopened_one_has(desk: Desk, db: Database) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    closed = await desk.steps.close(TEAM, shown(task), ALICE, "Not now")
    assert closed.sign_offs[0].stand_in is None
    again = await desk.steps.reopen(TEAM, shown(closed), ALICE, "Now")
    assert again.sign_offs[0].stand_in == LIN
    assert await holds(db)


async def test_a_stand_in_whose_signature_an_edit_took_may_give_it_again(desk: Desk, db: Database) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    await sign(desk, task, LIN)
    edited = (await edit(desk, await fresh(desk, task), {"goal.objective": "Sign in"}, ALICE)).task
    assert (edited.sign_offs[0].stand_in, await desk.outdated(edited, GRACE)) == (LIN, None)
    taken = await desk.outdated(edited, LIN)
    assert taken and [each.role for each in taken.signed] == ["Developer"]
    again = (await desk.sign_again(TEAM, shown(edited), LIN)).task
    assert again.signatures[-1].name == "Lin Chen for Grace Hopper"
    assert await holds(db)


async def test_who_gave_a_signature_for_somebody_may_take_it_back_when_they_are_there_again(
    desk: Desk, clock: Clock
) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    signed = (await sign(desk, task, LIN)).task
    clock.forward(days=5)
    await desk.absences.turn_over()
    again = await desk.steps.retract(TEAM, shown(signed), LIN, [task.sign_offs[0].id])
    assert again.turn_of(again.sign_offs[0]) == GRACE


async def test_history_tells_why_somebody_could_sign_for_somebody(desk: Desk) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    signed = (await sign(desk, task, LIN)).task
    lines = [f"{each.name} {each.said}" for each in (await desk.account(signed)).lines]
    asked = "Countersign asked Lin Chen for Grace Hopper, who is away (2026-11-23 to 2026-11-27), to sign as Developer"
    assert "Lin Chen signed as Developer for Grace Hopper" in lines and asked in lines
    assert all(each.signed_as is None for each in (await desk.account(signed)).lines)


@pytest.mark.parametrize("forged", [None, ALICE])
async def test_for_whom_it_was_given_cant_be_forged_unseen(
    desk: Desk, db: Database, forged: str | None
) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    await sign(desk, task, LIN)

    def forge(session: Session) -> None:
        session.execute(text("DROP TRIGGER signatures_refuse_update"))
        session.execute(signatures.update().where(signatures.c.team_id == TEAM).values(signed_for=forged))

    await db.write(forge)
    assert not await holds(db)


async def test_a_stand_in_that_no_event_knows_is_found(desk: Desk, db: Database) -> None:
    await file(desk, signers=DEVELOPER)
    await db.write(
        lambda session: session.execute(
            sign_offs.update()
            .where(sign_offs.c.team_id == TEAM, sign_offs.c.role == "Developer")
            .values(stand_in=LIN)
        )
    )
    (found,) = (await db.read(audit)).findings
    assert "ULIN stands in, and its events say asked (UGRACE)." in found.said


async def test_a_page_that_was_shown_for_somebody_else_signs_nothing(desk: Desk) -> None:
    task = await file(desk, signers=DEVELOPER)
    await away(desk)
    page = await show(desk, task, LIN)
    await desk.steps.reassign(TEAM, shown(page.task), ALICE, task.sign_offs[0].id, LIN, "Grace is away")
    with pytest.raises(Stale, match="for somebody else than you were shown"):
        await sign_shown(desk, page, LIN, persons=[GRACE])
    assert (await sign_shown(desk, page, LIN, persons=[LIN])).task.signatures[0].signed_for is None


async def test_two_copies_that_look_at_once_hand_over_once(desk: Desk, db: Database) -> None:
    task = await file(desk, signers=DEVELOPER)
    await desk.absences.set(TEAM, GRACE, LIN, MONDAY, FRIDAY)
    changed = await asyncio.gather(desk.absences.turn_over(), desk.absences.turn_over())
    assert sum(changed) == 1
    assert (await kinds(db, task)).count("stand-in asked") == 1
