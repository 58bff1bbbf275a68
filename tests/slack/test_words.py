"""Templates and answers of odd shapes and sizes: each is shown in a view that Slack takes, and none is lost."""

from typing import Any

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import reading, review, signers, signing, views
from bot.slack.sheet import Sheet
from bot.tasks.results import Showing
from bot.tasks.task import SignOffState
from bot.template.answers import Value
from tests.slack.posting.samples import sign_off, signed, task
from tests.slack.sheets import sheet, state_of

EMOJI = "🙂" * 2500
"""Slack's clients send an emoji as twelve bytes, and a view may have 250,000."""
FIELDS = {"date": "[YYYY-MM-DD]", "choice": "[Low | High]", "person": "[Name]"}
OWNED = "# [Title]\n\n**Owner**: {}\n"


def letters(number: int) -> str:
    """A name without a number, so that neighbouring sections are no repeated group."""
    return f"{chr(65 + number // 26)}{chr(65 + number % 26)}"


def every_screen_fits(here: Sheet) -> None:
    for number in range(len(here.screens)):
        check_view(views.page(here.at(number)))


@pytest.mark.parametrize(
    "template",
    [
        "".join(f"**{EMOJI} {n}**: [value]\n\n" for n in range(12)),
        "".join(f"**Label {n}**: [{EMOJI}]\n\n" for n in range(12)),
        "".join(f"**Label {n}**: {EMOJI}\n\n" for n in range(50)),
        "".join(f"## Page {n}\n\n{EMOJI}\n\n- [ ] [item]\n\n" for n in range(12)),
        "| A | B |\n|---|---|\n" + "".join(f"| {EMOJI} {n} | [value] |\n" for n in range(20)),
        "".join(
            f"**Choice {n}**: [{' | '.join('🙂' * 30 + str(m) for m in range(90))}]\n\n" for n in range(9)
        ),
        "".join(f"## {EMOJI[:90]} {letters(n)}\n\n[text]\n\n" for n in range(200)),
    ],
    ids=["labels", "blanks", "constants", "guidance", "rows", "choices", "pages"],
)
def test_however_long_a_templates_words_are_slack_takes_each_screen(template: str) -> None:
    every_screen_fits(sheet(f"# [Title]\n\n{template}"))
    check_view(review.review(sheet(f"# [Title]\n\n{template}").at(10**6), {}, None))


def test_of_seven_hundred_pages_the_menu_offers_those_nearby_and_some_of_the_others() -> None:
    here = sheet(
        "# [Title]\n\n" + "".join(f"## {letters(n)}\n\n**A**: [b]\n\n**C**: [d]\n\n" for n in range(700))
    )
    view = views.page(here.at(500))
    check_view(view)
    shown = str(view["blocks"][1])
    assert all(f"'{n}. {letters(n - 2)}'" in shown for n in (*range(470, 530), 601))


def test_a_choice_of_more_than_a_menu_lists_is_typed() -> None:
    options = [f"Option number {n}" for n in range(600)]
    here = sheet(f"# [Title]\n\n**Version**: [{' | '.join(options)}]\n")
    view = views.page(here)
    check_view(view)
    state = state_of(view)
    state["n/0/1"]["value"]["value"] = options[599]
    assert views.answers_of(here, state)["version"] == options[599]


def test_long_texts_leave_room_for_each_other() -> None:
    template = "# [Title]\n\n" + "".join(f"**Text {n}**: [What]\n\n" for n in range(11))
    here = sheet(template)
    answers: dict[str, Value] = {field.key: "🙂" * 30_000 for field in here.form.asked()}
    every_screen_fits(sheet(template, answers=answers))


def test_a_short_text_can_be_edited_beside_one_that_is_too_long() -> None:
    here = sheet("# [Title]\n\n**A**: [b]\n\n**C**: [d]\n", answers={"a": "x" * 200_000, "c": "short"})
    assert "'initial_value': 'short'" in str(views.page(here))


@pytest.mark.parametrize("kind", FIELDS)
def test_what_was_written_where_something_is_chosen_is_shown_and_stays(kind: str) -> None:
    here = sheet(OWNED.format(FIELDS[kind]), answers={"owner": "the night shift"})
    view = views.page(here)
    check_view(view)
    assert "The document says" in str(view) and "the night shift" in str(view)
    assert views.answers_of(here, state_of(view)) == here.answers


