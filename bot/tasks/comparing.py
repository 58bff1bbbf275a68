"""Two revisions of a task, compared: by field, and line by line. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.tasks.diffing import Line, diff
from bot.tasks.substance import without_ticks
from bot.template.answers import normal, start
from bot.template.form import Field, Form
from bot.template.lines import LINE

MOST_SECTIONS = 8
"""Sections that a sentence names."""


class Change(BaseModel):
    """A field whose answer differs."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The field's key."""
    label: str
    """The field's label."""
    section: str
    """The title of the page on which it is asked."""


class Comparison(BaseModel):
    """What differs between two revisions."""

    model_config = ConfigDict(frozen=True)

    changes: tuple[Change, ...]
    """The fields, in the form's order."""
    lines: tuple[Line, ...]
    """What was taken away and added, with a little of what stands around it; () if nothing differs."""


def whole(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a task keeps them: in their shapes, with the template's defaults where nothing is said."""
    return {**start(form), **normal(form, answers)}


def fields_with_section(form: Form) -> Iterable[tuple[Field, str]]:
    """The fields that people answer, in the form's order, each with the title of its page."""
    return ((field, page.title) for page in form.pages for field in page.fields if field.asked)


def as_change(field: Field, section: str) -> Change:
    """The field, as one that was changed; `section` is the title of its page."""
    return Change(key=field.key, label=field.label, section=section)


def changes(form: Form, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields whose answers differ, whatever is ticked."""
    return tuple(
        as_change(field, section)
        for field, section in fields_with_section(form)
        if without_ticks(old.get(field.key)) != without_ticks(new.get(field.key))
    )


def comparison(changed: tuple[Change, ...], old: str, new: str) -> Comparison:
    """Of two documents that were rendered alike, and the fields that differ in them."""
    return Comparison(changes=changed, lines=diff(lines_of(old), lines_of(new)) if changed else ())


def lines_of(document: str) -> list[str]:
    """The document's lines without their breaks; broken as Markdown breaks them."""
    return [line.rstrip("\r\n") for line in LINE.findall(document)]


def sections(changed: Iterable[Change]) -> str:
    """What changed, in a few words: `Basics (Title, Priority), Scope`."""
    by_section: dict[str, list[str]] = {}
    for each in changed:
        by_section.setdefault(each.section, []).append(each.label)
    named = [_section(title, labels) for title, labels in by_section.items()]
    more = len(named) - MOST_SECTIONS
    return ", ".join(named[:MOST_SECTIONS]) + (f" and {more} more" if more > 0 else "")


def _section(title: str, labels: list[str]) -> str:
    if labels == [title]:
        return title
    more = len(labels) - MOST_SECTIONS
    return f"{title} ({', '.join(labels[:MOST_SECTIONS])}{f' and {more} more' if more > 0 else ''})"
