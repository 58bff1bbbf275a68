"""What a signature covers, and what it doesn't."""

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.substance import answers_in, canonical, sha256, ticks, with_ticks, without_ticks

ITEMS: st.SearchStrategy[list[Any]] = st.recursive(
    st.just([]),
    lambda inner: st.lists(
        st.fixed_dictionaries({"text": st.text(), "done": st.booleans(), "items": inner}), max_size=3
    ),
    max_leaves=8,
)
VALUES = st.one_of(
    st.text(),
    ITEMS,
    st.lists(st.text()),
    st.lists(st.lists(st.text(), max_size=3), max_size=3),
    st.fixed_dictionaries({"user": st.text(min_size=1)}),
    st.fixed_dictionaries({"language": st.text(), "text": st.text()}),
    st.lists(st.dictionaries(st.text(), st.one_of(st.text(), ITEMS), max_size=3), max_size=3),
)
ANSWERS = st.dictionaries(st.text(min_size=1), VALUES, max_size=5)


def checklist(*done: bool) -> dict[str, Any]:
    return {"list": [{"text": str(at), "done": each, "items": []} for at, each in enumerate(done)]}


def test_the_form_of_the_substance_never_changes() -> None:
    answers = {"title": "Ünïcode", "who": {"user": "U1"}, **checklist(True)}
    assert canonical("hash", answers) == (
        '{"answers":{"list":[{"items":[],"text":"0"}],"title":"Ünïcode","who":{"user":"U1"}},'
        '"template":"hash","version":1}'
    )


def test_ticks_change_no_substance() -> None:
    assert canonical("t", checklist(True, False)) == canonical("t", checklist(False, True))


def test_the_order_of_answers_changes_no_substance() -> None:
    assert canonical("t", {"a": "1", "b": "2"}) == canonical("t", {"b": "2", "a": "1"})


def test_a_word_changes_the_substance() -> None:
    assert canonical("t", {"a": "must"}) != canonical("t", {"a": "must not"})


def test_the_template_is_part_of_the_substance() -> None:
    assert canonical("t", {}) != canonical("u", {})


def test_a_field_that_is_called_done_is_no_tick() -> None:
    answers = {"step": [{"text": "Deploy", "done": "When all is green"}]}
    assert answers_in(canonical("t", answers)) == answers


def test_the_hash_is_sha_256_of_the_utf_8() -> None:
    assert sha256("ä") == hashlib.sha256(b"\xc3\xa4").hexdigest()
    assert sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(ANSWERS)
def test_substance_and_ticks_together_give_the_answers_back(answers: dict[str, Any]) -> None:
    assert with_ticks(answers_in(canonical("t", answers)), ticks(answers)) == answers


@given(ANSWERS)
def test_taking_ticks_away_twice_is_taking_them_away_once(answers: dict[str, Any]) -> None:
    once = without_ticks(answers)
    assert without_ticks(once) == once
    assert ticks(once) == []
