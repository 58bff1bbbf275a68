"""A form as screens: one modal's worth of it each. Pure.

A page is one screen, or several where it asks much. Neighbouring pages that ask one thing each are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from bot.slack.asked import Input, Path, count, inputs, weight, weight_of
from bot.slack.text import sent
from bot.template.answers import Value
from bot.template.form import Field, Form, Page

MOST_INPUTS = 12
"""More inputs than this on a modal are hard to survey, so a larger page goes on on a second screen."""
MOST_JOINED = 6
"""Inputs of a screen that is joined of several pages: the pages stay apart for whoever surveys them."""

MOST_DRAWN = 60
"""Blocks of fields on a modal. Slack: a modal holds at most 100; the rest is for what stands above and below."""
EACH = 3
"""An input's blocks at most: a sentence above it, itself, and code's language."""
MOST_WORDS = 60_000
"""Bytes of the template's own words on a modal. Slack: a modal is at most 250,000 bytes; what people typed
takes the most of it."""

MOST_ROWS = MOST_DRAWN // EACH
"""Rows of a table on a modal."""


class Screen(BaseModel):
    """What one modal asks."""

    model_config = ConfigDict(frozen=True)

    page: int
    """Which page of the form, from 0; of several joined pages the first."""
    last: int
    """The last of the joined pages; the same page where none are joined."""
    step: int = 0
    """The number of the screen if no pages were joined; of several joined pages the first one's. It is what
    is kept of where somebody is: it stays, however pages are joined."""
    title: str
    """`Implementation Steps (2 of 4)`; of joined pages the first one's."""
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

    @property
    def pages(self) -> range:
        """The pages that are asked here."""
        return range(self.page, self.last + 1)

    def inputs(self, path: Path, field: Field) -> list[Input]:
        """What of a field is asked here."""
        return inputs(path, field)[slice(*self.rows)] if self.rows else inputs(path, field)

    def asks(self) -> list[Input]:
        """All that is asked here."""
        return [one for path, field in self.fields for one in self.inputs(path, field)]


def screens(form: Form, answers: Mapping[str, Value]) -> list[Screen]:
    """All screens of the form, in order; as many for a repeated group as it has items now."""
    joined: list[Screen] = []
    may_join = False
    for screen, alone in _parts(form, answers):
        if alone and may_join and not _is_too_much_joined(form, joined[-1], screen):
            joined[-1] = _joined(joined[-1], screen)
        else:
            joined.append(screen)
        may_join = alone
    return joined


def all_inputs(form: Form, answers: Mapping[str, Value]) -> dict[Path, Input]:
    """Every input of the form, by its path."""
    return {one.path: one for screen, _ in _parts(form, answers) for one in screen.asks()}


def first_of_page(all_screens: list[Screen], page: int) -> int:
    """The number of the screen with which a page begins."""
    return next((number for number, screen in enumerate(all_screens) if page in screen.pages), 0)


def at_step(all_screens: list[Screen], step: int) -> int:
    """The number of the screen at which somebody is by a kept `step`; beyond the last, it is Review."""
    if step >= steps(all_screens):
        return len(all_screens)
    return max((number for number, screen in enumerate(all_screens) if screen.step <= step), default=0)


def steps(all_screens: list[Screen]) -> int:
    """The step of Review: how many screens there were if no pages were joined."""
    return all_screens[-1].step + len(all_screens[-1].pages)


def _parts(form: Form, answers: Mapping[str, Value]) -> Iterator[tuple[Screen, bool]]:
    """The screens before any are joined, and of each whether it is a whole page that asks one thing at most."""
    step = 0
    for number, page in enumerate(form.pages):
        drawn = _of_page(number, page, answers)
        for screen in drawn:
            alone = len(drawn) == 1 and screen.group is None and _asks(screen) <= 1
            yield screen.model_copy(update={"step": step}), alone
            step += 1


def _asks(screen: Screen) -> int:
    return sum(count(field) for _, field in screen.fields)


