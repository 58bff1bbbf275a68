"""A form as screens: one modal's worth of it each. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from bot.template.answers import Value
from bot.template.form import Field, Form, Page

MOST_INPUTS = 12
"""More inputs than this on a modal are hard to survey, so a larger page goes on on a second screen."""

MOST_DRAWN = 60
"""Blocks of fields on a modal. Slack: a modal holds at most 100; the rest is for what stands above and below."""
EACH = 3
"""An input's blocks at most: a sentence above it, itself, and code's language."""

MOST_ROWS = MOST_DRAWN // EACH
"""Rows of a table on a modal."""

Path = tuple[int, ...]
"""Where a value stands, by numbers that stay the same for one template: page, field, and for an item of a
group the item and its field, for a table the row."""


class Input(BaseModel):
    """One thing to fill in on a screen."""

    model_config = ConfigDict(frozen=True)

    path: Path
    """Where its value stands."""
    field: Field
    """What is asked; inside a group the item's field."""
    row: str | None = None
    """The row of a table."""


class Screen(BaseModel):
    """What one modal asks."""

    model_config = ConfigDict(frozen=True)

    page: int
    """Which page of the form, from 0."""
    title: str
    """`Implementation Steps (2 of 4)`."""
    fields: tuple[tuple[Path, Field], ...] = ()
    """What is shown, in order: fields of the page, or of one item."""
    group: Field | None = None
    """The repeated group of which this is an item."""
    group_at: Path = (0, 0)
    """Where that group stands: page and field."""
    item: int | None = None
    """Which item, from 0; None where a group has none yet."""
    items: int = 0
    """How many items are shown."""
    rows: tuple[int, int] | None = None
    """Of a table that needs several screens: the first row that is asked here, and the one after the last."""

    def inputs(self, path: Path, field: Field) -> list[Input]:
        """What of a field is asked here."""
        return inputs(path, field)[slice(*self.rows)] if self.rows else inputs(path, field)


def screens(form: Form, answers: Mapping[str, Value]) -> list[Screen]:
    """All screens of the form, in order; as many for a repeated group as it has items now."""
    return [screen for number, page in enumerate(form.pages) for screen in _of_page(number, page, answers)]


def inputs(path: Path, field: Field) -> list[Input]:
    """The inputs of one field: one for each row of a table, none for what is only shown."""
    if not field.asked:
        return []
    if field.kind == "table":
        return [Input(path=(*path, row), field=field, row=name) for row, name in enumerate(field.rows)]
    return [Input(path=path, field=field)]


def all_inputs(form: Form, answers: Mapping[str, Value]) -> dict[Path, Input]:
    """Every input of the form, by its path."""
    return {
        one.path: one
        for screen in screens(form, answers)
        for path, field in screen.fields
        for one in inputs(path, field)
    }


def first_of_page(all_screens: list[Screen], page: int) -> int:
    """The number of the screen with which a page begins."""
    return next((number for number, screen in enumerate(all_screens) if screen.page == page), 0)


def _of_page(number: int, page: Page, answers: Mapping[str, Value]) -> list[Screen]:
    drawn: list[Screen] = []
    waiting: list[tuple[Path, Field]] = []
    for place, field in enumerate(page.fields):
        if field.kind == "group":
            drawn += _plain(number, page, waiting)
            waiting = []
            drawn += _items(number, (number, place), field, answers)
        else:
            waiting.append(((number, place), field))
    drawn += _plain(number, page, waiting)
    return _numbered(page.title, drawn or [Screen(page=number, title=page.title)])


def _plain(number: int, page: Page, fields: list[tuple[Path, Field]]) -> list[Screen]:
    """The fields in screens that are not too much, cut where a sub-heading begins if that is possible."""
    drawn: list[Screen] = []
    held: list[tuple[Path, Field]] = []
    for path, field in fields:
        if len(inputs(path, field)) > MOST_ROWS:
            drawn += [*_screen(number, page, held), *_table(number, page, path, field)]
            held = []
            continue
        while held and _is_too_much([*held, (path, field)]):
            cut = _cut(held, field)
            drawn += _screen(number, page, held[:cut])
            held = held[cut:]
        held.append((path, field))
    return [*drawn, *_screen(number, page, held)]


def _screen(number: int, page: Page, fields: list[tuple[Path, Field]]) -> list[Screen]:
    return [Screen(page=number, title=page.title, fields=tuple(fields))] if fields else []


def _table(number: int, page: Page, path: Path, field: Field) -> list[Screen]:
    """A long table by itself, on as many screens as it needs."""
    whole = Screen(page=number, title=page.title, fields=((path, field),))
    firsts = range(0, len(inputs(path, field)), MOST_ROWS)
    return [whole.model_copy(update={"rows": (first, first + MOST_ROWS)}) for first in firsts]


def _is_too_much(fields: list[tuple[Path, Field]]) -> bool:
    asked = sum(len(inputs(path, field)) for path, field in fields)
    shown = sum(not field.asked for _, field in fields)
    headings = len({field.heading for _, field in fields})
    return asked > MOST_INPUTS or EACH * asked + shown + headings > MOST_DRAWN


def _cut(held: list[tuple[Path, Field]], following: Field) -> int:
    cut = len(held)
    while cut > 1 and held[cut - 1][1].heading == following.heading and following.heading is not None:
        cut -= 1
    return cut if cut > 1 else len(held)


def _items(number: int, path: Path, group: Field, answers: Mapping[str, Value]) -> list[Screen]:
    count = _count(group, answers)
    if not count:
        return [Screen(page=number, title=group.label, group=group, group_at=path)]
    return [screen for item in range(count) for screen in _item(number, path, group, item, count)]


def _item(number: int, path: Path, group: Field, item: int, count: int) -> list[Screen]:
    """One item's fields, on as many screens as they need."""
    fields = [((*path, item, place), field) for place, field in enumerate(group.fields)]
    about = {"group": group, "group_at": path, "item": item, "items": count}
    drawn = _plain(number, Page(key="", title=group.label), fields)
    return [screen.model_copy(update=about) for screen in drawn]


def _count(group: Field, answers: Mapping[str, Value]) -> int:
    """How many items are shown: one, still empty, where nobody has said that there are none."""
    value = answers.get(group.key)
    return len(value) if isinstance(value, list) else 1


def _numbered(title: str, drawn: list[Screen]) -> list[Screen]:
    if len(drawn) == 1:
        return [drawn[0].model_copy(update={"title": title})]
    return [
        screen.model_copy(update={"title": f"{title} ({place} of {len(drawn)})"})
        for place, screen in enumerate(drawn, 1)
    ]
