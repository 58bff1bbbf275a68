"""Whatever a template asks and whatever was answered: Slack takes what is shown, and nothing typed is lost."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.sandbox.checks.view import check_view
from bot.slack import (
    cards,
    changes,
    clashes,
    drafts,
    edit_review,
    handing,
    offers,
    reading,
    review,
    signers,
    signing,
    views,
)
from bot.slack.reminding import reminder
from bot.slack.sheet import Choice, Edit, Sheet
from bot.slack.text import context
from bot.tasks import documents, summary
from bot.tasks.comparing import whole
from bot.tasks.draft import Draft
from bot.tasks.facets import facets
from bot.tasks.pieces import pieces
from bot.tasks.results import Showing
from bot.tasks.task import SignOff, SignOffState, Task
from bot.template.answers import Answers, normal, start
from bot.template.form import Form
from bot.template.parse import parse
from tests.slack import templates as some
from tests.slack.edits import look, seen
from tests.slack.posting.samples import ADA, GRACE, LONDON, NAMES, NOW, accepted, task
from tests.slack.sheets import state_of
from tests.tasks.by_hand import overview

EXAMPLES = int(os.environ.get("EXAMPLES", "0")) // 10
"""A tenth of the examples that `make laws` asks for, since each draws dozens of views; 0 in the suite, which
always tries the same few."""
at_length = settings(
    deadline=None,
    max_examples=EXAMPLES or 60,
    derandomize=not EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def sheet_of(form: Form, answers: Answers) -> Sheet:
    """A form under way; its ids as long as they are."""
    return Sheet(
        draft_id="d" * 22,
        template_hash="0" * 64,
        form=form,
        nonce="n" * 8,
        origin="C0123456789",
        answers={**start(form), **answers},
        choices=tuple(Choice(name=name, title=name, template_hash=name) for name in some.NAMES),
        others=3,
    )


def filed(form: Form, answers: Answers) -> Task:
    """The task that such a draft becomes; each role in another state."""
    kept = {**start(form), **normal(form, answers)}
    states = list(SignOffState)
    sign_offs = [
        SignOff(
            id=number,
            role=role.role,
            statement=role.statement,
            person=GRACE,
            state=states[number % len(states)],
            asked_at=NOW,
        )
        for number, role in enumerate(form.roles)
    ]
    return task(
        key=f"{form.key_prefix}-{1:0{form.key_digits}}",
        title=str(kept.get(form.title.key) or "Title").strip() or "Title",
        sign_offs=tuple(sign_offs),
        **facets(form, kept)._asdict(),
    )


@at_length
@given(some.templates, st.data())
def test_every_screen_of_any_template_is_a_view_that_slack_takes(template: str, data: st.DataObject) -> None:
    form = parse(template)
    drawn = sheet_of(form, data.draw(some.answers(form)))
    for number in some.sampled(len(drawn.screens)):
        check_view(views.page(drawn.at(number), "A note."))
        pressed = drawn.at(number).screens[number]
        inputs = [one for path, field in pressed.fields for one in pressed.inputs(path, field)]
        for one in inputs[:1]:
            check_view(views.page(drawn.at(number).model_copy(update={"replaced": one.path})))


@at_length
@given(some.templates, st.data())
def test_review_of_any_template_is_a_view_that_slack_takes(template: str, data: st.DataObject) -> None:
    form = parse(template)
    drawn = sheet_of(form, data.draw(some.answers(form)))
    plan = {"signers": {role.role: GRACE for role in form.roles}}
    for first in some.sampled(len(form.roles)):
        here = drawn.at(len(drawn.screens)).model_copy(update={"roles_from": first, "plan": plan})
        check_view(review.review(here, {GRACE: "🙂" * 80}, None, "A note."))


@at_length
@given(some.templates, st.data())
def test_a_task_of_any_template_is_shown_in_views_that_slack_takes(
    template: str, data: st.DataObject
) -> None:
    form = parse(template)
    answers = normal(form, data.draw(some.answers(form)))
    made = filed(form, answers)
    document = documents.document(form, answers, made, {}, "UTC")
    check_view(review.filed(made, new=True))
    check_view(signers.view(made))
    check_view(reading.view(made, document, 0, [context("A note.")], offers.buttons(made, made.author)))
    if made.asked_of(GRACE):
        check_view(changes.view(made, GRACE))
        check_view(handing.reassigning(made, made.sign_offs, NAMES))
        check_view(handing.skipping(made, made.sign_offs, NAMES))
    if made.sign_offs:
        shown = Showing(task=made, sign_offs=made.sign_offs, document=document, document_hash="0" * 64)
        check_view(signing.view(shown, "card", {}, "U1"))


@at_length
@given(some.templates, st.data())
def test_a_draft_of_any_template_stands_in_a_list_that_slack_takes(
    template: str, data: st.DataObject
) -> None:
    form = parse(template)
    answers = data.draw(some.answers(form))
    draft = Draft(
        team="T1", owner=ADA, template_hash="0" * 64, page=0, id="d" * 22, answers=answers, updated_at=NOW
    )
    check_view(drafts.view([(draft, sheet_of(form, answers))] * 60, LONDON.zone))


@at_length
@given(some.templates, st.data())
def test_an_edit_of_any_template_is_reviewed_and_settled_in_views_that_slack_takes(
    template: str, data: st.DataObject
) -> None:
    form = parse(template)
    base, mine, theirs = (whole(form, data.draw(some.answers(form))) for _ in range(3))
    began = Edit(task_id=1, key="TASK-001", base=1, stands=2)
    drawn = sheet_of(form, mine).model_copy(update={"edits": began, "choices": ()})
    at = look(form, base, mine, theirs, of=filed(form, theirs))
    check_view(views.page(drawn, "A note."))
    check_view(edit_review.view(drawn.at(len(drawn.screens)), at, NAMES, "A note."))
    if at.clashes:
        check_view(clashes.view(drawn, seen(at, *at.changes), "A note."))


@at_length
@given(some.templates, st.data())
def test_a_task_of_any_template_is_told_in_messages_that_slack_takes(
    template: str, data: st.DataObject
) -> None:
    form = parse(template)
    answers = normal(form, data.draw(some.answers(form)))
    made = filed(form, answers)
    accepted(cards.card(made, form, answers, NAMES))
    accepted(cards.asked(made, GRACE, NAMES))
    accepted(cards.done(made, NAMES))
    for part in pieces(summary.render(overview([made] * 5, NOW), NAMES, {}, NOW, "UTC")):
        accepted(cards.summary(part))
    if made.sign_offs:
        accepted(reminder([(made, each) for each in made.sign_offs], NAMES, NOW, LONDON))


@at_length
@given(some.templates, st.data())
def test_screens_that_nobody_touched_change_no_answer(template: str, data: st.DataObject) -> None:
    form = parse(template)
    answers = normal(form, data.draw(some.answers(form)))
    assume("\\ud800" not in repr(answers))  # half of a pair is never saved: see test_words.py
    drawn = sheet_of(form, answers)
    for number in some.sampled(len(drawn.screens)):
        here = drawn.at(number)
        assert views.answers_of(here, state_of(views.page(here))) == here.answers


@at_length
@given(some.templates, st.data())
def test_what_is_typed_on_a_screen_is_what_the_screen_shows(template: str, data: st.DataObject) -> None:
    form = parse(template)
    drawn = sheet_of(form, {})
    for number in some.sampled(len(drawn.screens)):
        here = drawn.at(number)
        state = typed_into(views.page(here), data)
        entered = here.model_copy(update={"answers": views.answers_of(here, state)})
        again = views.page(entered)
        check_view(again)
        shown = entered.model_copy(update={"answers": views.answers_of(entered, state_of(again))})
        assert normal(form, shown.answers) == normal(form, entered.answers)


def typed_into(view: views.ModalView, data: st.DataObject) -> dict[str, Any]:
    """What Slack would send for a view in which each text was replaced by one that its input holds."""
    state = state_of(view)
    for block in view["blocks"]:
        element = block.get("element", {})
        if element.get("type") == "plain_text_input":
            text = data.draw(some.typed)[: element["max_length"]]
            state[block["block_id"]][element["action_id"]]["value"] = text or None
    return state
