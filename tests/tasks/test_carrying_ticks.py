"""Where ticks go when the answers around them are edited."""

from typing import Any

from hypothesis import given

from bot.tasks.substance import ticks as ticks_of
from bot.tasks.substance import with_ticks, without_ticks
from bot.tasks.ticking import carried
from tests.tasks.test_substance import ANSWERS


def item(text: str, done: bool = False, *items: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "done": done, "items": [*items]}


def after(
    base: dict[str, Any], mine: dict[str, Any], present: dict[str, Any], merged: dict[str, Any]
) -> dict[str, Any]:
    """The merged answers, with the ticks that they have then."""
    bare: dict[str, Any] = without_ticks(merged)
    return with_ticks(bare, carried(base, mine, present, bare))


def test_a_tick_made_meanwhile_stays_with_its_text_wherever_the_edit_puts_it() -> None:
    begun = {"list": [item("Build"), item("Test")]}
    mine = {"list": [item("Plan"), item("Test"), item("Build")]}
    present = {"list": [item("Build"), item("Test", True)]}
    assert after(begun, mine, present, mine) == {"list": [item("Plan"), item("Test", True), item("Build")]}


def test_what_the_edit_itself_ticked_or_unticked_counts() -> None:
    begun = {"list": [item("Build"), item("Test", True)]}
    mine = {"list": [item("Build", True), item("Test")]}
    assert after(begun, mine, begun, mine) == mine


def test_a_tick_that_the_edit_did_not_touch_is_as_it_is_now() -> None:
    begun = {"list": [item("Build", True)]}
    present = {"list": [item("Build")]}
    assert after(begun, begun, present, begun) == present


def test_a_new_item_has_the_tick_that_it_was_typed_with() -> None:
    mine = {"list": [item("Build", True)]}
    assert after({}, mine, {}, mine) == mine


def test_an_item_that_both_added_is_ticked_if_either_ticked_it() -> None:
    ticked, plain = {"list": [item("Build", True)]}, {"list": [item("Build")]}
    assert after({}, ticked, plain, plain) == ticked
    assert after({}, plain, ticked, plain) == ticked


def test_the_first_of_equal_items_is_the_first_and_the_second_the_second() -> None:
    begun = {"list": [item("Test"), item("Test")]}
    present = {"list": [item("Test"), item("Test", True)]}
    assert after(begun, begun, present, begun) == present


def test_the_same_text_in_another_field_is_another_item() -> None:
    begun = {"one": [item("Test")], "two": [item("Test")]}
    present = {"one": [item("Test", True)], "two": [item("Test")]}
    assert after(begun, begun, present, begun) == present


def test_an_item_below_another_keeps_its_tick_when_the_upper_ones_change_places() -> None:
    begun = {"list": [item("Front", False, item("Test")), item("Back", False, item("Test"))]}
    mine = {"list": [item("Back", False, item("Test")), item("Front", False, item("Test"))]}
    present = {"list": [item("Front", False, item("Test", True)), item("Back", False, item("Test"))]}
    expected = {"list": [item("Back", False, item("Test")), item("Front", False, item("Test", True))]}
    assert after(begun, mine, present, mine) == expected


def test_the_ticks_of_a_group_go_with_their_entry_when_an_earlier_one_is_removed() -> None:
    first, second = {"title": "One", "tasks": [item("Test", True)]}, {"title": "Two", "tasks": [item("Test")]}
    begun, mine = {"step": [first, second]}, {"step": [second]}
    assert after(begun, mine, begun, mine) == mine


def test_an_item_keeps_its_tick_when_what_it_stands_in_is_called_otherwise() -> None:
    begun = {"step": [{"title": "One", "tasks": [item("Test")]}]}
    mine = {"step": [{"title": "First", "tasks": [item("Test")]}]}
    present = {"step": [{"title": "One", "tasks": [item("Test", True)]}]}
    assert after(begun, mine, present, mine) == {"step": [{"title": "First", "tasks": [item("Test", True)]}]}


def test_an_item_keeps_its_tick_when_it_is_put_below_another() -> None:
    begun = {"list": [item("Build"), item("Test")]}
    mine = {"list": [item("Build", False, item("Test"))]}
    present = {"list": [item("Build"), item("Test", True)]}
    assert after(begun, mine, present, mine) == {"list": [item("Build", False, item("Test", True))]}


def test_the_same_text_in_another_list_of_a_group_is_another_item() -> None:
    begun = {"step": [{"one": [item("Test")], "two": [item("Test")]}]}
    mine = {"step": [{"title": "New", "one": [item("Test")], "two": [item("Test")]}]}
    present = {"step": [{"one": [item("Test")], "two": [item("Test", True)]}]}
    expected = {"step": [{"title": "New", "one": [item("Test")], "two": [item("Test", True)]}]}
    assert after(begun, mine, present, mine) == expected


def test_a_group_whose_entries_have_a_text_gets_no_tick() -> None:
    entry = {"text": "Deploy", "items": [item("Test", True)]}
    assert carried({}, {}, {"step": [entry]}, without_ticks({"step": [entry]})) == [
        (["step", 0, "items", 0], True)
    ]


@given(ANSWERS)
def test_what_nobody_changed_keeps_all_its_ticks(answers: dict[str, Any]) -> None:
    assert carried(answers, answers, answers, without_ticks(answers)) == ticks_of(answers)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_carrying_ticks_changes_nothing_but_ticks(
    base: dict[str, Any], mine: dict[str, Any], present: dict[str, Any]
) -> None:
    merged = {**present, **mine}
    assert without_ticks(after(base, mine, present, merged)) == without_ticks(merged)
