"""What a card says of a task's answers, whatever its template asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack.standing import Names, called, flat
from bot.template.answers import is_empty, progress
from bot.template.form import Field, Form, Page, Value

HEADER_KINDS = ("choice", "person")
"""Choices (numbers are choices too) and people; a text may be long, and stands in the document."""
MOST_FACTS = 5
LABEL = 60
FACT = 120
BAR = 10
"""How many squares a full bar has."""

Answers = Mapping[str, Value]


def facts(form: Form, answers: Answers, names: Names) -> list[tuple[str, str]]:
    """(label, value) of the first five choices and people answered on the form's first page."""
    fields = [field for field in form.pages[0].fields if field.kind in HEADER_KINDS] if form.pages else []
    said = [(field.label, _in_words(_value(field, answers), names)) for field in fields]
    return [(flat(label, LABEL), value) for label, value in said if value][:MOST_FACTS]


def people_in(form: Form, answers: Answers) -> set[str]:
    """The user ids whose names `facts` needs."""
    values = (_value(field, answers) for page in form.pages[:1] for field in page.fields)
    users = (value.get("user") for value in values if isinstance(value, dict))
    return {user for user in users if isinstance(user, str)}


def first_text(form: Form, answers: Answers) -> tuple[str, str] | None:
    """(label, text) of the first text answered in a section; of the header where no section has one."""
    for page in (*form.pages[1:], *form.pages[:1]):
        found = _text_of(page, form, answers)
        if found is not None:
            return found
    return None


def bar(form: Form, answers: Answers) -> str:
    """The checklists' progress as a picture and in words; "" for a form without items to tick."""
    done, items = progress(form, answers)
    if not items:
        return ""
    full = done * BAR // items
    return f"{'▓' * full}{'░' * (BAR - full)} {done} of {items} boxes ticked"


def _text_of(page: Page, form: Form, answers: Answers) -> tuple[str, str] | None:
    for field in page.fields:
        value = _value(field, answers)
        asks_text = field.kind in ("text", "markdown") and field.key != form.title.key
        if asks_text and isinstance(value, str) and value.strip():
            return flat(field.label, LABEL), value.strip()
    return None


def _value(field: Field, answers: Answers) -> Value | None:
    return answers.get(field.key, field.default)


def _in_words(value: Value | None, names: Names) -> str:
    """A choice as it is; a picked person by their displayed name, a typed one as typed."""
    if value is None or is_empty(value):
        return ""
    if isinstance(value, dict):
        return called(names, str(value.get("user", "")))
    return flat(str(value), FACT)
