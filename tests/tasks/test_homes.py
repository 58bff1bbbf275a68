"""Homes: what each person's shows, in what portions, at what cost; and whose is wanted anew when something moves."""

from datetime import timedelta

import pytest

from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.homes import PAGE, Home, Part
from bot.tasks.posts import Kind
from bot.tasks.step import shown
from bot.tasks.store_homes import ANEW
from tests.tasks.cast import (
    ALICE,
    BOTH,
    GRACE,
    HERE,
    LIN,
    MALLORY,
    TEAM,
    TEMPLATE,
    Clock,
    channel,
    draft,
    empty_outbox,
    file,
    person,
    sign,
)
from tests.tasks.test_course import close
from tests.tasks.test_lists import counted

NOBODY: dict[str, str] = {}


async def opens(desk: Desk, *people: str, shown: str = "") -> None:
    """They look at their Homes, and those are drawn."""
    for who in people:
        await desk.homes.opened(new_draft_id(), TEAM, who, shown)
    await empty_outbox(desk)


async def home(desk: Desk, who: str) -> Home:
    """What somebody's Home shows, opened just now."""
    await opens(desk, who)
    found = await desk.homes.home(TEAM, who)
    assert found
    return found


async def begin(desk: Desk, title: str = "Fix the login", *, owner: str = ALICE) -> str:
    """A draft of somebody's; its id."""
    draft_id, template = new_draft_id(), await desk.save_template(TEMPLATE)
    await desk.save_draft(
        TEAM, owner, draft_id, template_hash=template, answers={"title": title} if title else {}, page=0
    )
    return draft_id


async def homes_wanted(desk: Desk) -> list[str]:
    """Whose Homes are to be drawn anew; the outbox is empty then."""
    rows = await desk.outbox.claim(100, timedelta(minutes=1))
    for row in rows:
        await desk.outbox.finished(row)
    return [str(row.ref["user"]) for row in rows if row.kind == Kind.HOME]


async def test_a_home_that_nobody_opened_is_not_made(desk: Desk) -> None:
    await file(desk)
    assert await desk.homes.home(TEAM, GRACE) is None
    assert await homes_wanted(desk) == []


async def test_the_turn_is_the_signer_s_and_what_nobody_is_asked_for_is_the_author_s(desk: Desk) -> None:
    await file(desk, "asked")
    await file(desk, "left", signers={"Developer": GRACE})
    hers, his = await home(desk, GRACE), await home(desk, ALICE)
    assert [(each.task.title, each.signs) for each in hers.waiting.entries] == [
        ("asked", True),
        ("left", True),
    ]
    assert [(each.task.title, each.signs) for each in his.waiting.entries] == [("left", False)]
    assert [each.task.title for each in his.mine.entries] == ["left", "asked"]
    assert (hers.mine.total, set(his.people)) == (0, {ALICE, GRACE, LIN})


async def test_what_is_done_or_closed_is_on_no_home(desk: Desk) -> None:
    await close(desk, await file(desk))
    found = await home(desk, ALICE), await home(desk, GRACE)
    assert [(each.waiting.total, each.mine.total) for each in found] == [(0, 0), (0, 0)]


async def test_of_a_private_channel_s_tasks_only_what_names_somebody_is_theirs_to_see(desk: Desk) -> None:
    await desk.remember_channel(channel(HERE, private=True))
    await file(desk)
    for kind in ("full", "guest", "other workspace"):
        await desk.remember_person(person(MALLORY, "Mallory", kind=kind))
        await desk.remember_person(person(GRACE, "Grace Hopper", kind=kind))
        other, asked = await home(desk, MALLORY), await home(desk, GRACE)
        assert (other.waiting.total, other.mine.total) == (0, 0)
        assert [each.signs for each in asked.waiting.entries] == [kind == "full"]


async def test_another_workspace_s_home_of_the_same_id_shows_nothing_of_this_one(desk: Desk) -> None:
    await file(desk)
    await desk.homes.opened("Ev1", "T2", GRACE, "")
    found = await desk.homes.home("T2", GRACE)
    assert found and (found.waiting.total, found.people) == (0, {})


async def test_drafts_stand_there_the_latest_first_with_what_stands_in_them(desk: Desk, clock: Clock) -> None:
    task = await file(desk)
    for title in ("first", "second", ""):
        await begin(desk, title)
        clock.forward(minutes=1)
    edit = {"template_hash": task.template_hash, "answers": {"title": "changed"}, "page": 0}
    await desk.save_draft(TEAM, ALICE, new_draft_id(), edits=task.id, **edit)  # type: ignore[arg-type]
    found = (await home(desk, ALICE)).drafts
    assert [(each.title, each.key) for each in found.entries] == [
        ("changed", task.key),
        ("second", None),
        ("first", None),
    ]


async def test_each_list_is_turned_by_itself_and_one_that_became_shorter_ends_on_its_last_page(
    desk: Desk,
) -> None:
    for number in range(PAGE[Part.MINE] + 3):
        await file(desk, f"task {number}")
    for number in range(PAGE[Part.DRAFTS] + 1):
        await begin(desk, f"draft {number}")
    await desk.homes.opened("Ev1", TEAM, ALICE, "")
    for part, asked, first in (
        (Part.MINE, 10**9, PAGE[Part.MINE]),
        (Part.DRAFTS, PAGE[Part.DRAFTS], PAGE[Part.DRAFTS]),
        (Part.MINE, -7, 0),
        (Part.WAITING, 3, 0),
    ):
        await desk.homes.turn(TEAM, ALICE, part, asked, "")
        found = await desk.homes.home(TEAM, ALICE)
        assert found and getattr(found, part.value).first == first
    assert found and (len(found.drafts.entries), found.drafts.total) == (1, PAGE[Part.DRAFTS] + 1)


