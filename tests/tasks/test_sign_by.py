"""Two people set another day to sign by at once: neither overwrites the other unseen."""

from datetime import date, datetime

import pytest

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.draft import SIGN_BY_STOOD, Began, Draft
from bot.tasks.edit_asking import sign_by_of
from bot.tasks.edit_drafts import as_shown
from bot.tasks.errors import DayChanged
from bot.tasks.task import Task
from tests.slack.posting.samples import task as a_task
from tests.tasks.cast import ALICE, LIN, TEAM, Clock, file
from tests.tasks.editors import begin, edit
from tests.tasks.taking import events, fresh

A, B, C = "2026-12-01", "2026-12-02", "2026-12-03"
UNTOUCHED = "untouched"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def draft(now: datetime, was: str | None, mine: str | None) -> Draft:
    """An edit that began with a day, and chose another one, or nothing."""
    return Draft(
        id="d",
        team=TEAM,
        owner=ALICE,
        kind="edit",
        template_hash="",
        answers={},
        page=0,
        plan={} if mine == UNTOUCHED else {"sign_by": mine},
        began=Began(ticks=[], sign_by=was),
        updated_at=now,
    )


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "stays"),
    [
        (A, UNTOUCHED, A, A),
        (A, UNTOUCHED, B, B),
        (A, UNTOUCHED, None, None),
        (A, A, B, B),
        (A, C, A, C),
        (A, None, A, None),
        (None, C, None, C),
        (A, B, B, B),
        (A, None, None, None),
    ],
)
def test_what_only_one_side_changed_is_that_sides(
    clock: Clock, was: str | None, mine: str | None, theirs: str | None, stays: str | None
) -> None:
    found = sign_by_of(a_task(sign_by=day(theirs)), draft(clock(), was, mine))
    assert found == day(stays)


@pytest.mark.parametrize(("was", "mine", "theirs"), [(A, C, B), (A, C, None), (A, None, B), (None, C, B)])
def test_what_both_changed_differently_is_asked_about(
    clock: Clock, was: str | None, mine: str | None, theirs: str | None
) -> None:
    with pytest.raises(DayChanged) as refused:
        sign_by_of(a_task(sign_by=day(theirs)), draft(clock(), was, mine))
    assert (refused.value.mine, refused.value.theirs) == (mine, theirs)
    assert f"changed to {theirs or 'no day'} since" in str(refused.value)
    assert f"you chose {mine or 'no day'}. " in str(refused.value)


@pytest.mark.parametrize(("mine", "stood"), [(C, B), (A, B), (None, B), (C, None)])
def test_whoever_was_shown_what_stands_has_chosen(clock: Clock, mine: str | None, stood: str | None) -> None:
    shown = as_shown(draft(clock(), A, mine), stood or "")
    assert sign_by_of(a_task(sign_by=day(stood)), shown) == day(mine)


def test_what_was_shown_and_left_as_it_was_follows_what_others_make_of_it(clock: Clock) -> None:
    for mine in (UNTOUCHED, B):
        assert sign_by_of(a_task(sign_by=day(C)), as_shown(draft(clock(), A, mine), B)) == day(C)


def test_a_choice_in_place_of_an_older_day_is_no_choice_against_the_present_one(clock: Clock) -> None:
    late = draft(clock(), B, C)
    older = late.model_copy(update={"plan": {**late.plan, SIGN_BY_STOOD: A}})
    assert sign_by_of(a_task(sign_by=day(B)), late) == day(C)
    with pytest.raises(DayChanged):
        sign_by_of(a_task(sign_by=day(B)), older)


async def both(desk: Desk) -> tuple[Task, Draft]:
    """Alice has chosen C, and Lin has saved B meanwhile."""
    task = (await edit(desk, await file(desk), {"assignee": {"user": LIN}})).task
    mine = await begin(desk, task, answers={"title": "Fix the door"}, plan={"sign_by": C})
    await edit(desk, task, who=LIN, plan={"sign_by": B})
    return await fresh(desk, task), mine


async def test_the_second_to_save_overwrites_nothing_and_loses_nothing(desk: Desk, db: Database) -> None:
    task, mine = await both(desk)
    with pytest.raises(DayChanged):
        await desk.edits.save(TEAM, ALICE, mine.id)
    assert (await fresh(desk, task), await desk.draft(TEAM, ALICE, mine.id)) == (task, mine)
    assert (await events(db, task))[-1].facts["why"] == "DayChanged"
    assert (await desk.edits.look(TEAM, ALICE, mine.id)).sign_by_was is None


async def test_once_both_were_shown_what_was_chosen_is_saved(desk: Desk, db: Database) -> None:
    task, mine = await both(desk)
    saved = await desk.edits.save(TEAM, ALICE, mine.id, stood=B)
    assert (saved.task.sign_by, saved.task.title) == (day(C), "Fix the door")
    told = [each.facts["sign_by"] for each in await events(db, task) if each.kind == "sign-by changed"]
    assert told == [B, C]


async def test_what_moves_on_after_it_was_shown_is_asked_about_again(desk: Desk) -> None:
    task, mine = await both(desk)
    await edit(desk, task, who=LIN, plan={"sign_by": A})
    with pytest.raises(DayChanged, match=f"changed to {A} since"):
        await desk.edits.save(TEAM, ALICE, mine.id, stood=B)
