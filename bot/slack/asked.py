"""What of a field is asked: its inputs, and how much of a modal they take before anything is typed. Pure."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from bot.slack.text import sent
from bot.template.entries import is_typed
from bot.template.form import Field

Path = tuple[int, ...]
"""Where a value stands, by numbers that stay the same for one template: page, field, and for an item of a
group the item and its field, for a table the row."""

LABEL = 300
"""Characters of a label or of a heading on a page of the form; what is longer ends in `…` there."""
HINT = 2000
"""Characters of a hint, and of what stands beside the inputs. Slack: a hint holds at most 2,000."""
MOST_LISTED = 40_000
"""Bytes of the options that a modal lists; one of more is typed."""
FRAME = 2500
"""Bytes of a block beside its label, hint and options; an input's placeholder is most of it."""
OPTION_FRAME = 90
"""Bytes of an option beside its text."""


class Input(BaseModel):
    """One thing to fill in on a screen."""

    model_config = ConfigDict(frozen=True)

    path: Path
    """Where its value stands."""
    field: Field
    """What is asked; inside a group the item's field."""
    row: str | None = None
    """The row of a table."""


def inputs(path: Path, field: Field) -> list[Input]:
    """The inputs of one field: one for each row of a table, none for what is only shown. A group that stands
    inside another group's item has no screens of its own: its entries are typed as lines, if a line can hold one.
    """
    if not count(field):
        return []
    if field.kind == "table":
        return [Input(path=(*path, row), field=field, row=name) for row, name in enumerate(field.rows)]
    return [Input(path=path, field=field)]


def listed(field: Field) -> bool:
    """Whether a choice's options can all be offered in a menu."""
    return field.kind == "choice" and _bytes(field.options) <= MOST_LISTED


def count(field: Field) -> int:
    """How many inputs a field has."""
    if not field.asked:
        return 0
    if field.kind == "group":
        return int(is_typed(field))
    return len(field.rows) if field.kind == "table" else 1


def weight(one: Input) -> int:
    """At least the bytes that an input takes while it is empty."""
    return _frame(one.field) + _label(one.row or one.field.label, one.field)


def weight_of(field: Field) -> int:
    """At least the bytes that a field takes while it is unanswered, or is only shown; its heading too."""
    heading = FRAME + _sent((field.heading or "")[:LABEL])
    if not field.asked:
        return heading + FRAME + _sent(field.text[:HINT]) + _sent(field.label[:LABEL])
    labels = field.rows if field.kind == "table" else (field.label,)
    total = _sent((field.total or "")[:LABEL])
    return heading + total + sum(_label(label, field) for label in labels) + len(labels) * _frame(field)


def _label(label: str, field: Field) -> int:
    """A label; code has its language under a second one."""
    words = _sent(label[:LABEL])
    return 2 * words + FRAME if field.kind == "code" else words


def _frame(field: Field) -> int:
    """What an input takes beside its label."""
    return FRAME + _sent(field.hint[:HINT]) + (_bytes(field.options) if listed(field) else 0)


@lru_cache(maxsize=2000)
def _sent(words: str) -> int:
    """What words of a template take; asked again for each drawing, of the same few templates."""
    return sent(words)


@lru_cache(maxsize=1000)
def _bytes(options: tuple[str, ...]) -> int:
    """What options take; asked again for each drawing, of the same few templates."""
    return sum(sent(option) + OPTION_FRAME for option in options)
