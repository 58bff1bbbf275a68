"""Two people changed the same task: what each of them changed is kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.merging import merge
from bot.tasks.said import said
from bot.template.form import Form
from bot.template.parse import parse
from tests.tasks.cast import TEMPLATE
from tests.template import strategies as some
from tests.template.conftest import DEFAULT

FORM, PLAIN = parse(DEFAULT), parse(TEMPLATE)
FIELDS = {field.key: field for field in FORM.asked()}
NAMES = {"UGRACE": "Grace Hopper"}
TITLE, OBJECTIVE, SCOPE = "title", "task-description.objective", "task-description.scope"


def small() -> st.SearchStrategy[dict[str, Any]]:
    """Answers to a few fields, which three people often give alike."""
    value = st.sampled_from(["", "a", "b", "c"])
    return st.dictionaries(st.sampled_from([TITLE, OBJECTIVE, SCOPE]), value)


def of(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], form: Form = FORM) -> Any:
    return merge(form, base, mine, theirs, NAMES)


@given(some.answers(PLAIN), some.answers(PLAIN))
def test_what_nobody_else_touched_is_as_edited(base: dict[str, Any], mine: dict[str, Any]) -> None:
    assert of(base, mine, base, PLAIN) == (mine, ())


@given(some.answers(PLAIN), some.answers(PLAIN))
def test_what_the_edit_left_is_as_it_stands(base: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert of(base, base, theirs, PLAIN) == (theirs, ())


@given(some.answers(PLAIN), some.answers(PLAIN))
def test_who_says_the_same_doesnt_clash(base: dict[str, Any], both: dict[str, Any]) -> None:
    assert of(base, both, both, PLAIN) == (both, ())


@given(small(), small(), small())
def test_a_field_clashes_where_both_changed_it_and_differently(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    found = of(base, mine, theirs)
    for key in (TITLE, OBJECTIVE, SCOPE):
        was, own, now = (each.get(key) for each in (base, mine, theirs))
        clashes = own != was and now != was and own != now
        assert (key in [each.key for each in found.clashes]) is clashes
        assert found.answers.get(key) == (own if own != was and not clashes else now)


@given(small(), small(), small())
def test_it_doesnt_matter_who_was_first(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    one, other = of(base, mine, theirs), of(base, theirs, mine)
    assert [each.key for each in one.clashes] == [each.key for each in other.clashes]
    if not one.clashes:
        assert one.answers == other.answers


def test_a_clash_says_what_it_was_and_became() -> None:
    (clash,) = of({SCOPE: "All"}, {SCOPE: "Some"}, {}).clashes
    assert (clash.label, clash.section) == ("Scope", "Task Description")
    assert (clash.base.text, clash.mine.text, clash.theirs.text) == ("All", "Some", "")
    assert (clash.mine.value, clash.theirs.value) == ("Some", None)


def keyed(kind: str) -> str:
    """The key of the form's first field of a kind."""
    return next(key for key, field in FIELDS.items() if field.kind == kind)


def words(*texts: str) -> list[dict[str, Any]]:
    """Items of a checklist."""
    return [{"text": text, "done": False, "items": []} for text in texts]


@pytest.mark.parametrize(
    ("kind", "base", "mine", "theirs", "merged"),
    [
        ("list", ["a", "b"], ["a", "B"], ["A", "b"], ["A", "B"]),
        ("checklist", words("a", "b"), words("a", "B"), words("A", "b"), words("A", "B")),
        ("group", [{"title": "a"}, {"title": "b"}], [{"title": "a"}, {}], [{"title": "A"}, {"title": "b"}],
         [{"title": "A"}, {}]),
    ],
)  # fmt: skip
def test_entries_are_merged_one_by_one(kind: str, base: Any, mine: Any, theirs: Any, merged: Any) -> None:
    key = keyed(kind)
    assert of({key: base}, {key: mine}, {key: theirs}) == ({key: merged}, ())


def test_a_table_is_merged_row_by_row() -> None:
    key = keyed("table")
    one, two, three = FIELDS[key].rows[:3]
    base, mine = [[one, "1 h"], [two, "1 h"]], [[one, "2 h"], [two, "1 h"], [three, "3 h"]]
    merged = of({key: base}, {key: mine}, {key: [[one, "1 h"]]})
    assert merged == ({key: [[one, "2 h"], [three, "3 h"]]}, ())


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (["a", "b"], ["a", "c"], ["a", "d"]),
        (["a"], ["a", "b"], ["a", "c"]),
        (["a", "b"], ["b"], ["a", "B"]),
        (["a", "b"], ["b", "a"], ["A", "b"]),
        ([], ["a"], ["b"]),
    ],
)
def test_where_it_isnt_certain_the_whole_clashes(base: Any, mine: Any, theirs: Any) -> None:
    key = keyed("list")
    found = of({key: base}, {key: mine}, {key: theirs})
    assert [each.key for each in found.clashes] == [key] and found.answers == {key: theirs}


def test_ticks_are_no_part_of_it() -> None:
    key = "definition-of-done.code"
    base: list[Any] = [{"text": "Done", "done": False, "items": []}]
    mine = [{**base[0], "done": True}]
    theirs = [*base, {"text": "More", "done": False, "items": []}]
    assert of({key: base}, {key: mine}, {key: theirs}) == ({key: theirs}, ())


ITEM = {"text": "Run it", "done": True, "items": [{"text": "Twice", "done": False, "items": []}]}


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        (TITLE, "Fix it", "Fix it"),
        (OBJECTIVE, "One\n\nTwo", "One\n\nTwo"),
        ("assignee", {"user": "UGRACE"}, "Grace Hopper"),
        ("assignee", {"user": "UNEW"}, "UNEW"),
        ("assignee", "Somebody else", "Somebody else"),
        ("definition-of-done.code", [ITEM], "Run it\n  Twice"),
        ("rollback-plan.quick", {"language": "sh", "text": "undo\nnow"}, "sh\nundo\nnow"),
        (TITLE, None, ""),
    ],
)
def test_a_value_reads_as_it_is_typed(key: str, value: Any, text: str) -> None:
    assert said(next(field for name, field in FIELDS.items() if name.startswith(key)), value, NAMES) == text


def test_a_group_reads_entry_by_entry() -> None:
    (group,) = (field for field in FIELDS.values() if field.key.startswith("implementation-steps"))
    title, code = (next(f for f in group.fields if f.kind == kind) for kind in ("text", "code"))
    value = [{title.key: "Build", code.key: {"language": "", "text": "make\nmake test"}}, {title.key: "Ship"}]
    read = said(group, value, NAMES)
    assert read.startswith(f"1. {title.label}: Build\n   {code.label}:\n     make\n     make test")
    assert read.endswith(f"\n2. {title.label}: Ship")
