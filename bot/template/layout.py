"""Where things stand in the template's source.

A layout is a tree of parts. Each part covers the characters `start` to `end` of the source, its line breaks
included, and the parts of a section follow each other without a gap. So whatever the template is, writing
each part as it stands gives the template, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source, counted in characters from its beginning; `end` is not in it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gap(Span):
    """Blank lines."""


@dataclass(frozen=True, slots=True)
class Rule(Span):
    """A line such as `---`, which parts two things."""


@dataclass(frozen=True, slots=True)
class Note(Span):
    """A comment for whoever makes the form: `<!-- form: required -->`."""


@dataclass(frozen=True, slots=True)
class Still(Span):
    """Text that is never asked."""

    holds: bool
    """Whether a heading stands for this text alone: a constant does that, guidance does not."""


@dataclass(frozen=True, slots=True)
class Lead(Span):
    """`**Label**:` with nothing after it. It stands and goes with the next part, which it names."""


@dataclass(frozen=True, slots=True)
class Hole(Span):
    """A blank: what an answer replaces."""

    key: str
    code: bool = False
    """Whether the answer is written as a code span."""


@dataclass(frozen=True, slots=True)
class Line(Span):
    """Text with blanks, most often one line after its label."""

    holes: tuple[Hole, ...]
    indent: int = 0
    """How far the lines of a long answer are indented: the width of the list markers before it."""
    box: int | None = None
    """Where the character between the brackets of its checkbox stands."""


@dataclass(frozen=True, slots=True)
class Items(Span):
    """A list or a checklist."""

    key: str
    marker: str
    """`- ` or `1. `; the number of an ordered list is where it starts."""
    boxed: bool
    """Whether its items are checkboxes."""
    boxed_below: bool
    """Whether the items below its items are checkboxes."""
    indent: int = 0
    """How far the whole list is indented."""


@dataclass(frozen=True, slots=True)
class Code(Span):
    """A fenced code block."""

    key: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Body(Span):
    """A section's text, which an answer replaces as a whole."""

    key: str


@dataclass(frozen=True, slots=True)
class Row(Span):
    """A line of a table. `hole` is its blank; None for a line that only goes with the table."""

    first: str
    hole: Span | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Grid(Span):
    """A table with a fixed first cell and one blank a row. `rows` holds the header's two lines too."""

    key: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Records(Span):
    """A table whose rows are the items of a group: `body` is where they stand, below the header."""

    key: str
    body: int
    columns: tuple[str, ...]
    """The keys of an item's fields, one a cell; "" for a cell that counts."""


@dataclass(frozen=True, slots=True)
class Repeat(Span):
    """A group: one part for each item that the template has."""

    key: str
    items: tuple[Section, ...]
    full: Section
    """The first item, with what only others ask added: what an item is written by that fits none of them."""
    defaults: tuple[Mapping[str, Any], ...]
    """What each of the items starts with."""
    full_defaults: Mapping[str, Any]
    """What the template has in the parts of the full item, of what starts as answered."""


@dataclass(frozen=True, slots=True)
class Signature(Span):
    """The line of a role in the sign-off section."""

    role: str
    called: int
    """Where the role's name ends."""
    named: int
    """Where the statement ends and the names and dates begin."""
    box: int
    """Where the character between the brackets of its checkbox stands."""


@dataclass(frozen=True, slots=True)
class Title(Span):
    """The first line of the document. Empty, at the place for it, if the template has no H1."""

    key: Span | None
    """The key's pattern; empty, at the place for it, if the heading has none; None if there is no heading."""
    hole: Span | None
    """The title's blank; empty, at the place for it, if the heading has none; None if there is no heading."""
    text: Span | None
    """The heading without its marks; None if there is no heading."""


@dataclass(frozen=True, slots=True)
class Section(Span):
    """A heading and what stands below it; or the whole source; or one item of a group."""

    title: str
    """The heading as shown; "" if it has none."""
    level: int
    """1 to 6; 0 for what is no heading."""
    parts: tuple[Part, ...]
    """What stands below the heading."""
    heading: Line | None = None
    """The heading's own line or lines."""
    number: Span | None = None
    """Where the item's number stands, if it is an item of a group."""
    stays: bool = False
    """Whether the section stands even if nothing is in it: the sign-off section."""


Part = (
    Gap
    | Rule
    | Note
    | Still
    | Lead
    | Line
    | Items
    | Code
    | Body
    | Grid
    | Records
    | Repeat
    | Signature
    | Title
    | Section
)
