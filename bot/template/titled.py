"""A heading with a blank that is no group's: `## Decision: [short title]` asks for what it says."""

from __future__ import annotations

from dataclasses import replace

from bot.template.blanks import Blank
from bot.template.harvest import Harvest, Place
from bot.template.headings import LOOSE
from bot.template.kinds import asked, placeholder
from bot.template.layout import Hole, Line
from bot.template.outline import Node, heading_span


def blank_in(harvest: Harvest, node: Node) -> Blank | None:
    """The blank that a heading of one line asks for; None if it asks nothing. The pattern of a key is none here."""
    assert node.heading is not None
    span = heading_span(harvest.source, node.heading)
    if any(sign in harvest.source.text[span.start : span.end] for sign in "\r\n"):
        return None
    found = harvest.blanks.find(span.start, span.end)
    return next((blank for blank in found if not harvest.blanks.key.search(blank.text)), None)


def called(harvest: Harvest, node: Node, blank: Blank | None) -> str:
    """How a section is called: its heading without the blank, or, if that is all of it, the blank's text."""
    assert node.heading is not None
    text, span = harvest.source.text, heading_span(harvest.source, node.heading)
    if blank is None:
        return " ".join(text[span.start : span.end].split())
    rest = f"{text[span.start : blank.start].rstrip(LOOSE)} {text[blank.end : span.end].lstrip(LOOSE)}"
    return " ".join((rest.strip(LOOSE + "()\"'") or blank.text).split())


def ask_heading(harvest: Harvest, above: Place, inside: Place, node: Node, blank: Blank) -> Line:
    """A field for a heading's blank; `inside` is the place of what stands below the heading."""
    assert node.heading is not None
    starts = harvest.source.starts
    how = asked(inside.title, blank.text, harvest.blanks.key, alone=True)
    shown, hint = placeholder(blank.text)
    place = replace(above, title=inside.title, heading=inside.heading)
    field = harvest.add(
        place,
        inside.title,
        "person" if "person" in harvest.words else how.kind,
        node.first,
        options=how.options,
        placeholder=shown,
        hint=hint,
    )
    hole = Hole(blank.start, blank.end, field.key)
    return Line(starts[node.heading.first], starts[node.heading.end], (hole,))
