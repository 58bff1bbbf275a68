"""What lists filter and sort by, taken from the answers of any template. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.template.form import Field, Form

OWNERS = ("assignee", "owner")
URGENCIES = ("priority", "severity")


class Facets(NamedTuple):
    """The columns of a task that come from its answers; None where the template or the answer has none."""

    assignee: str | None
    """A user id: an assignee who was typed as text is none."""
    priority: str | None
    """One of the field's options."""
    priority_rank: int | None
    """The place of the priority among its options, from 0."""


def facets(form: Form, answers: Mapping[str, Any]) -> Facets:
    """Assignee: the first person field, before it one labelled Assignee or Owner. Priority: by its label."""
    persons = [field for field in form.asked() if field.kind == "person"]
    who = _user(answers.get(_labelled(persons, OWNERS).key)) if persons else None
    choices = [field for field in form.asked() if field.kind == "choice" and _is(field, URGENCIES)]
    urgency = choices[0] if choices else None
    chosen = answers.get(urgency.key) if urgency else None
    if urgency is None or chosen not in urgency.options:
        return Facets(who, None, None)
    return Facets(who, str(chosen), urgency.options.index(str(chosen)))


def _labelled(fields: list[Field], labels: tuple[str, ...]) -> Field:
    return next((field for field in fields if _is(field, labels)), fields[0])


def _is(field: Field, labels: tuple[str, ...]) -> bool:
    return field.label.strip().casefold() in labels


def _user(value: object) -> str | None:
    """The id in a picked person's value `{"user": "U…"}`."""
    user = value.get("user") if isinstance(value, Mapping) else None
    return str(user) if user else None
