"""Two texts side by side: in a view that Slack takes, in full where there is room, and nothing chosen in advance."""

from typing import Any

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import clashes
from bot.slack.clashes import MINE, THEIRS
from bot.slack.views import ModalView
from bot.tasks.comparing import Change
from bot.tasks.revisions import Revision
from tests.slack.edits import editing, look, seen
from tests.slack.posting.samples import ADA, GRACE, NOW, task

FIELDS = 40
TEMPLATE = "# [Title]\n\n" + "".join(
    f"## Part {chr(65 + n // 26)}{chr(65 + n % 26)}\n\n[Anything]\n\n" for n in range(FIELDS)
)
SHEET = editing(TEMPLATE, {})
KEYS = [page.fields[0].key for page in SHEET.form.pages[1:]]


def drawn(mine: dict[str, str], theirs: dict[str, str]) -> ModalView:
    """The view of an edit against what somebody else made of the same."""
    at = look(SHEET.form, {}, mine, theirs)
    changed = (Change(key=each, label="", section="") for each in theirs)
    view = clashes.view(SHEET, seen(at, *changed))
    check_view(view)
    return view


def preformatted(view: ModalView) -> list[str]:
    """The texts that are shown as they are, in order."""
    return [
        each["elements"][0]["elements"][0]["text"]
        for each in view["blocks"]
        if each["type"] == "rich_text" and each["elements"][0]["type"] == "rich_text_preformatted"
    ]


def choices(view: ModalView) -> list[dict[str, Any]]:
    return [each["element"] for each in view["blocks"] if each["type"] == "input"]


def test_each_text_stands_below_whose_it_is() -> None:
    view = drawn({KEYS[0]: "Only signing keys"}, {KEYS[0]: "All keys"})
    assert "Revision 2, by Grace Hopper, a minute ago:" in str(view["blocks"])
    assert preformatted(view) == ["All keys", "Only signing keys"]


def test_the_latest_revision_that_changed_the_field_is_the_one_that_is_named() -> None:
    at = look(SHEET.form, {}, {KEYS[0]: "mine"}, {KEYS[0]: "theirs"}, of=task(revision=4))
    made = [
        Revision(number=n, author=who, at=NOW, changed=(Change(key=key, label="", section=""),))
        for n, who, key in ((2, GRACE, KEYS[0]), (3, ADA, KEYS[0]), (4, GRACE, KEYS[1]))
    ]
    view = clashes.view(SHEET, seen(at)._replace(made=made))
    assert "Revision 3, by Ada Lovelace, a minute ago:" in str(view["blocks"])
    assert [option["text"]["text"] for option in choices(view)[0]["options"]] == ["Revision 3", "Yours"]


def test_a_text_that_was_taken_away_reads_as_nothing() -> None:
    at = look(SHEET.form, {KEYS[0]: "All keys"}, {KEYS[0]: ""}, {KEYS[0]: "Some"})
    assert preformatted(clashes.view(SHEET, seen(at))) == ["Some", "(nothing)"]


def test_neither_text_is_chosen_in_advance_and_one_has_to_be() -> None:
    view = drawn({KEYS[0]: "mine"}, {KEYS[0]: "theirs"})
    assert [each.get("initial_option") for each in choices(view)] == [None]
    assert [each.get("optional", False) for each in view["blocks"] if each["type"] == "input"] == [False]


def test_two_long_texts_stand_in_full_where_they_are_alone() -> None:
    mine, theirs = "mine " * 20_000, "theirs " * 14_000
    view = drawn({KEYS[0]: mine}, {KEYS[0]: theirs})
    assert "".join(preformatted(view)) == (theirs + mine)
    assert "Read it in full" not in str(view["blocks"])


def test_what_there_is_no_room_for_comes_when_the_first_are_settled() -> None:
    mine, theirs = dict.fromkeys(KEYS, "m" * 5000), dict.fromkeys(KEYS, "t" * 5000)
    shown = 0
    while shown < FIELDS:
        left = KEYS[shown:]
        view = drawn({key: mine[key] for key in left}, {key: theirs[key] for key in left})
        assert all(len(part) > 2000 for part in preformatted(view)), "a text was cut"
        shown += len(choices(view))
        assert (f"{FIELDS - shown} more come after these." in str(view["blocks"])) == (shown < FIELDS)


@pytest.mark.parametrize("text", ["🙂" * 60_000, "x" * 1_000_000, "<!channel>\n" * 50_000, "\n" * 5000])
def test_texts_of_any_length_stand_in_a_view_that_slack_takes_and_can_be_read_whole(text: str) -> None:
    at = look(SHEET.form, {}, {KEYS[0]: f"m{text}m"}, {KEYS[0]: f"t{text}t"})
    check_view(clashes.view(SHEET, seen(at)))
    read, first, facts = "", 0, {"p": 1, "f": 0, "w": MINE, "d": "d" * 22}
    for _ in range(100):
        view = clashes.whole(seen(at), at.clashes[0], facts, first)
        check_view(view)
        parts = preformatted(view)
        read, first = read + "".join(parts), first + len(parts)
        if "Read on" not in str(view["blocks"]):
            break
    assert read == f"m{text}m"


def test_what_was_chosen_is_read_by_the_fields_place_and_strangers_are_passed_over() -> None:
    view = drawn({KEYS[0]: "a", KEYS[1]: "a"}, {KEYS[0]: "b", KEYS[1]: "b"})
    blocks = [each["block_id"] for each in view["blocks"] if each["type"] == "input"]
    state = {
        block: {"whose": {"selected_option": {"value": value}}}
        for block, value in zip(
            [*blocks, "n:clash:99:0", "n/1/0", "n:clash:1"], [MINE, THEIRS, *"xyz"], strict=True
        )
    }
    assert clashes.chosen(SHEET.form, state) == {KEYS[0]: "mine", KEYS[1]: "theirs"}


@pytest.mark.parametrize("option", [None, {"value": "both"}, {"value": 1}])
def test_no_choice_and_a_forged_one_are_none(option: object) -> None:
    state = {"n:clash:1:0": {"whose": {"selected_option": option}}}
    assert clashes.chosen(SHEET.form, state) == {}
