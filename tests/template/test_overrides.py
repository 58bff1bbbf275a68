"""Override comments: each word with each kind of field it can hold for, there and back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.template.answers import start
from bot.template.form import Field, Form
from bot.template.overrides import KNOWN
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

LABELLED = "**Goal**: [what]\n"
SEVERAL = "**Way**: [here] to [there]\n"
CHECKLIST = "- [ ] one [thing]\n- [ ] two\n"
LIST = "- one [thing]\n- two\n"
CODE = "```sh\nls\n```\n"
TABLE = "| Work | Time |\n|---|---|\n| a | [n h] |\n| b | [m h] |\n"
ROWS = "| What | Who |\n|---|---|\n| a | b |\n| [c] | [d] |\n"
NUMBERED = "1. **Choice**: [what]\n   - **Reason**: [why]\n"
BODY = "[what]\n"
TEXT = "Say what.\n\nAnd why.\n"
CHOICE = "**Risk**: [Low | High]\n"
FIELDS = [LABELLED, SEVERAL, CHECKLIST, LIST, CODE, TABLE, ROWS, NUMBERED, BODY, TEXT, CHOICE]
NAMES = [
    "labelled",
    "several",
    "checklist",
    "list",
    "code",
    "table",
    "rows",
    "numbered",
    "body",
    "text",
    "choice",
]


def told(words: str, text: str) -> Form:
    return parse(f"# [Title]\n\n## Part\n\n<!-- form: {words} -->\n{text}")


def asked(form: Form) -> list[Field]:
    return [field for field in form.asked() if field.key != "title"]


def there_and_back(form: Form, answers: dict[str, Any]) -> bool:
    found = [read(form, render(form, answers, blanks=blanks)) for blanks in ("keep", "drop")]
    return all(each.answers == start(form) | answers and not each.unplaced for each in found)


@pytest.mark.parametrize("word", KNOWN)
@pytest.mark.parametrize("text", FIELDS, ids=NAMES)
def test_a_template_with_a_word_stands_and_is_read_back(word: str, text: str) -> None:
    form = told(word, text)
    assert render(form, {}, blanks="keep") == form.template
    assert there_and_back(form, {})


@pytest.mark.parametrize("text", FIELDS, ids=NAMES)
def test_required_holds_for_all_that_is_on_the_line_below(text: str) -> None:
    assert all(field.required for field in asked(told("required", text)))
    assert not any(field.required for field in asked(told("optional", text)))


@pytest.mark.parametrize("text", FIELDS, ids=NAMES)
def test_what_is_skipped_is_not_asked_and_stays(text: str) -> None:
    form = told("skip", text)
    assert asked(form) == []
    assert render(form, {}) == f"# [Title]\n\n## Part\n\n{text}"


@pytest.mark.parametrize("text", [LABELLED, SEVERAL, BODY, CHOICE])
def test_a_blank_of_one_line_can_ask_for_a_person(text: str) -> None:
    assert {field.kind for field in asked(told("person", text))} == {"person"}


@pytest.mark.parametrize(
    ("text", "default"),
    [
        (LABELLED, "what"),
        (CHECKLIST, [{"text": f"{n}", "done": False, "items": []} for n in ("one [thing]", "two")]),
        (LIST, ["one [thing]", "two"]),
        (CODE, {"language": "sh", "text": "ls"}),
        (TABLE, [["a", "n h"], ["b", "m h"]]),
        (ROWS, [{"what": "a", "who": "b"}]),
        (BODY, "what"),
        (TEXT, "Say what.\n\nAnd why."),
        (CHOICE, "Low"),
    ],
)
def test_a_default_is_there_from_the_start(text: str, default: object) -> None:
    form = told("default", text)
    (field,) = asked(form)
    assert field.default == default
    assert there_and_back(form, {field.key: [] if isinstance(default, list) else field.default})


def test_each_of_several_blanks_starts_as_it_says() -> None:
    form = told("default", SEVERAL)
    assert [field.default for field in asked(form)] == ["here", "there"]
    assert there_and_back(form, {"part.there": ""})


def test_a_text_that_is_there_from_the_start_is_written_as_it_stands() -> None:
    assert render(told("default", TEXT), {}).endswith(TEXT)


@pytest.mark.parametrize("text", [CHECKLIST, LIST, ROWS])
def test_an_example_is_never_there_from_the_start(text: str) -> None:
    (field,) = asked(told("example", text))
    assert (field.default, bool(field.example)) == (None, True)


@pytest.mark.parametrize("kind", ["**Day**: [YYYY-MM-DD]\n", "**Owner**: [name]\n"])
def test_a_day_or_a_person_starts_as_nothing(kind: str) -> None:
    assert [field.default for field in asked(told("default", kind))] == [None]


GROUP = "### Step 1: [do]\n\n**Who**: [name]\n\n### Step 2: [look]\n"


def test_a_word_above_the_first_heading_holds_for_the_group() -> None:
    (field,) = asked(told("required", GROUP))
    assert (field.label, field.kind, field.required) == ("Step", "group", True)


def test_a_group_of_examples_starts_without_entries() -> None:
    form = told("example", GROUP)
    assert asked(form)[0].default is None
    assert there_and_back(form, {"part.step": [{"title": "do"}, {"who": "Ada"}]})


def test_skipped_sections_stay_whole() -> None:
    form = told("skip", GROUP + "\n## More\n\n[what]\n")
    assert [field.key for field in asked(form)] == ["more"]
    assert GROUP in render(form, {})


def test_a_word_above_a_heading_holds_for_what_its_section_asks_first() -> None:
    form = parse(
        "# [T]\n\n<!-- form: required -->\n## Why\n\nSay why.\n\n<!-- form: person -->\n## Cook\n\n[name]\n"
    )
    assert [(field.label, field.kind, field.required) for field in asked(form)] == [
        ("Why", "markdown", True),
        ("Cook", "person", False),
    ]


@pytest.mark.parametrize(
    "text", ["<!-- form: sign-off -->\n## Cooks\n\n", "## Cooks\n\n<!-- form: sign-off -->\n"]
)
def test_sign_off_makes_roles_of_a_list(text: str) -> None:
    form = parse(f"# [T]\n\n{text}- [ ] **Chef**: it is good\n- [ ] Waiter\n")
    assert [(role.role, role.statement) for role in form.roles] == [("Chef", "it is good"), ("Waiter", "")]


def test_a_list_below_prose_is_asked_if_a_comment_says_so() -> None:
    text = "Think of:\n\n<!-- form: default -->\n- cost\n- noise\n"
    (field,) = asked(parse(f"# [T]\n\n## Part\n\n{text}"))
    assert field.default == ["cost", "noise"]


def test_words_hold_once() -> None:
    form = told("skip", f"{LIST}\n{LABELLED}")
    assert [field.label for field in asked(form)] == ["Goal"]


@pytest.mark.parametrize(
    "comment", ["<!--form:Required-->", "<!-- form: required; person -->", "<!--  FORM: REQUIRED  -->"]
)
def test_signs_and_capital_letters_make_no_difference(comment: str) -> None:
    (field,) = asked(parse(f"# [T]\n\n## A\n\n{comment}\n{LABELLED}"))
    assert field.required


def test_two_comments_hold_together() -> None:
    form = parse(f"# [T]\n\n## A\n\n<!-- form: required -->\n<!-- form: person -->\n{LABELLED}")
    assert [(field.kind, field.required) for field in asked(form)] == [("person", True)]


def test_a_word_between_labelled_items_holds_for_the_item_below_it() -> None:
    form = parse("# [T]\n\n## A\n\n- One: [text]\n<!-- form: required -->\n- Two: [text]\n- Three: [text]\n")
    assert [(field.label, field.required) for field in asked(form)] == [
        ("One", False),
        ("Two", True),
        ("Three", False),
    ]
    assert there_and_back(form, {"a.two": "2"})
