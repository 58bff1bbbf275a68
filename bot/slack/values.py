"""Reading and replacing one value in the answers, by its path. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.asked import Input
from bot.template.answers import Answers, Value, has_shape
from bot.template.form import Form


def get(form: Form, answers: Mapping[str, Value], one: Input) -> Value | None:
    """What stands at an input; None where nothing was answered, or what has not the shape of its kind."""
    value = _field_value(form, answers, one)
    if one.row is not None:
        return _cell(value, one.row)
    return value if value is not None and has_shape(one.field, value) else None


def put(form: Form, answers: Mapping[str, Value], one: Input, new: Value) -> Answers:
    """The answers with a value at an input. A first item comes to be with its first value; one that is no
    longer there takes nothing.
    """
    if one.row is not None:
        others = [row for row in _rows(_field_value(form, answers, one)) if row[0] != one.row]
        new = [*others, [one.row, new]]
    field = form.pages[one.path[0]].fields[one.path[1]]
    if field.kind != "group":
        return {**answers, field.key: new}
    value = answers.get(field.key)
    items: list[Any] = list(value) if isinstance(value, list) else []
    if one.path[2] >= len(items):
        if items or one.path[2]:
            return dict(answers)
        items = [{}]
    items[one.path[2]] = {**_item(value, one.path[2]), one.field.key: new}
    return {**answers, field.key: items}


def _field_value(form: Form, answers: Mapping[str, Value], one: Input) -> Value | None:
    field = form.pages[one.path[0]].fields[one.path[1]]
    value = answers.get(field.key)
    return _item(value, one.path[2]).get(one.field.key) if field.kind == "group" else value


def key(form: Form, one: Input) -> str:
    """The key under which a problem with this input is reported: `group[2].key` inside a group."""
    field = form.pages[one.path[0]].fields[one.path[1]]
    return f"{field.key}[{one.path[2]}].{one.field.key}" if field.kind == "group" else field.key


def page_of(form: Form, problem_key: str) -> int:
    """The page on which the field of a problem or of a missing answer stands; 0 if none has it."""
    name = problem_key.split("[")[0]
    return next((n for n, page in enumerate(form.pages) if any(f.key == name for f in page.fields)), 0)


def _rows(value: Value | None) -> list[Any]:
    return (
        [row for row in value if isinstance(row, list) and len(row) == 2] if isinstance(value, list) else []
    )


def _cell(value: Value | None, row: str) -> Value | None:
    return next((cell for name, cell in _rows(value) if name == row and isinstance(cell, str)), None)


def _item(value: Value | None, number: int) -> dict[str, Any]:
    items = value if isinstance(value, list) else []
    item = items[number] if number < len(items) else {}
    return dict(item) if isinstance(item, dict) else {}
