"""Form -> what `countersign template check --json` prints. A face to the outside: names stay as they are."""

from __future__ import annotations

from typing import Any

from bot.template.form import Field, Form, Value

ONE_STRING = ("text", "markdown", "date", "person", "link")
"""The kinds whose answer is a string, so that a blank's own text has the shape of an answer."""


def key_pattern(form: Form) -> str:
    """What a task's key looks like: TASK-XXX, with as many X as its number has digits at least."""
    return f"{form.key_prefix}-{'X' * form.key_digits}"


def title(form: Form) -> str:
    """What the template calls its title: the text of the blank in its H1, else the field's label."""
    return form.title.placeholder or form.title.label


def example(field: Field) -> Value | None:
    """What the template shows as an example, in the kind's shape; a text blank is one too."""
    if field.example is None and field.kind in ONE_STRING:
        return field.placeholder or None
    return field.example


def checked(form: Form) -> dict[str, Any]:
    """The whole form as JSON. Every name is always there; null, "" and [] stand for nothing."""
    return {
        "key": key_pattern(form),
        "title": title(form),
        "pages": [
            {"title": page.title, "fields": [_field(field) for field in page.fields]} for page in form.pages
        ],
        "roles": [{"role": role.role, "statement": role.statement} for role in form.roles],
        "unsure": [{"line": doubt.line, "message": doubt.message} for doubt in form.unsure],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "required": field.required,
        "options": list(field.options),
        "example": example(field),
        "default": field.default,
        "line": field.line,
        "repeats": field.repeats,
        "fields": [_field(below) for below in field.fields],
    }
