"""Answers: where they start, whether they are right, how they are written down, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.template.form import Field, Form, Frozen, Value

__all__ = [
    "Answers",
    "Problem",
    "Value",
    "check",
    "has_shape",
    "is_empty",
    "normal",
    "progress",
    "start",
    "unanswered",
]

Answers = dict[str, Value]
"""Values by the keys of their fields."""

WEB_ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:\S)\S*", re.IGNORECASE)
DEEPEST = 12
"""How many levels of items a checklist has at most; Markdown itself reads not many more."""
LINE_BREAK = re.compile(r"\r\n|\r|\n")
BLANK_LINES_BEFORE = re.compile(r"\A(?:[ \t]*\n)+")


class Problem(Frozen):
    """Why an answer can't be taken."""

    key: str
    """The field's key; in a group, `group[2].key` with the item counted from 0."""
    label: str
    """The field's label."""
    message: str
    """One plain sentence that says what to do."""


def start(form: Form) -> Answers:
    """The answers that a new form starts with: the template's defaults."""
    return {field.key: field.default for field in form.asked() if field.default is not None}


def unanswered(form: Form, answers: Mapping[str, Value]) -> list[Field]:
    """The fields that have no answer yet, in the form's order."""
    return [field for field in form.asked() if is_empty(answers.get(field.key, field.default))]


def is_empty(value: Value | None) -> bool:
    """Whether a value says nothing: None, "", [], a code block without text, an object of empty values."""
    if isinstance(value, dict):
        return all(is_empty(part) for name, part in value.items() if name != "language")
    return not value


def progress(form: Form, answers: Mapping[str, Value]) -> tuple[int, int]:
    """(done, all) over the items of all checklists, those below other items too."""
    ticks = [tick for field in form.asked() for tick in _ticks(field, answers.get(field.key, field.default))]
    return sum(ticks), len(ticks)


def _ticks(field: Field, value: Value | None) -> list[bool]:
    if not isinstance(value, list):
        return []
    if field.kind == "checklist":
        return [tick for item in value if isinstance(item, dict) for tick in _ticks_of(field, item)]
    if field.kind == "group":
        return [
            tick
            for item in value
            if isinstance(item, dict)
            for below in field.fields
            for tick in _ticks(below, item.get(below.key))
        ]
    return []


def _ticks_of(field: Field, item: dict[str, Any]) -> list[bool]:
    return [bool(item.get("done")), *_ticks(field, item.get("items"))]


def normal(form: Form, answers: Mapping[str, Value]) -> Answers:
    """The answers as they are kept and written: what is not asked is left out, and so is an empty answer
    to a field without a default (with one, the empty answer says that the default was taken away).

    Line breaks become LF, NUL becomes U+FFFD, outer blank lines and trailing spaces and tabs of a whole
    value go. A value of one line gets spaces for its line breaks. What does not have its kind's shape is left
    out. Doing it again changes nothing.
    """
    kept: Answers = {}
    for field in form.asked():
        if field.key in answers and has_shape(field, answers[field.key]):
            value = _normal(field, answers[field.key])
            if not is_empty(value):
                kept[field.key] = value
            elif field.default is not None:
                kept[field.key] = emptied(field)
    return kept


def emptied(field: Field) -> Value:
    """The answer that says: nothing, though the template starts with something."""
    if field.kind == "code":
        return {"language": "", "text": ""}
    return [] if field.kind in ("list", "tasks", "checklist", "table", "group") else ""


def _normal(field: Field, value: Value) -> Value:
    match field.kind, value:
        case "checklist", list():
            return _checklist(value, DEEPEST)
        case (("list" | "tasks"), list()):
            return [text for text in (_one_line(item) for item in value) if text]
        case "code", dict():
            language = "".join(_text(value.get("language", "")).replace("`", "").split())
            return {"language": language, "text": _text(value.get("text", ""))}
        case "table", list():
            return _table(field, value)
        case "group", list():
            return [item for item in (_item(field, one) for one in value if isinstance(one, dict)) if item]
        case _, str():
            return _text(value) if field.multiline else _one_line(value)
    return value


