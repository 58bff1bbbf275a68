"""Ticking and unticking: only what somebody changed, onto what stands now."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.boxes import boxes
from bot.tasks.substance import canonical, with_ticks
from bot.tasks.ticking import ticked
from bot.template.form import Form
from bot.template.parse import parse
from tests.tasks.test_carrying_ticks import item

FORM: Form = parse(
    """# TASK-XXX: [Title]

## Ready

- [ ] [One thing]

## Steps

### Step 1: [Title]

**What**: [What is done]

**Subtasks:**
- [ ] [Subtask]

### Step 2: [Title]

**What**: [What is done]

**Subtasks:**
- [ ] [Subtask]

## Later

- [ ] [Another thing]
"""
)
READY, STEPS, LATER = "ready", "steps.step", "later"
SUBTASKS = "subtasks"


def answers(*ready: dict[str, Any]) -> dict[str, Any]:
    return {READY: [*ready]}


def texts_done(found: dict[str, Any]) -> dict[str, bool]:
    return {box.text: box.done for box in boxes(FORM, found)}


def after(seen: dict[str, Any], wanted: dict[int, bool], present: dict[str, Any]) -> dict[str, bool]:
    """Each box by its text, and whether it is ticked then."""
    return texts_done(with_ticks(present, ticked(FORM, seen, wanted, present).ticks))


def test_boxes_stand_in_the_forms_order_with_what_they_stand_under() -> None:
    entry = {"title": "Build", SUBTASKS: [item("Compile")]}
    found = boxes(
        FORM, {LATER: [item("Last")], STEPS: [{}, entry], READY: [item("Up", False, item("Below"))]}
    )
    assert [(box.text, box.above, box.under) for box in found] == [
        ("Up", (), ("Ready",)),
        ("Below", ("Up",), ("Ready",)),
        ("Compile", (), ("Steps", "Step 2: Build", "Subtasks")),
        ("Last", (), ("Later",)),
    ]


def test_the_boxes_of_a_groups_checklist_are_counted_through_all_its_entries() -> None:
    entries = [{SUBTASKS: [item("One"), item("Two")]}, {SUBTASKS: [item("Three")]}]
    ids = [box.id for box in boxes(FORM, {STEPS: entries})]
    assert ids == [(f"{STEPS}.{SUBTASKS}", number) for number in range(3)]


def test_two_who_tick_different_boxes_lose_nothing() -> None:
    seen = answers(item("Mine"), item("Theirs"))
    assert after(seen, {0: True}, answers(item("Mine"), item("Theirs", True))) == {
        "Mine": True,
        "Theirs": True,
    }


def test_of_two_who_change_the_same_box_the_last_one_counts() -> None:
    seen = answers(item("Ours", True))
    assert after(seen, {0: False}, answers(item("Ours", True))) == {"Ours": False}


def test_what_says_already_what_is_wanted_is_no_change() -> None:
    seen, present = answers(item("Ours")), answers(item("Ours", True))
    assert ticked(FORM, seen, {0: True}, present).changed == ()


def test_a_tick_finds_its_box_where_an_edit_has_put_it() -> None:
    seen = answers(item("Build"), item("Test"))
    present = answers(item("Plan"), item("Test"), item("Build"))
    assert after(seen, {1: True}, present) == {"Plan": False, "Test": True, "Build": False}


def test_a_tick_of_a_box_that_is_gone_is_named_and_the_others_count() -> None:
    seen = answers(item("Build"), item("Test"))
    found = ticked(FORM, seen, {0: True, 1: True}, answers(item("Test")))
    assert (found.lost, [box.text for box in found.changed]) == (("Build",), ["Test"])


def test_equal_texts_in_two_lists_are_two_boxes() -> None:
    seen = {READY: [item("Test")], LATER: [item("Test")]}
    assert [box.field for box in ticked(FORM, seen, {1: True}, seen).changed] == [LATER]


ITEMS: st.SearchStrategy[list[Any]] = st.recursive(
    st.just([]),
    lambda below: st.lists(
        st.builds(item, st.sampled_from("abc"), st.booleans()).flatmap(
            lambda one: below.map(lambda items: {**one, "items": items})
        ),
        max_size=3,
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        READY: ITEMS,
        LATER: ITEMS,
        STEPS: st.lists(st.fixed_dictionaries({"title": st.text(max_size=3), SUBTASKS: ITEMS}), max_size=3),
    },
)


@given(ANSWERS, ANSWERS, st.data())
def test_any_ticking_of_any_answers_leaves_the_substance(
    seen: dict[str, Any], present: dict[str, Any], data: st.DataObject
) -> None:
    wanted = data.draw(st.dictionaries(st.sampled_from(range(len(boxes(FORM, seen)) or 1)), st.booleans()))
    wanted = {number: done for number, done in wanted.items() if number < len(boxes(FORM, seen))}
    now = with_ticks(present, ticked(FORM, seen, wanted, present).ticks)
    assert canonical("t", now) == canonical("t", present)


@given(ANSWERS, st.data())
def test_only_what_was_wanted_changes(found: dict[str, Any], data: st.DataObject) -> None:
    all_of_them = boxes(FORM, found)
    ways = st.sampled_from([None, True, False])
    drawn = [data.draw(ways) for _ in all_of_them]
    wanted = {number: done for number, done in enumerate(drawn) if done is not None}
    now = boxes(FORM, with_ticks(found, ticked(FORM, found, wanted, found).ticks))
    assert [box.done for box in now] == [wanted.get(n, box.done) for n, box in enumerate(all_of_them)]
