"""Every message passes Slack's checks, whatever was typed."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack import cards
from bot.slack.reminding import reminder
from bot.tasks.handed import HandedOver
from bot.tasks.pieces import pieces
from bot.tasks.summary import render
from bot.tasks.task import SignOff, SignOffState, State, Task
from bot.template.answers import Answers
from bot.template.form import Field
from tests.slack.posting.samples import ADA, FORM, GRACE, LONDON, NOW, accepted, kinds, sign_off, task
from tests.tasks.by_hand import overview

HOSTILE = ["&" * 3000, "<!channel>" * 300, "😀" * 3000, "x" * 3000, "\u202e<@U1>\x00`", " ", "\n\n"]
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200))


@st.composite
def sign_offs(draw: st.DrawFn) -> SignOff:
    state = draw(st.sampled_from(SignOffState))
    return sign_off(
        draw(st.integers(1, 30)), role=draw(words), statement=draw(words), reason=draw(words), state=state
    )


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    roles = draw(st.lists(sign_offs(), max_size=30))
    state, title = draw(st.sampled_from(State)), draw(words)
    return task(*roles, state=state, title=title, sign_by=date(2026, 12, 1), source="https://x.slack.com/p1")


def value(field: Field, text: str) -> Any:
    if field.kind == "checklist":
        return [{"text": text, "done": True, "items": []}]
    return {"user": GRACE} if field.kind == "person" else text


def answers(text: str) -> Answers:
    return {field.key: value(field, text) for field in FORM.asked()}


@settings(max_examples=60, deadline=None)
@given(tasks(), words, words)
def test_every_card_is_accepted(what: Task, text: str, name: str) -> None:
    message = cards.card(what, FORM, answers(text), {ADA: name, GRACE: name})
    accepted(message)
    assert not kinds(message.blocks) & {"mrkdwn", "user", "usergroup", "broadcast"}


@settings(max_examples=60, deadline=None)
@given(tasks(), words)
def test_every_message_to_a_signer_and_about_done_is_accepted(what: Task, name: str) -> None:
    accepted(cards.asked(what, GRACE, {ADA: name}))
    accepted(cards.done(what, {GRACE: name}))


@settings(max_examples=60, deadline=None)
@given(st.lists(tasks(), min_size=1, max_size=60), words)
def test_every_reminder_is_accepted(what: list[Task], name: str) -> None:
    apart = [each.model_copy(update={"id": number}) for number, each in enumerate(what)]
    waiting = [(each, sign_off) for each in apart for sign_off in each.sign_offs]
    accepted(reminder(waiting, {ADA: name, GRACE: name}, NOW, LONDON))


@settings(max_examples=60, deadline=None)
@given(st.one_of(words, st.sampled_from(["&" * 9000, "@here" * 1800, "😀" * 9000])))
def test_every_sentence_is_accepted(text: str) -> None:
    accepted(cards.tell(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(tasks(), max_size=30), words)
def test_every_piece_of_a_summary_is_accepted(what: list[Task], name: str) -> None:
    text = render(overview(what, NOW), {ADA: name, GRACE: name}, {}, NOW, "UTC")
    for piece in pieces(text):
        accepted(cards.summary(piece))


def test_thirty_roles_with_the_longest_names_fit() -> None:
    roles = [sign_off(number, role="R" * 3000, statement="s" * 3000) for number in range(30)]
    longest = task(*roles, title="&" * 3000, sign_by=date(2026, 12, 1))
    names = {ADA: "N" * 80, GRACE: "N" * 80}
    how = HandedOver(ADA, "&" * 3000, "&" * 3000)
    for message in (
        cards.card(longest, FORM, answers("<" * 3000), names),
        cards.asked(longest, GRACE, names),
        cards.asked(longest, GRACE, names, {f"R{number}" * 1000: how for number in range(30)}),
    ):
        accepted(message)


def test_roles_are_left_out_where_the_rest_takes_the_room() -> None:
    """A key is as long as the template's heading says: what is flexible gives way."""
    roles = [sign_off(number, role="R" * 60) for number in range(60)]
    wide = task(*roles, key="K" * 6000)
    for message in (cards.done(wide, {}), cards.asked(wide, GRACE, {})):
        accepted(message)