def _checklist(items: list[Any], depth: int) -> list[Any]:
    """Items with a text; in place of one without, what stands below it. Below the deepest items nothing
    stands: what would comes after them."""
    shaped: list[Any] = []
    for item in items:
        text, below = _one_line(item["text"]), _checklist(item.get("items") or [], depth - 1)
        if not text:
            shaped += below
        elif depth > 1:
            shaped.append({"text": text, "done": bool(item.get("done")), "items": below})
        else:
            shaped += [{"text": text, "done": bool(item.get("done")), "items": []}, *below]
    return shaped


def _table(field: Field, rows: list[Any]) -> list[Any]:
    given = {row[0]: _one_line(row[1]) for row in rows if isinstance(row, list) and len(row) == 2}
    return [[first, given[first]] for first in field.rows if given.get(first)]


def _item(field: Field, item: dict[str, Any]) -> dict[str, Any]:
    asked = (below for below in field.fields if below.asked and below.key in item)
    shaped = {
        below.key: _normal(below, item[below.key]) for below in asked if has_shape(below, item[below.key])
    }
    return {key: value for key, value in shaped.items() if not is_empty(value)}


def _text(value: object) -> str:
    text = LINE_BREAK.sub("\n", str(value)).replace("\0", "\ufffd")
    return BLANK_LINES_BEFORE.sub("", text).rstrip(" \t\n")


def _one_line(value: object) -> str:
    return _text(value).replace("\n", " ")


def check(form: Form, answers: Mapping[str, Value]) -> list[Problem]:
    """What stands in the way of filing these answers, in the form's order; [] if nothing does.

    Never raises, whatever the shapes of the values are.
    """
    problems = []
    for field in form.asked():
        value = answers.get(field.key, field.default)
        if field.required and is_empty(value):
            problems.append(_problem(field, field.key, f"{field.label}: please fill this in."))
        elif value is not None:
            problems += _wrong(field, field.key, value)
    return problems


def _problem(field: Field, key: str, message: str) -> Problem:
    return Problem(key=key, label=field.label, message=message)


def _wrong(field: Field, key: str, value: Value) -> list[Problem]:
    if not has_shape(field, value):
        return [_problem(field, key, f"{field.label}: this is not {SHAPES[field.kind]}.")]
    if field.kind == "group":
        return [
            problem
            for place, item in enumerate(value)
            for below in field.fields
            if below.key in item
            for problem in _wrong(below, f"{key}[{place}].{below.key}", item[below.key])
        ]
    if is_empty(value):
        return []
    message = _wrong_string(field, value) if isinstance(value, str) else None
    return [_problem(field, key, message)] if message else []


SHAPES = {
    "text": "text",
    "markdown": "text",
    "choice": "one of the choices",
    "date": "a date",
    "person": "a person",
    "link": "a link",
    "checklist": "a checklist",
    "list": "a list of lines",
    "tasks": "a list of tasks",
    "code": "a code block",
    "table": "a table of values",
    "group": "a list of entries",
}


def has_shape(field: Field, value: object) -> bool:
    """Whether a value is of the shape that the field's kind has; what it says may still be wrong."""
    match field.kind:
        case "list" | "tasks":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case "checklist":
            return _is_checklist(value)
        case "code":
            return isinstance(value, dict) and all(
                isinstance(value.get(name, ""), str) for name in ("language", "text")
            )
        case "table":
            return isinstance(value, list) and all(_is_row(field, row) for row in value)
        case "group":
            return isinstance(value, list) and all(isinstance(item, dict) for item in value)
        case "person":
            return isinstance(value, str | dict)
    return isinstance(value, str)


def _is_checklist(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and isinstance(item.get("text"), str) and _is_checklist(item.get("items", []))
        for item in value
    )


def _is_row(field: Field, row: object) -> bool:
    return isinstance(row, list) and len(row) == 2 and row[0] in field.rows and isinstance(row[1], str)


def _wrong_string(field: Field, value: str) -> str | None:
    if field.kind == "choice" and value not in field.options:
        return f"{field.label}: choose one of {', '.join(field.options)}."
    if field.kind == "date" and not _is_date(value):
        return f"{field.label} is not a date: write it as YYYY-MM-DD, for example 2026-11-22."
    if field.kind == "link" and not WEB_ADDRESS.fullmatch(value.strip()):
        return f"{field.label} is not a link: it should start with https:// or http://."
    return None


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
