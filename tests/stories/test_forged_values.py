"""What a button or a modal says is changed on its way: to another task, draft or workspace, or to nothing at all."""

import json
from datetime import timedelta

import pytest

from bot.slack import ids
from bot.tasks.desk import Desk
from bot.tasks.task import Task
from tests.stories.conftest import Begin, Story
from tests.stories.forging import SAYS, Forger, kept, of, only, refusals, taken
from tests.stories.test_signing import file
from tests.stories.test_stale_clicks import TWO
from tests.stories.test_stale_pages import page
from tests.stories.window import Window

ANOTHERS = "This draft belongs to somebody else"
GARBAGE = (
    "x",
    "[]",
    "{}",
    '{"t":"x","k":1,"v":"2"}',
    '{"t":0,"n":0,"o":1}',
    '{"t":1,"d":5,"n":"x"}',
    '{"t":9223372036854775808,"k":"TASK-001","v":1,"r":1,"h":"x","n":9223372036854775808}',
    '{"d":"nobody\'s"}',
)


def test_every_route_says_what_its_values_are_about() -> None:
    assert taken() == set(SAYS)


async def filed(story: Story) -> tuple[Forger, Task, Task]:
    """Grace, with the message that asks her to sign TASK-001; TASK-001 and TASK-002."""
    ada, grace = story.person("Ada"), story.person("Grace")
    for title in ("Keys must rotate", "Keys must not leak"):
        await file(story, ada, title, TWO)
        await ada.closes()
    message = await grace.sees("TASK-001", where="dm")
    await grace.types("/task new Mine")
    desk: Desk = story.bot.desk
    team = story.sandbox.team_id
    one, two = [await desk.task_by_key(team, key) for key in ("TASK-001", "TASK-002")]
    return Forger(story, grace, message), one, two


async def elsewhere(story: Story, task: Task) -> int:
    """The id of a task of another workspace."""
    desk: Desk = story.bot.desk
    await desk.save_draft(
        "TOTHER", "U1", "d", template_hash=task.template_hash, answers={"title": "T"}, page=0
    )
    return (await desk.create("TOTHER", "U1", "d")).task.id


def facts(task: Task, **changed: object) -> str:
    """All that any copy of the task says, changed."""
    said = {"t": task.id, "k": task.key, "v": task.version, "r": task.revision, "h": task.substance_hash}
    return json.dumps({**said, "o": task.document_hash, "w": "card", "n": 1, "s": "open", **changed})


async def test_what_names_another_task_or_workspace_is_refused_and_is_an_event(begin: Begin) -> None:
    async with begin() as story:
        forger, one, two = await filed(story)
        grace = story.person("Grace").id
        foreign = await elsewhere(story, one)
        before = await kept(story)
        for kind, name in of("task", "page of a task"):
            inside = SAYS[kind, name] == "page of a task"
            for changed, chain, why, sentence in (
                ({"t": two.id}, f"task:{two.id}", "ShownForAnother", "was shown for another task"),
                ({"t": foreign}, "workspace", "UnknownTask", "There is no task"),
            ):
                story.sandbox.clock.move(timedelta(minutes=2))
                told, forged = len(await refusals(story, chain)), facts(one, **changed)
                said = await forger.sends(kind, name, forged, forged if inside else "")
                assert sentence in said, (kind, name, said)
                assert (await refusals(story, chain))[told:] == [(grace, why)], (kind, name)
        assert await kept(story) == before


async def test_what_names_anothers_draft_is_refused_and_is_an_event(begin: Begin) -> None:
    async with begin() as story:
        forger, one, _ = await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace").id
        await ada.types("/task new Adas own thoughts")
        [draft] = [
            row for row in await story.bot.desk.drafts(story.sandbox.team_id, ada.id) if row.task_id is None
        ]
        forged = json.dumps(
            {"d": draft.id, "s": 0, "t": one.template_hash, "c": None, "k": 1, "n": 0, "h": None}
        )
        before = await kept(story)
        for kind, name in of("draft", "form"):
            story.sandbox.clock.move(timedelta(minutes=2))
            told = len(await refusals(story, "workspace"))
            said = await forger.sends(kind, name, forged, "" if SAYS[kind, name] == "draft" else forged)
            assert ANOTHERS in said, (kind, name, said)
            assert (await refusals(story, "workspace"))[told:] == [(grace, "NotYours")], (kind, name)
            await ada.sees_no("Adas own thoughts", where="notices")
        assert await kept(story) == before


async def test_a_role_that_was_exchanged_for_anothers_is_refused_and_is_an_event(begin: Begin) -> None:
    async with begin() as story:
        _, one, _ = await filed(story)
        developer, devops = one.sign_offs[0], one.sign_offs[-1]
        alan, grace = story.person("Alan"), story.person("Grace")
        await grace.types("/task sign TASK-001")
        await grace.presses("Sign off")
        pages = {
            "sign": await page(story, alan, "/task sign", {}),
            "changes": await page(story, alan, "/task changes", {"What has to change?": "All"}),
            "reassign": await page(
                story, alan, "/task reassign", {"Who signs instead?": "Linus Pauling", "Why?": "Away"}
            ),
        }
        before = await kept(story)
        for what, window in pages.items():
            for entry in window.view.values.values():
                for option in entry.get("selected_options") or [entry.get("selected_option") or {}]:
                    if option.get("value") == str(devops.id):
                        option["value"] = str(developer.id)
            told = len(await refusals(story, f"task:{one.id}"))
            answer = await window.submits()
            assert answer.get("response_action") == "update", what
            assert len(await refusals(story, f"task:{one.id}")) == told + 1, what
        assert await kept(story) == before


@pytest.mark.parametrize("begin", ["socket"], indirect=True)
async def test_what_makes_no_sense_is_told_and_changes_nothing(begin: Begin) -> None:
    async with begin() as story:
        forger, _, _ = await filed(story)
        before = await kept(story)
        for garbage in GARBAGE:
            for kind, name in [each for each in SAYS if each[0] in ("action", "view")]:
                said = await forger.sends(kind, name, garbage, garbage)
                assert "Something went wrong" not in said, (kind, name, garbage)
        assert await kept(story) == before


async def test_what_the_bot_draws_says_which_task_it_shows(begin: Begin) -> None:
    async with begin() as story:
        _, one, _ = await filed(story)
        ada = story.person("Ada")
        card = await ada.sees("TASK-001", where="engineering")
        values = [each for block in card.blocks for each in block.get("elements", []) if "value" in each]
        await ada.types("/task show TASK-001")
        values += [
            each
            for block in Window(story, ada).view.blocks
            for each in block.get("elements", [])
            if each.get("type") == "button"
        ]
        drawn = {each["action_id"]: json.loads(each["value"]) for each in values}
        about = [drawn[name] for name in only(of("task"), "action") if name in drawn]
        assert {(each["t"], each["k"], each["v"]) for each in about} == {(one.id, one.key, one.version)}
        assert {ids.OPEN_TASK, ids.SIGN_OFF, ids.CLOSE, ids.HISTORY, ids.EXPORT} <= drawn.keys()
