"""What a template asks: a form of pages and fields, in the template's own order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pydantic import SkipValidation

from bot.template.doubts import doubts
from bot.template.field import Field, Frozen, Kind, Page, Role, Unsure, Value
from bot.template.guard import Guard
from bot.template.layout import Section

__all__ = ["Field", "Form", "Frozen", "Kind", "Page", "Role", "Unsure", "Value"]


class Form(Frozen):
    """A template, understood."""

    template: str
    """The source text, unchanged."""
    pages: tuple[Page, ...]
    """What is asked, without the sign-off section. The first holds the title."""
    roles: tuple[Role, ...] = ()
    """Who signs, in the template's order."""
    title: Field
    """The title; it is the first field of the first page too."""
    key_prefix: str = "TASK"
    """What a task's key starts with: the TASK of TASK-001."""
    key_digits: int = 3
    """The fewest digits of a task's number."""
    statuses: tuple[str, ...] = ()
    """The options of the header's Status; () if it has none."""
    layout: SkipValidation[Section]
    """Where each field stands in the source. For the renderer and the reader only."""

    @cached_property
    def guard(self) -> Guard:
        """Which lines of its documents are the template's."""
        return Guard(self.template, self.layout)

    @cached_property
    def unsure(self) -> tuple[Unsure, ...]:
        """What was understood with doubt, by line."""
        return doubts(self.template, self.layout, self.pages, self.roles)

    def asked(self) -> Iterator[Field]:
        """The fields that a person answers, in the template's order; a group counts as one."""
        return (field for page in self.pages for field in page.fields if field.asked)

    def field(self, key: str) -> Field:
        """The field with this key, shown ones too. KeyError if there is none."""
        for page in self.pages:
            for field in page.fields:
                if field.key == key:
                    return field
        raise KeyError(key)
