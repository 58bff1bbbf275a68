"""What a form is made of: pages, fields, roles, and what was understood with doubt.

A template may have a hundred thousand of them, so they are as small as can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Value = str | list[Any] | dict[str, Any]
"""An answer, as JSON. text, markdown, choice, date, link: a string. person: a displayed name, or whatever
object the caller keeps for one. list, tasks: strings. checklist: `{"text", "done", "items"}`, where items
are of the same shape. code: `{"language", "text"}`. table: `[first cell, answer]` for each row. group: one
object for each item, by the item's own keys."""

Kind = Literal[
    "text",
    "markdown",
    "choice",
    "date",
    "person",
    "link",
    "checklist",
    "list",
    "code",
    "table",
    "group",
    "tasks",
    "constant",
    "kept",
]


class Frozen(BaseModel):
    """A value object: compared by content, never changed."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is asked, or shown where it would be asked."""

    key: str
    """The path of its headings and its label as slugs: `definition-of-done.code`. Relative inside a group."""
    label: str
    """As it is shown: `Latency target`."""
    kind: Kind
    """What is asked. `constant` and `kept` are shown and never asked."""
    required: bool = False
    """Whether the form may not be filed without it."""
    line: int
    """Where it stands in the template, counted from 1."""
    heading: str | None = None
    """The nearest sub-heading on its page, as shown; None at the page's top."""
    placeholder: str = ""
    """The blank's own text, at most 150 characters; "" if there is none."""
    hint: str = ""
    """The rest of a longer blank, and guidance that stands before the field; "" if there is none."""
    options: tuple[str, ...] = ()
    """choice: what can be chosen, in the template's order."""
    example: Value | None = None
    """What the template shows as an example, in the kind's shape. Never sent."""
    default: Value | None = None
    """What starts as answered, in the kind's shape."""
    language: str = ""
    """code: the language that the template's block names."""
    rows: tuple[str, ...] = ()
    """table: the fixed first cells that ask for a value, without the computed row."""
    columns: tuple[str, ...] = ()
    """table: the header's cells, the fixed first cell's and the asked one's."""
    total: str | None = None
    """table: the first cell of the computed row."""
    multiline: bool = False
    """Whether an answer may have several lines."""
    text: str = ""
    """constant, kept: the Markdown that is shown."""
    fields: tuple[Field, ...] = ()
    """group: the fields of one item."""
    repeats: bool = False
    """group: whether items can be added and taken away."""

    @property
    def asked(self) -> bool:
        """Whether a person answers it."""
        return self.kind not in ("constant", "kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role that signs, from the template's sign-off section."""

    role: str
    """As in the template: `Code Reviewer`."""
    statement: str
    """What is signed: `Architecture approved`; "" if the template says nothing."""
    line: int
    """Where it stands in the template, counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A section at the shallowest level below the title, or what stands before the first of them."""

    key: str
    """The heading as a slug."""
    title: str
    """The heading as shown; "Basics" for what stands before the first section."""
    fields: tuple[Field, ...] = ()
    """In the template's order, those of its sub-headings among them."""
    intro: str = ""
    """Markdown that is shown above the fields; "" if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """A line of the template that could have meant something else."""

    line: int
    """Counted from 1."""
    message: str
    """One sentence: how it was understood, and how to say it differently."""
