"""A draft that is turned to another template, and back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.desk import Desk
from bot.tasks.turning import ASIDE, own, turned
from bot.template.answers import normal, start
from bot.template.form import Form
from bot.template.parse import parse
from tests.tasks.cast import ALICE, TEAM, draft

BUG = """\
# BUG-XXX: [Title]

**Priority**: [Low | High]

**Goal**: [text]

## Notes

[text]

## Done

- [ ] Tests pass
"""
CHANGE = """\
# CHG-XXX: [Title]

**Priority**: [High | Urgent]

**Goal**: [YYYY-MM-DD]

## Why

[text]

## Notes

[text]

## Done

- [ ] Announced
"""
bug, change = parse(BUG), parse(CHANGE)


def to_change_and_back(answers: dict[str, Any], meanwhile: dict[str, Any]) -> dict[str, Any]:
    """What the bug's answers are after a change of template, some more answers, and a change back."""
    there = turned(bug, change, start(bug) | answers)
    return own(turned(change, bug, there | meanwhile))


def test_title_and_what_has_the_same_key_and_kind_go_over() -> None:
    there = own(turned(bug, change, {"title": "Rotate", "notes": "All of them", "goal": "Safety"}))
    assert there == start(change) | {"title": "Rotate", "notes": "All of them"}


def test_what_the_other_asks_in_another_way_comes_back() -> None:
    answers = {"title": "Rotate", "goal": "Safety"}
    assert to_change_and_back(answers, {"goal": "2026-12-01"}) == start(bug) | answers


def test_a_choice_goes_over_where_the_other_offers_it() -> None:
    assert own(turned(bug, change, {"priority": "High"}))["priority"] == "High"
    assert "priority" not in own(turned(bug, change, {"priority": "Low"}))


def test_a_choice_that_the_other_lacks_comes_back_whatever_was_chosen_there() -> None:
    assert to_change_and_back({"priority": "Low"}, {"priority": "Urgent"})["priority"] == "Low"
    assert to_change_and_back({"priority": "Low"}, {"priority": "High"})["priority"] == "High"


def test_what_was_changed_meanwhile_is_what_comes_back() -> None:
    assert to_change_and_back({"notes": "first"}, {"notes": "second"})["notes"] == "second"
    assert "notes" not in to_change_and_back({"notes": "first"}, {"notes": ""})


def test_each_template_starts_with_its_own_items_until_they_are_changed() -> None:
    assert own(turned(bug, change, start(bug))) == start(change)
    ticked = [{"text": "Tests pass", "done": True, "items": []}]
    assert own(turned(bug, change, {"done": ticked}))["done"] == ticked


def test_over_a_third_template_nothing_is_lost() -> None:
    third = parse("# [Title]\n")
    there = turned(third, bug, turned(bug, third, {"goal": "Safety", "title": "Rotate"}))
    assert own(there) == start(bug) | {"goal": "Safety", "title": "Rotate"}


def test_what_is_kept_aside_is_no_answer() -> None:
    there = turned(bug, change, {"goal": "Safety"})
    assert ASIDE in there
    assert ASIDE not in normal(change, there)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.text(min_size=1),
            "priority": st.sampled_from(["Low", "High"]),
            "goal": st.text(min_size=1),
            "notes": st.text(min_size=1),
            "done": st.lists(st.fixed_dictionaries({"text": st.text(), "done": st.booleans()}), min_size=1),
        },
    )
)
def test_there_and_back_nothing_is_changed(answers: dict[str, Any]) -> None:
    assert to_change_and_back(answers, {}) == start(bug) | answers


def test_of_groups_the_whole_goes_over_or_waits() -> None:
    step = "### Step {0}: [Name]\n\n**{1}**: [text]\n\n"
    both = [
        parse("# [Title]\n\n## Steps\n\n" + step.format(1, label) + step.format(2, label))
        for label in ("What", "Who knows")
    ]
    [key] = [field.key for field in both[0].asked() if field.kind == "group"]
    items = [{"title": "One", "what": "First"}]
    there = turned(both[0], both[1], {key: items})
    assert own(turned(both[1], both[0], there))[key] == items
    assert own(there).get(key) != items


def test_rows_that_the_other_table_lacks_wait() -> None:
    def table(*rows: str) -> Form:
        lines = "".join(f"| {row} | [value] |\n" for row in rows)
        return parse(f"# [Title]\n\n## Size\n\n| What | How much |\n|---|---|\n{lines}")

    small, large = table("Load", "Disk"), table("Load", "Disk", "Memory")
    [key] = [field.key for field in small.asked() if field.kind == "table"]
    there = turned(large, small, {key: [["Memory", "2 GB"]]})
    assert key not in own(there)
    assert own(turned(small, large, there))[key] == [["Memory", "2 GB"]]


async def test_a_draft_saved_with_another_template_is_turned_to_it(desk: Desk) -> None:
    draft_id = await draft(desk, {"title": "Rotate", "goal": "Safety"}, template=BUG)
    other = await desk.save_template(CHANGE)
    saved = await desk.save_draft(
        TEAM, ALICE, draft_id, template_hash=other, answers={"why": "It is time"}, page=0
    )
    assert own(saved.answers) == start(change) | {"title": "Rotate", "why": "It is time"}
    task = (await desk.create(TEAM, ALICE, draft_id)).task
    assert (task.key, task.template_hash, task.sign_offs) == ("CHG-001", other, ())
