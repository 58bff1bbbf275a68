"""What changes the substance, and what never does: for any template and any answers to it."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.tasks import documents, filing, saving, substance
from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.documents import named, signed
from bot.tasks.substance import answers_in, canonical, sha256, ticks, with_ticks
from bot.tasks.task import State, Task
from bot.template.field import Field
from bot.template.form import Form
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import Kept, SignOffLine, render
from tests.tasks.cast import ALICE, GRACE, LIN, file, person, sign
from tests.tasks.editors import edit
from tests.template import strategies as some
from tests.template.conftest import DEFAULT

Answers = dict[str, Any]

EXAMPLES = int(os.environ.get("EXAMPLES", "0"))
"""How many examples `make laws` asks for; 0 in the suite, which always tries the same few."""
law = settings(
    deadline=None,
    max_examples=EXAMPLES // 10 or 40,
    derandomize=not EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
FORM = parse(DEFAULT)
PEOPLE = st.sampled_from(["UADA", "UGRACE", "UALAN"])


def person_or(field: Field) -> st.SearchStrategy[Any]:
    """A value, where a person may also be picked."""
    picked = st.fixed_dictionaries({"user": PEOPLE})
    return picked | some.values(field) if field.kind == "person" else some.values(field)


def answers(form: Form) -> st.SearchStrategy[Answers]:
    """Answers to some of a form's fields."""
    return st.fixed_dictionaries({}, optional={field.key: person_or(field) for field in form.asked()})


@st.composite
def filled(draw: st.DrawFn) -> tuple[Form, Answers]:
    """A template, and answers to it: the default one, or any."""
    form = FORM if draw(st.booleans()) else parse(draw(some.templates))
    return form, draw(answers(form))


def said(fields: Iterable[Field], given: Mapping[str, Any]) -> Answers:
    """The answers without ticks, by the form's kinds alone."""
    return {field.key: _said(field, given[field.key]) for field in fields if field.key in given}


def _said(field: Field, value: Any) -> Any:
    if field.kind == "checklist":
        return _items(value)
    if field.kind == "group":
        return [said(field.fields, each) for each in value]
    return value


def _items(items: list[Any]) -> list[Any]:
    return [(each["text"], _items(each["items"])) for each in items]


def shuffled(value: Any, order: Random) -> Any:
    """The same, with the keys of all objects in another order."""
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key], order) for key in keys}
    return [shuffled(each, order) for each in value] if isinstance(value, list) else value


@law
@given(filled(), st.data())
def test_no_tick_changes_it(pair: tuple[Form, Answers], data: st.DataObject) -> None:
    before = pair[1]
    others = [(place, data.draw(st.booleans())) for place, _ in ticks(before)]
    assert canonical("t", with_ticks(before, others)) == canonical("t", before)


@law
@given(filled(), st.data())
def test_any_other_change_of_an_answer_changes_it(pair: tuple[Form, Answers], data: st.DataObject) -> None:
    form, before = pair
    asked = list(form.asked())
    assume(asked)
    field = data.draw(st.sampled_from(asked))
    after = {**before, field.key: data.draw(person_or(field))}
    same = said(asked, after) == said(asked, before)
    assert (canonical("t", after) == canonical("t", before)) is same


@law
@given(filled(), st.data())
def test_an_answer_that_is_taken_away_changes_it(pair: tuple[Form, Answers], data: st.DataObject) -> None:
    assume(pair[1])
    gone = data.draw(st.sampled_from(sorted(pair[1])))
    after = {key: value for key, value in pair[1].items() if key != gone}
    assert canonical("t", after) != canonical("t", pair[1])


@law
@given(filled(), st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(pair: tuple[Form, Answers], order: Random) -> None:
    assert canonical("t", shuffled(pair[1], order)) == canonical("t", pair[1])


@law
@given(filled())
def test_what_is_stored_gives_the_answers_back_to_the_letter(pair: tuple[Form, Answers]) -> None:
    form, before = pair
    assert said(form.asked(), answers_in(canonical("t", before))) == said(form.asked(), before)


@law
@given(some.typed)
def test_letters_stay_as_typed_composed_or_not(text: str) -> None:
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")} | {text}
    assert len({sha256(canonical("t", {"title": each})) for each in forms}) == len(forms)


AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TASK = Task(
    team="T1",
    key="TASK-007",
    title="Any",
    author="UADA",
    created_at=AT,
    updated_at=AT,
    **dict.fromkeys(("template_hash", "substance_hash", "document_hash"), sha256("")),
)
LINES = st.builds(SignOffLine, done=st.booleans(), name=some.typed | st.none(), day=st.dates().map(str))
NEEDLESS = st.builds(SignOffLine, not_needed=some.typed)


@st.composite
def states(draw: st.DrawFn, form: Form) -> Kept:
    """What the bot keeps in a document: state, dates, who has signed."""
    day = draw(st.dates().map(str))
    status = draw(st.sampled_from(form.statuses)) if form.statuses else None
    lines = {role.role: draw(LINES | NEEDLESS) for role in form.roles}
    return Kept(key="TASK-007", status=status, created=day, updated=day, sign_offs=lines)


@law
@given(filled(), st.data())
def test_states_signatures_and_the_footer_never_change_what_a_document_says(
    pair: tuple[Form, Answers], data: st.DataObject
) -> None:
    form, before = pair
    names = {"UADA": data.draw(some.typed), "UGRACE": "Grace", "UALAN": "Alan"}
    one, other = (render(form, named(form, before, names), kept=data.draw(states(form))) for _ in range(2))
    whole = signed(other, TASK, sha256("head"))
    found = {canonical("t", read(form, each).answers) for each in (one, other, whole)}
    assert len(found) == 1


async def test_signatures_count_whatever_a_later_version_would_render_or_hash(
    desk: Desk, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    monkeypatch.setattr(documents, "render", lambda *given, **more: render(*given, **more) + "\nNew words\n")
    monkeypatch.setattr(substance, "canonical", lambda *_: "version 2")
    monkeypatch.setattr(filing, "canonical", lambda *_: "version 2")
    done = (await sign(desk, task, LIN)).task
    assert (done.state, len(done.counting())) == (State.DONE, 2)
    assert done.substance_hash == task.substance_hash and (await db.read(audit)).findings == ()


async def test_another_displayed_name_changes_no_substance_and_no_signature(desk: Desk) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    for user in (ALICE, GRACE, LIN):
        await desk.remember_person(person(user, f"Another {user}"))
    renamed = (await sign(desk, task, LIN)).task
    assert (renamed.substance_hash, renamed.revision) == (task.substance_hash, 1)
    assert [each.name for each in renamed.counting()] == ["Grace Hopper", "Another ULIN"]


async def test_whether_an_edit_is_one_of_substance_is_judged_by_the_answers_not_by_a_later_hash(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await file(desk)
    await sign(desk, task, GRACE)
    monkeypatch.setattr(saving, "canonical", lambda *_: "version 2")
    done: list[Any] = [
        {"text": text, "done": True, "items": []} for text in ("Tests pass", "Documentation is updated")
    ]
    saved = await edit(desk, task, {"definition-of-done": done})
    assert (saved.revision, saved.task.substance_hash) == (False, task.substance_hash)
    assert len(saved.task.counting()) == 1