@pytest.mark.parametrize("wrong", [["a"], {"text": 3}, [["a"]], [{"items": 3}], {"user": {}}, "text"])
def test_an_answer_of_another_shape_is_passed_over(wrong: Any) -> None:
    blanks = (
        "- [ ] [item]\n",
        "[YYYY-MM-DD]",
        "[A | B]",
        "```\nx\n```\n",
        "1. x\n2. y\n",
        "| A | B |\n|-|-|\n| r | [v] |\n",
    )
    template = "# [Title]\n\n" + "".join(f"## {letters(n)}\n\n{blank}\n\n" for n, blank in enumerate(blanks))
    fields = [field.key for field in sheet(template).form.asked()]
    here = sheet(template, answers=dict.fromkeys(fields, wrong))
    every_screen_fits(here)
    check_view(review.review(here.at(10**6), {}, None))


def test_a_language_that_is_too_long_to_be_one_stays_as_it_is() -> None:
    code: Value = {"language": "x" * 60, "text": "y"}
    here = sheet("# [Title]\n\n**Script**:\n\n```sh\n[code]\n```\n", answers={"script": code})
    assert views.answers_of(here, state_of(views.page(here))) == here.answers


def test_half_of_a_surrogate_pair_is_kept_as_what_cannot_be_shown() -> None:
    here = sheet("# [Title]\n")
    state = state_of(views.page(here))
    state["n/0/0"]["value"]["value"] = "a\ud800"
    assert views.answers_of(here, state)["title"] == "a\ufffd"


def test_long_statements_of_many_roles_are_signed_in_parts() -> None:
    asked = tuple(sign_off(n, role=EMOJI, statement=EMOJI * 2) for n in range(10))
    shown = Showing(task=task(*asked), sign_offs=asked, document="", document_hash="0" * 64)
    view = signing.view(shown, "card", {}, "U1")
    check_view(view)
    roles = next(block["element"]["options"] for block in view["blocks"] if block["type"] == "input")
    assert 1 <= len(roles) < 10


def test_roles_and_titles_of_any_length_are_shown() -> None:
    nobody = [sign_off(n, role=EMOJI, statement=EMOJI, state=SignOffState.NOBODY) for n in range(30)]
    made = task(*nobody, title=EMOJI * 12)
    check_view(signers.view(made))
    check_view(review.filed(made, new=True))


def test_twenty_long_comments_stand_below_a_document() -> None:
    first = signed().signatures[0]
    long = {"comment": "🙂" * 3000}
    given = tuple(first.model_copy(update={"sign_off_id": n, **long}) for n in range(20))
    roles = [sign_off(n, state=SignOffState.SIGNED) for n in range(20)]
    view = reading.view(task(*roles, signatures=given), "x", 0)
    check_view(view)
    assert "🙂" in str(view["blocks"][-1])


def phases(entry: dict[str, str]) -> Sheet:
    """A form whose group's items have a group of their own, with one entry in it."""
    table = "| When | What |\n|---|---|\n|  |  |\n\n"
    template = "".join(f"### Phase {n}: [name]\n\n{table}" for n in (1, 2))
    here = sheet(f"# [Title]\n\n## Phases\n\n{template}")
    answers: Value = [{"title": "one", "entries": [entry]}]
    return here.model_copy(update={"answers": {"phases.phase": answers}}).at(1)


def test_a_group_inside_a_groups_item_is_typed_as_lines() -> None:
    view = views.page(phases({"when": "noon", "what": "go"}))
    check_view(view)
    state = state_of(view)
    typed = next(one for block in state.values() for one in block.values() if one["value"] == "noon | go")
    typed["value"] = "noon | go\nnight | back"
    answers = views.answers_of(phases({}), state)
    entries = [{"when": "noon", "what": "go"}, {"when": "night", "what": "back"}]
    assert answers["phases.phase"] == [{"title": "one", "entries": entries}]


def test_an_entry_that_no_line_can_hold_is_named_and_never_emptied() -> None:
    kept = phases({"when": "noon", "what": "go\non"})
    view = views.page(kept)
    check_view(view)
    assert "these entries stay as they stand in the document" in str(view)
    assert views.answers_of(kept, state_of(view)) == kept.answers