def _joined(above: Screen, below: Screen) -> Screen:
    fields = (*above.fields, *below.fields)
    return above.model_copy(update={"last": below.last, "fields": fields})


def _is_too_much_joined(form: Form, above: Screen, below: Screen) -> bool:
    pages = form.pages[above.page : below.last + 1]
    words = sum(sent(page.intro) + sent(page.title) for page in pages)
    return _asks(above) + _asks(below) > MOST_JOINED or _is_too_much(
        [*above.fields, *below.fields], len(pages) * 2, words
    )


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
    return _numbered(page.title, drawn or [_screen(number, page.title)])


def _plain(number: int, page: Page, fields: list[tuple[Path, Field]]) -> list[Screen]:
    """The fields in screens that are not too much, cut where a sub-heading begins if that is possible."""
    drawn: list[Screen] = []
    held: list[tuple[Path, Field]] = []
    for path, field in fields:
        if field.kind == "table" and _is_too_much([(path, field)]):
            drawn += [*_some(number, page, held), *_table(number, page, path, field)]
            held = []
            continue
        while held and _is_too_much([*held, (path, field)]):
            cut = _cut(held, field)
            drawn += _some(number, page, held[:cut])
            held = held[cut:]
        held.append((path, field))
    return [*drawn, *_some(number, page, held)]


def _screen(number: int, title: str, **more: object) -> Screen:
    return Screen.model_validate({"page": number, "last": number, "title": title, **more})


def _some(number: int, page: Page, fields: list[tuple[Path, Field]]) -> list[Screen]:
    return [_screen(number, page.title, fields=tuple(fields))] if fields else []


def _table(number: int, page: Page, path: Path, field: Field) -> list[Screen]:
    """A large table by itself, on as many screens as it needs."""
    whole = _screen(number, page.title, fields=((path, field),))
    firsts, words = [0], 0
    for row, one in enumerate(inputs(path, field)):
        words += weight(one)
        if row - firsts[-1] == MOST_ROWS or (words > MOST_WORDS and row > firsts[-1]):
            firsts.append(row)
            words = weight(one)
    return [
        whole.model_copy(update={"rows": rows})
        for rows in zip(firsts, [*firsts[1:], len(field.rows)], strict=True)
    ]


def _is_too_much(fields: list[tuple[Path, Field]], more: int = 0, words: int = 0) -> bool:
    """Whether it is too much for one modal; `more` blocks and `words` (bytes) stand there besides."""
    asked = sum(count(field) for _, field in fields)
    shown = sum(not count(field) for _, field in fields)
    headings = len({field.heading for _, field in fields})
    if len(fields) == 1 and not more:
        return asked > MOST_ROWS or weight_of(fields[0][1]) > MOST_WORDS
    many = asked > MOST_INPUTS or EACH * asked + shown + headings + more > MOST_DRAWN
    return many or words + sum(weight_of(field) for _, field in fields) > MOST_WORDS


def _cut(held: list[tuple[Path, Field]], following: Field) -> int:
    cut = len(held)
    while cut > 1 and held[cut - 1][1].heading == following.heading and following.heading is not None:
        cut -= 1
    return cut if cut > 1 else len(held)


def _items(number: int, path: Path, group: Field, answers: Mapping[str, Value]) -> list[Screen]:
    items = _items_in(group, answers)
    if not items:
        return [_screen(number, group.label, group=group, group_at=path)]
    return [screen for item in range(items) for screen in _item(number, path, group, item, items)]


def _item(number: int, path: Path, group: Field, item: int, items: int) -> list[Screen]:
    """One item's fields, on as many screens as they need."""
    fields = [((*path, item, place), field) for place, field in enumerate(group.fields)]
    about = {"group": group, "group_at": path, "item": item, "items": items}
    drawn = _plain(number, Page(key="", title=group.label), fields)
    return [screen.model_copy(update=about) for screen in drawn]


def _items_in(group: Field, answers: Mapping[str, Value]) -> int:
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
