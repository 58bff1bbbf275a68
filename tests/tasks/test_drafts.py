"""Nothing sent is lost, and nobody sees another's draft."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.tasks import migrate
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft, Merged, new_draft_id
from bot.tasks.errors import NotYours
from tests.tasks.cast import ALICE, MALLORY, TEAM, TEMPLATE, Clock, draft, in_a_day

OLDER = """
INSERT INTO drafts (id, team_id, owner, kind, template_hash, answers, page, plan, updated_at)
VALUES ('d1', 'T1', 'UALICE', 'new', 't', '{"title": "T"}', 0, '{}', '2026-11-22 12:00:00.000000')
"""
"""A draft's row, as version 0002 of the schema has it."""


async def save(desk: Desk, draft_id: str = "d1", owner: str = ALICE, **more: Any) -> Draft:
    values: dict[str, Any] = {"template_hash": "t", "answers": {}, "page": 0, **more}
    return await desk.save_draft(TEAM, owner, draft_id, **values)


async def test_a_saved_draft_is_found_by_its_owner(desk: Desk) -> None:
    saved = await save(desk, answers={"title": "T"}, origin_channel="C1", source="https://x/p1")
    assert await desk.draft(TEAM, ALICE, "d1") == saved
    assert (saved.answers, saved.origin_channel, saved.source) == ({"title": "T"}, "C1", "https://x/p1")


async def test_only_the_answers_that_are_sent_are_replaced(desk: Desk) -> None:
    await save(desk, answers={"a": "1", "b": "2"}, plan={"channel": "C1", "signers": {}})
    saved = await save(desk, answers={"b": "3"}, plan={"sign_by": None}, page=4)
    assert saved.answers == {"a": "1", "b": "3"}
    assert saved.plan == {"channel": "C1", "signers": {}, "sign_by": None}
    assert (saved.page, await desk.draft(TEAM, ALICE, "d1")) == (4, saved)


async def test_where_it_came_from_is_not_forgotten(desk: Desk) -> None:
    await save(desk, origin_channel="C1", source="https://x/p1")
    saved = await save(desk)
    assert (saved.origin_channel, saved.source) == ("C1", "https://x/p1")


async def test_nobody_saves_over_anothers_draft(desk: Desk) -> None:
    await save(desk, answers={"a": "1"})
    with pytest.raises(NotYours):
        await save(desk, owner=MALLORY, answers={"a": "2"})
    with pytest.raises(NotYours):
        await desk.save_draft("T2", ALICE, "d1", template_hash="t", answers={}, page=0)


async def test_nobody_reads_or_discards_anothers_draft(desk: Desk) -> None:
    await save(desk)
    await desk.discard_draft(TEAM, MALLORY, "d1")
    assert await desk.draft(TEAM, MALLORY, "d1") is None
    assert await desk.draft(TEAM, ALICE, "d1")


async def test_the_latest_draft_comes_first(desk: Desk, clock: Clock) -> None:
    given: dict[str, Any] = {"template_hash": await desk.save_template(TEMPLATE), "answers": {"title": "T"}}
    for draft_id in ("old", "new"):
        await save(desk, draft_id, **given)
        clock.forward(minutes=1)
    assert [each.id for each in await desk.drafts(TEAM, ALICE)] == ["new", "old"]
    await save(desk, "old", **given)
    assert [each.id for each in await desk.drafts(TEAM, ALICE)] == ["old", "new"]


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        ({}, False),
        ({"answers": {"title": " ", "priority": None}}, False),
        ({"answers": {"status": "To Do"}}, False),
        ({"plan": {"channel": "C1", "sign_by": None, "signers": {"Developer": None}}}, False),
        ({"answers": {"assignee": {"user": "ULIN"}}}, True),
        ({"plan": {"signers": {"Developer": "ULIN"}}}, True),
        ({"plan": {"sign_by": "2026-12-01"}}, True),
        ({"source": "https://x/p1"}, True),
    ],
)
async def test_a_draft_in_which_nothing_was_answered_is_kept_but_not_listed(
    desk: Desk, given: dict[str, Any], listed: bool
) -> None:
    saved = await save(desk, template_hash=await desk.save_template(TEMPLATE), **given)
    assert await desk.drafts(TEAM, ALICE) == ([saved] if listed else [])
    assert await desk.draft(TEAM, ALICE, saved.id) == saved


async def test_a_discarded_draft_is_gone(desk: Desk) -> None:
    await save(desk)
    await desk.discard_draft(TEAM, ALICE, "d1")
    assert await desk.drafts(TEAM, ALICE) == []


async def test_a_draft_that_became_a_task_changes_no_more(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Filed"})
    task = (await desk.create(TEAM, ALICE, draft_id)).task
    late = await save(desk, draft_id, answers={"title": "Too late"})
    await desk.discard_draft(TEAM, ALICE, draft_id)
    assert (late.answers, late.task_id) == ({"title": "Filed"}, task.id)
    assert await desk.draft(TEAM, ALICE, draft_id) == late
    assert await desk.drafts(TEAM, ALICE) == []


async def test_a_template_is_kept_by_its_hash(desk: Desk) -> None:
    digest = await desk.save_template("# [Title]\n")
    assert await desk.save_template("# [Title]\n") == digest
    assert await desk.template_text(digest) == "# [Title]\n"


async def test_a_template_that_was_never_saved_is_a_key_error(desk: Desk) -> None:
    with pytest.raises(KeyError):
        await desk.template_text("nothing")


async def test_long_and_strange_text_is_kept_as_typed(desk: Desk) -> None:
    text = "x" * 100_000 + " <!channel> \u202eright to left\u202c 😀 \x00 ' \" \\ \u2028"
    await save(desk, answers={"a": text})
    saved = await desk.draft(TEAM, ALICE, "d1")
    assert saved and saved.answers == {"a": text}


def test_ids_are_random() -> None:
    assert len({new_draft_id() for _ in range(100)}) == 100


async def test_what_is_merged_is_what_is_saved_at_that_moment(desk: Desk) -> None:
    await save(desk, answers={"steps": ["one"]}, plan={"signers": {"QA": "U1"}})

    def one_more(answers: Any, plan: Any) -> Merged:
        return Merged({"steps": [*answers["steps"], "more"]}, plan, 7)

    await asyncio.gather(*(save(desk, merge=one_more) for _ in range(5)))
    saved = await desk.draft(TEAM, ALICE, "d1")
    assert saved and saved.answers == {"steps": ["one", *["more"] * 5]}
    assert (saved.plan, saved.page) == ({"signers": {"QA": "U1"}}, 7)


async def test_what_was_filed_is_not_merged_into(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Filed"})
    await desk.create(TEAM, ALICE, draft_id)
    late = await save(desk, draft_id, merge=lambda answers, plan: Merged({"title": "Late"}, plan, 0))
    assert late.answers == {"title": "Filed"}


async def test_a_draft_that_was_saved_by_an_older_version_is_one_of_a_new_task(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/older.db"
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate.upgrade(connection, "0002")
        connection.execute(text(OLDER))
    engine.dispose()
    database = Database.open(url)
    found = await Desk(database, Clock(), in_a_day).draft(TEAM, ALICE, "d1")
    assert found and (found.kind, found.edits, found.began, found.answers) == (
        "new",
        None,
        None,
        {"title": "T"},
    )
    await database.close()
