"""Boxes as a modal: all of them can be ticked, and only what was ticked is sent."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.checks.view import check_view
from bot.slack import boxes, ids
from bot.slack.request import View
from bot.tasks.boxes import Box
from bot.tasks.progress import Board
from tests.slack.posting.samples import task, texts

Json = dict[str, Any]


def box(text: str, done: bool = False, **more: Any) -> Box:
    given = {"field": "ready", "number": 0, "under": ("Ready",), "above": (), "place": ("ready", 0)}
    return Box(**{**given, **more}, text=text, done=done)


def drawn(*of: Box, page: int = 0, note: str = "") -> Json:
    view = boxes.view(Board(task=task(), boxes=of), page, "n", note)
    check_view(view)
    return view


def inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def labels(view: Json) -> list[list[str]]:
    return [[option["text"]["text"] for option in each["element"]["options"]] for each in inputs(view)]


def all_pages(*of: Box) -> list[Json]:
    count = len(boxes.pages(of))
    return [drawn(*of, page=page) for page in range(count)]


def pressed(view: Json, **state: list[int]) -> View:
    """The view with these boxes of its inputs ticked, by block id; others as drawn."""
    held = {
        each["block_id"]: {ids.BOXES: {"selected_options": each["element"].get("initial_options", [])}}
        for each in inputs(view)
    }
    for block_id, values in state.items():
        held[f"n/{block_id[1:]}"] = {ids.BOXES: {"selected_options": [{"value": str(n)} for n in values]}}
    packed = view["private_metadata"]
    return View(id="V", hash="", callback_id=ids.PROGRESS, packed=packed, state=held, raw=view)


def test_a_list_of_more_than_ten_is_several_inputs() -> None:
    view = drawn(*(box(str(n)) for n in range(23)))
    assert [len(each) for each in labels(view)] == [10, 10, 3]
    parts = ["Ready (1 to 10 of 23)", "Ready (11 to 20 of 23)", "Ready (21 to 23 of 23)"]
    assert [each["label"]["text"] for each in inputs(view)] == parts
    assert [text for each in labels(view) for text in each] == [str(n) for n in range(23)]


def test_what_is_ticked_is_drawn_so() -> None:
    (only,) = inputs(drawn(box("A", True), box("B")))
    assert [each["text"]["text"] for each in only["element"]["initial_options"]] == ["A"]


def test_a_text_that_is_longer_than_an_option_goes_on_below_it() -> None:
    text = "Every endpoint answers within two hundred milliseconds, also when the cache is cold and empty"
    (only,) = inputs(drawn(box(text)))
    (option,) = only["element"]["options"]
    assert f"{option['text']['text']}{option['description']['text']}".replace("……", " ") == text


@pytest.mark.parametrize("text", ["long words " * 30, "x" * 2500, "&" * 1000, "😀" * 400])
def test_a_text_that_is_longer_still_stands_in_full_above(text: str) -> None:
    assert text.strip() in "".join(texts(drawn(box(text.strip()))["blocks"]))


def test_a_text_that_no_modal_holds_says_where_it_goes_on() -> None:
    assert boxes.ON in texts(drawn(box("word " * 20_000)))


def test_an_item_below_another_names_it() -> None:
    (only,) = inputs(drawn(box("Up"), box("Down", above=("Up",))))
    assert only["element"]["options"][1]["description"]["text"] == "below: Up"


def test_lists_stand_under_their_headings_which_are_said_once() -> None:
    one, two = ("Done", "Code"), ("Done", "Docs")
    view = drawn(box("A", field="a", under=one), box("B", field="b", under=two))
    assert [each["label"]["text"] for each in inputs(view)] == ["Code", "Docs"]
    assert texts(view["blocks"]).count("Done") == 1


def test_more_than_a_modal_holds_is_on_further_pages_and_none_is_lost() -> None:
    many = [box(str(n), field=str(n)) for n in range(250)]
    views = all_pages(*many)
    assert [text for view in views for each in labels(view) for text in each] == [str(n) for n in range(250)]
    rows = [[each for each in ("Back", "Next") if each in texts(view)] for view in views]
    assert rows == [["Next"], ["Back", "Next"], ["Back"]]


def test_a_page_that_there_is_not_is_the_last_one() -> None:
    assert labels(drawn(box("A"), page=7)) == [["A"]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.builds(box, st.text(min_size=1, max_size=400), st.booleans()), min_size=1, max_size=40))
def test_slack_takes_every_page_of_any_boxes(found: list[Box]) -> None:
    assert sum(len(each) for view in all_pages(*found) for each in labels(view)) == len(found)


@pytest.mark.parametrize("text", ["x" * 100_000, "&" * 100_000, "😀" * 50_000, "a b " * 30_000])
def test_slack_takes_pages_of_very_long_texts(text: str) -> None:
    above = ("y" * 5000, "&" * 5000)
    under = ("u" * 5000, "&" * 5000)
    views = all_pages(*(box(text, above=above, under=under) for _ in range(25)))
    assert sum(len(each) for view in views for each in labels(view)) == 25


def test_what_was_not_touched_is_not_sent() -> None:
    view = drawn(box("A", True), box("B"))
    assert boxes.wanted(pressed(view)) == {}


def test_what_was_ticked_and_unticked_is_sent_by_its_place() -> None:
    view = drawn(*(box(str(n), n == 12) for n in range(14)))
    assert boxes.wanted(pressed(view, _0=[3], _10=[13])) == {3: True, 12: False, 13: True}


def test_an_input_that_slack_does_not_send_stays_as_it_was() -> None:
    silent = pressed(drawn(box("A", True))).model_copy(update={"state": {}})
    assert boxes.wanted(silent) == {}


def test_an_option_that_was_never_offered_is_not_ours() -> None:
    view = pressed(drawn(box("A")))
    state = {"n/0": {ids.BOXES: {"selected_options": [{"value": "x"}]}}}
    with pytest.raises(ids.NotOurs):
        boxes.wanted(view.model_copy(update={"state": state}))
