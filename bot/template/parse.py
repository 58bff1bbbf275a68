"""Markdown -> Form.

1. The source becomes blocks, each with the lines that it covers.
2. The title is found, and the blocks become a tree of headings.
3. Each page is harvested: its parts, which cover the source without a gap, and the fields that they ask.
"""

from __future__ import annotations

from bot.template.blanks import Blanks
from bot.template.blocks import Block, blocks, front_matter
from bot.template.bodies import read_body
from bot.template.form import Field, Form, Page, Role
from bot.template.groups import neighbours
from bot.template.harvest import Harvest, Place
from bot.template.layout import Part, Section
from bot.template.lines import Source
from bot.template.outline import Node, outline
from bot.template.overrides import Overrides
from bot.template.paragraphs import ask_body
from bot.template.sections import read_children
from bot.template.slugs import Keys
from bot.template.tiling import tile
from bot.template.title import Heading, ask_title, find_title
from bot.template.titled import blank_in, called

HEADER = "Basics"
"""The page of what stands before the first section."""


def parse(text: str) -> Form:
    """The form that a template asks. Takes any text, never raises, in time that grows with its length."""
    source = Source.of(text)
    found = blocks(source)
    heading = find_title(source, found)
    root = outline(found, heading.block)
    header = Harvest(source, Blanks(source, heading.prefix), Overrides(source, found), Keys())
    title, parts = _header(header, root, heading)
    gathered = Gathered()
    gathered.take(HEADER, header)
    runs = neighbours(source, header.blanks, root.children)
    for number, run in enumerate(runs):
        stop = source.starts[runs[number + 1][0].first] if number + 1 < len(runs) else len(text)
        page = header.page()
        parts += read_children(page, Place(), run, stop)
        gathered.take(_page_title(page, run), page)
    layout = Section(0, len(text), "", 0, tile(source, parts, 0, len(text)))
    return _form(text, heading, title, gathered, layout)


class Gathered:
    """The pages and roles so far. What else their reading needed is let go: there may be very many."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.roles: list[Role] = []
        self._keys = Keys()

    def take(self, title: str, page: Harvest) -> None:
        """Takes a page that has been read, and is none if it has roles alone."""
        self.roles += page.roles
        if page.fields or not page.roles:
            intro = "\n\n".join(part for part in page.intro if part)
            key = self._keys.give((), title)
            self.pages.append(Page(key=key, title=title, fields=tuple(page.fields), intro=intro))


def _header(harvest: Harvest, root: Node, heading: Heading) -> tuple[Field, list[Part]]:
    """The title and what stands before the first section: shown more than asked, if there are sections."""
    source = harvest.source
    title, part = ask_title(harvest, heading, source.starts[front_matter(source)] if source.count else 0)
    parts: list[Part] = [part, *read_body(harvest, Place(header=bool(root.children)), root.body)]
    body = _below_title(root.body, heading.block)
    if len(harvest.fields) == 1 and body and not root.children:
        harvest.guidance = []
        parts = [part, ask_body(harvest, Place(), body[0].first, body[-1].end, "Description")]
    harvest.leave()
    return title, parts


def _below_title(body: list[Block], title: Block | None) -> list[Block]:
    after = body.index(title) + 1 if title in body else 0
    return [block for block in body[after:] if block.kind != "other"]


def _page_title(page: Harvest, run: list[Node]) -> str:
    if len(run) > 1 and page.fields:
        return page.fields[0].label
    return called(page, run[0], blank_in(page, run[0]))


def _form(text: str, heading: Heading, title: Field, gathered: Gathered, layout: Section) -> Form:
    header = gathered.pages[0].fields
    status = next((field for field in header if (field.kind, field.key) == ("kept", "status")), None)
    return Form(
        template=text,
        pages=tuple(gathered.pages),
        roles=tuple(gathered.roles),
        title=title,
        key_prefix=heading.prefix or "TASK",
        key_digits=heading.digits,
        statuses=status.options if status else (),
        layout=layout,
    )
