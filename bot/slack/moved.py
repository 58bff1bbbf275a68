"""A page of a repeated group whose items have moved since it was drawn. Pure.

A page knows its item by its number. When an item was removed in another window, or by the first of two
presses, the number may mean another item, which must not be overwritten: what stands on the page is kept
as the last item instead, unless an item already says it.
"""

from __future__ import annotations

from bot.slack import ids
from bot.slack.inputs import State
from bot.template.answers import Answers, Value, is_empty
from bot.template.form import Field, Form


def group(form: Form, answers: Answers, state: State, drawn: int) -> Field | None:
    """The group of the page with this state, if it has fewer items than the `drawn` ones; else None."""
    for block_id in state:
        path = ids.path_of(block_id)
        if path and len(path) > 3:
            field = form.pages[path[0]].fields[path[1]]
            items = answers.get(field.key)
            return field if isinstance(items, list) and len(items) < drawn else None
    return None


def as_last(answers: Answers, state: State, field: Field) -> tuple[Answers, State]:
    """The answers with an empty item at the end, and the page's state as that item's."""
    items = _items(answers, field)
    renamed = {_block(block_id, len(items)): elements for block_id, elements in state.items()}
    return {**answers, field.key: [*items, {}]}, renamed


def without_double(before: Answers, after: Answers, field: Field) -> Answers:
    """`after`, or `before` if the last item says nothing that another item doesn't."""
    *others, last = map(_said, _items(after, field))
    return before if not last or last in others else after


def note(field: Field) -> str:
    """What the person is told."""
    return f"A {field.label} was removed in the meantime. What stood on this page is kept as the last {field.label}."


def _block(block_id: str, item: int) -> str:
    path = ids.path_of(block_id)
    if not path or len(path) < 4:
        return block_id
    return ids.block(block_id.split("/")[0], *path[:2], item, *path[3:])


def _items(answers: Answers, field: Field) -> list[Value]:
    value = answers.get(field.key)
    return list(value) if isinstance(value, list) else []


def _said(item: Value) -> dict[str, Value]:
    """What of an item was filled in."""
    filled = item if isinstance(item, dict) else {}
    return {key: value for key, value in filled.items() if not is_empty(value)}