async def test_after_an_hour_a_home_begins_with_its_first_pages_again(desk: Desk, clock: Clock) -> None:
    for number in range(PAGE[Part.MINE] + 1):
        await file(desk, f"task {number}")
    await opens(desk, ALICE)
    await desk.homes.turn(TEAM, ALICE, Part.MINE, PAGE[Part.MINE], "")
    clock.forward(minutes=59)
    assert (await home(desk, ALICE)).mine.first == PAGE[Part.MINE]
    clock.forward(minutes=60)
    assert (await home(desk, ALICE)).mine.first == 0


async def test_an_opening_that_slack_tells_twice_is_one(desk: Desk) -> None:
    await desk.homes.opened("Ev1", TEAM, ALICE, "")
    await empty_outbox(desk)
    await desk.homes.opened("Ev1", TEAM, ALICE, "")
    assert await homes_wanted(desk) == []


@pytest.mark.parametrize(("shown", "known"), [("abc", "abc"), ("older", "older"), ("", None)])
async def test_what_slack_was_given_is_known_until_it_says_that_it_shows_something_else(
    desk: Desk, shown: str, known: str | None
) -> None:
    await opens(desk, ALICE)
    await desk.homes.published(TEAM, ALICE, "abc", instead_of=None)
    found = await desk.homes.home(TEAM, ALICE)
    assert found and found.payload_hash == "abc"
    await opens(desk, ALICE, shown=shown)
    found = await desk.homes.home(TEAM, ALICE)
    assert found and found.payload_hash == known


async def test_what_is_to_be_drawn_anew_is_also_if_it_shows_the_same(desk: Desk) -> None:
    task = await file(desk)
    await opens(desk, GRACE)
    await desk.homes.published(TEAM, GRACE, "abc", instead_of=None)
    await desk.snoozes.open(TEAM, task.id, GRACE)
    await desk.homes.pressed(TEAM, GRACE, "abc")
    found = await desk.homes.home(TEAM, GRACE)
    assert found and found.payload_hash == ANEW


async def test_what_is_wanted_anew_while_a_home_is_on_its_way_is_drawn_after_it(desk: Desk) -> None:
    under_way = await home(desk, GRACE)
    await desk.snoozes.not_snoozed(TEAM, GRACE)
    await desk.homes.published(TEAM, GRACE, "abc", instead_of=under_way.payload_hash)
    found = await desk.homes.home(TEAM, GRACE)
    assert found and found.payload_hash == ANEW
    await desk.homes.published(TEAM, GRACE, "abc", instead_of=ANEW)
    found = await desk.homes.home(TEAM, GRACE)
    assert found and found.payload_hash == "abc"


async def test_what_is_done_with_a_task_is_shown_to_all_whom_it_names_and_who_look(desk: Desk) -> None:
    await desk.remember_person(person(MALLORY, "Mallory"))
    await opens(desk, ALICE, GRACE, MALLORY)
    task = await file(desk)
    assert await homes_wanted(desk) == [ALICE, GRACE]
    await sign(desk, task, LIN)
    assert await homes_wanted(desk) == [ALICE, GRACE]


async def test_who_is_named_and_who_was_are_shown_it_too(desk: Desk) -> None:
    task = await file(desk, signers={"Developer": GRACE})
    await opens(desk, GRACE, LIN)
    (left,) = [each for each in task.sign_offs if not each.person]
    named = (await desk.name_signers(TEAM, task.id, ALICE, {left.id: LIN})).task
    assert await homes_wanted(desk) == [GRACE, LIN]
    await desk.steps.reassign(TEAM, shown(named), GRACE, left.id - 1, ALICE, "I am away")
    assert await homes_wanted(desk) == [GRACE, LIN]


async def test_drafts_that_are_begun_discarded_and_filed_are_shown_to_their_owner(desk: Desk) -> None:
    await opens(desk, ALICE, GRACE)
    thrown = await begin(desk)
    assert await homes_wanted(desk) == [ALICE]
    await desk.discard_draft(TEAM, ALICE, thrown)
    assert await homes_wanted(desk) == [ALICE]
    filed = await draft(desk, {"title": "Filed"}, signers=NOBODY)
    await empty_outbox(desk)
    await desk.create(TEAM, ALICE, filed)
    assert await homes_wanted(desk) == [ALICE]


@pytest.mark.parametrize(("minutes", "wanted"), [(59, [GRACE]), (60, [])])
async def test_a_home_is_kept_current_for_an_hour_after_somebody_looked(
    desk: Desk, clock: Clock, minutes: int, wanted: list[str]
) -> None:
    await opens(desk, GRACE)
    clock.forward(minutes=minutes)
    await file(desk, signers=BOTH)
    assert await homes_wanted(desk) == wanted


async def test_a_press_is_a_look(desk: Desk, clock: Clock) -> None:
    await opens(desk, GRACE)
    clock.now += timedelta(minutes=50)
    await desk.homes.pressed(TEAM, GRACE, "")
    await empty_outbox(desk)
    clock.now += timedelta(minutes=50)
    await file(desk)
    assert await homes_wanted(desk) == [GRACE]


async def test_ten_times_as_many_tasks_and_drafts_cost_not_one_statement_more(desk: Desk) -> None:
    costs = []
    for more in (5, 40):
        for number in range(more):
            await file(desk, f"task {number}", signers={"Developer": GRACE})
            await begin(desk, f"draft {number}")
        await opens(desk, ALICE)
        with counted() as statements:
            await desk.homes.home(TEAM, ALICE)
        costs.append(len(statements))
    assert costs[0] == costs[1] < 25
