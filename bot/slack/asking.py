"""What a screen asks and shows, as blocks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.slack import ids, inputs, values
from bot.slack.asked import HINT, LABEL, Input, Path, count, weight, weight_of
from bot.slack.screens import Screen
from bot.slack.text import VIEW, Block, context, paragraph, said, shorten, size
from bot.template.answers import Value
from bot.template.form import Field, Form, Page


def blocks(
    form: Form, answers: Mapping[str, Value], screen: Screen, nonce: str, replaced: Path | None = None
) -> list[Block]:
    """A screen's headings, inputs and fixed texts. `nonce` begins the inputs' block ids; the input at
    `replaced` is drawn empty, for a text in place of one that is too long to edit.
    """
    drawn: list[Block] = []
    room = VIEW - sum(weight_of(field) for _, field in screen.fields)
    for part in _parts(form, screen):
        if not isinstance(part, Input):
            drawn.append(part)
            continue
        draw = inputs.emptied if part.path == replaced else inputs.blocks
        asked = draw(part, values.get(form, answers, part), ids.block(nonce, *part.path), room)
        room -= max(0, size(asked) - weight(part))
        drawn += asked
    return drawn


def title(form: Form, screen: Screen) -> str:
    """Where a screen is, by the form's pages: `3 of 16 · Scope`, `3 to 6 of 16 · Scope … Risks`."""
    first, last = screen.page + 1, screen.last + 1
    pages = f"{first}" if first == last else f"{first} to {last}"
    below = "" if first == last else f" … {shorten(form.pages[screen.last].title, LABEL)}"
    return f"{pages} of {len(form.pages)} · {shorten(screen.title, LABEL)}{below}"


def _parts(form: Form, screen: Screen) -> Iterator[Block | Input]:
    """What stands on a screen, in order; what is asked as inputs.

    Joined pages stand below their titles. The first page of all has none in the template.
    """
    for number in screen.pages:
        page = form.pages[number]
        own = [(path, field) for path, field in screen.fields if path[0] == number]
        if len(screen.pages) > 1 and number and not _says_its_title(page):
            yield _heading(page.title)
        if page.intro:
            yield context(page.intro)
        yield from _fields(screen, own)


def _says_its_title(page: Page) -> bool:
    """Whether a page begins with an input that is called as the page is."""
    return bool(page.fields) and not page.intro and _says(page.fields[0], page.title)


def _says(field: Field, words: str) -> bool:
    """Whether an input's label says these words, so that they needn't stand above it too."""
    return field.kind != "table" and count(field) == 1 and field.label == words


def _fields(screen: Screen, fields: list[tuple[Path, Field]]) -> Iterator[Block | Input]:
    heading = None
    for path, field in fields:
        new = field.heading if field.heading != heading and screen.item is None else None
        if new and not _says(field, new):
            yield _heading(new)
        heading = field.heading
        if not count(field):
            yield context(_shown(field))
        yield from screen.inputs(path, field)
        if field.total:
            yield context(f"{shorten(field.total, LABEL)}: added up for you")


def _heading(words: str) -> Block:
    return paragraph(said(shorten(words, LABEL), bold=True))


def _shown(field: Field) -> str:
    """What stands where nothing is asked: the template's own words, or that the bot will write there."""
    label = shorten(field.label, LABEL)
    if field.kind == "group":
        return f"{label}: {inputs.NESTED}"
    if field.kind == "kept":
        return f"{label}: filled in by Countersign"
    return shorten(field.text if field.label in field.text else f"{label}: {field.text}", HINT)
