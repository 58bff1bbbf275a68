"""Documents whose template does not tell their answers apart, and the marks that do."""

from __future__ import annotations

from bot.template.answers import Answers
from bot.template.form import Value
from bot.template.marks import tag_for
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

FORM = parse("# [Title]\n\n## Plan\n\n- [ ] Tell support\n\n[What else]\n\n- Thank you\n\n## Why\n\n[Why]\n")
TOLD: Value = [{"text": "Tell support", "done": True, "items": []}]
ANSWERS: Answers = {"title": "Move", "plan": TOLD, "why": "Cheaper.\n\n- a\n- b"}
"""Nothing stands between the checklist and the template's own list below it."""


def test_answers_that_could_go_on_with_the_templates_own_text_stand_between_marks() -> None:
    document = render(FORM, ANSWERS)
    marked = "<!-- countersign: answer plan -->\n- [x] Tell support\n<!-- countersign: end answer -->"
    assert f"{marked}\n\n- Thank you\n" in document


def test_answers_that_are_told_apart_without_marks_have_none() -> None:
    assert "countersign" not in render(FORM, ANSWERS | {"plan-2": "A mail."})


def test_a_document_with_marks_is_read_as_it_was_answered() -> None:
    found = read(FORM, render(FORM, ANSWERS))
    assert (found.answers, found.unplaced) == (ANSWERS, ())


def test_a_document_with_marks_may_be_edited() -> None:
    document = render(FORM, ANSWERS).replace("- [x] Tell support", "- [ ] Tell support\n- [ ] Tell sales")
    untold: Value = [{"text": f"Tell {whom}", "done": False, "items": []} for whom in ("support", "sales")]
    assert read(FORM, document).answers == ANSWERS | {"plan": untold}


def test_what_stands_outside_of_the_marks_and_is_not_the_templates_is_unplaced() -> None:
    document = render(FORM, ANSWERS).replace("- Thank you", "- Thank you\n- Bye")
    line = document.split("\n").index("- Bye") + 1
    assert [(each.line, each.text) for each in read(FORM, document).unplaced] == [(line, "- Bye")]


def test_what_stands_inside_of_marks_and_is_not_understood_is_unplaced() -> None:
    document = render(FORM, ANSWERS).replace("- [x] Tell support", "- [x] Tell support\n\nAnd more.")
    assert [each.text for each in read(FORM, document).unplaced] == ["And more."]


def test_marks_that_are_cut_off_or_unknown_lose_nothing() -> None:
    begun = "<!-- countersign: answer nothing -->\nlost?\n<!-- countersign: entry nobody -->\n"
    found = read(FORM, begun + "<!-- countersign: marked -->\n")
    assert "lost?" in [each.text for each in found.unplaced]


def test_a_typed_mark_is_a_text_like_any_other() -> None:
    typed = "<!-- countersign: end answer -->\n<!-- countersign: marked -->"
    answers = ANSWERS | {"why": f"{typed}\n\n```\n{typed}\n```\n\n{typed}"}
    document = render(FORM, answers)
    assert "<!-- countersign-2: marked -->" in document
    assert read(FORM, document).answers == answers


def test_a_typed_last_line_does_not_make_marks_of_a_document() -> None:
    answers = ANSWERS | {"plan-2": "A mail.", "why": "<!-- countersign: marked -->"}
    assert read(FORM, render(FORM, answers)).answers == answers


def test_marks_differ_from_all_that_stands_in_the_text() -> None:
    assert tag_for("<!-- countersign: a", "<!-- countersign-2: b") == "countersign-3"


def test_the_items_of_groups_are_marked_too() -> None:
    steps = "".join(f"### Step {n}: [what]\n\n1. **Cost**: [c]\n   - **Unit**: [u]\n\n" for n in (1, 2))
    form = parse(f"# [Title]\n\n## Plan\n\n- [ ] Tell support\n\n[What else]\n\n- Thank you\n\n{steps}")
    costs: Value = [{"cost": "1"}, {"cost": "2", "unit": "€"}]
    answers: Answers = {
        "title": "T",
        "plan": TOLD,
        "plan.step": [{"title": "a"}, {"cost": costs}, {"title": "c"}],
    }
    document = render(form, answers)
    assert document.count("<!-- countersign: whole entry cost -->") == 1
    assert read(form, document).answers == answers


def test_items_added_to_the_templates_own_leave_the_form_as_it_is() -> None:
    form = parse("# [Title]\n\n## Plan\n\n### Step 1: [Look]\n\n### Step 2: [Leap]\n")
    own = "<!-- countersign: answer plan.step -->\n### Step 1: [Look]\n\n### Step 2: [Leap]\n"
    one = "<!-- countersign: entry plan.step -->\n<!-- countersign: end entry -->\n"
    before = str(form.field("plan.step").default)
    read(form, f"{own}<!-- countersign: end answer -->\n{one}<!-- countersign: marked -->\n")
    assert str(form.field("plan.step").default) == before


def test_many_tags_in_a_text_are_looked_for_once() -> None:
    text = "".join(f"<!-- countersign-{number}: x -->\n" for number in range(2, 40_000))
    assert tag_for(text, "<!-- countersign: y") == "countersign-40000"
