"""A draft turned to another template. Pure.

What both ask (the same key and kind, and a value that fits) goes over. Everything that was answered is kept
aside, by key and kind, so that it comes back with a template that asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.template.answers import Answers, is_empty
from bot.template.form import Field, Form, Value

ASIDE = "(aside)"
"""Where a draft's answers keep what was answered: no field has this key, since a key has no brackets."""

Aside = dict[str, list[Value]]
"""The values by key and kind; the latest last. There are several where one list of choices lacks what
another offers."""


def turned(old: Form, new: Form, answers: Mapping[str, Value]) -> Answers:
    """The answers to the new form: what fits of all that was answered, else what the new form starts with."""
    aside = _kept(old, answers)
    begun: Answers = {}
    for field in new.asked():
        fitting = [value for value in aside.get(_home(field), []) if _fits(field, value)]
        value = fitting[-1] if fitting else field.default
        if value is not None:
            begun[field.key] = value
    return {**begun, ASIDE: dict(aside)} if aside else begun


def own(answers: Mapping[str, Any]) -> Answers:
    """The answers without what is kept aside."""
    return {key: value for key, value in answers.items() if key != ASIDE}


def _kept(form: Form, answers: Mapping[str, Value]) -> Aside:
    """What was kept aside before, and now also what was answered to this form."""
    before = answers.get(ASIDE)
    aside: Aside = {home: list(values) for home, values in before.items()} if isinstance(before, dict) else {}
    for field in form.asked():
        home = _home(field)
        others = [value for value in aside.pop(home, []) if not _fits(field, value)]
        values = [*others, *_answered(field, answers.get(field.key))]
        if values:
            aside[home] = values
    return aside


def _answered(field: Field, value: Value | None) -> list[Value]:
    """The value, unless it is what the form starts with."""
    begun = is_empty(value) if field.default is None else value == field.default
    return [] if value is None or begun else [value]


def _home(field: Field) -> str:
    """What two fields have in common that ask the same; of a group all that its items ask."""
    inside = ",".join(sorted(map(_home, field.fields)))
    return f"{field.kind} {field.key}" + (f" ({inside})" if inside else "")


def _fits(field: Field, value: Value) -> bool:
    """Whether the field can show the value, which is of its kind."""
    if field.kind == "choice":
        return is_empty(value) or value in field.options
    if field.kind == "table":
        return all(row[0] in field.rows for row in value)
    if field.kind == "group":
        inside = {below.key: below for below in field.fields}
        items: list[Any] = list(value)
        return all(_fits(inside[key], part) for item in items for key, part in item.items() if key in inside)
    return True
