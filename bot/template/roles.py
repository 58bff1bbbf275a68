"""The sign-off section: who signs what."""

from __future__ import annotations

import re

from bot.template.blocks import Block
from bot.template.field import Role
from bot.template.harvest import Harvest
from bot.template.items import Item, read_items
from bot.template.layout import Part, Signature, Span
from bot.template.lines import Source
from bot.template.openings import LABEL

TITLE = re.compile(r"(?:sign[- ]?offs?|approvals|reviewers)[\s:]*", re.IGNORECASE)
ROLE_END = re.compile(r":|[ \t][-–—][ \t]")
AROUND = " \t:-–—"


def is_sign_off(title: str) -> bool:
    """Whether a heading is that of the sign-off section, by its ending."""
    words = title.strip().split(" ")
    return any(TITLE.fullmatch(" ".join(words[-count:])) for count in (1, 2))


def read_roles(harvest: Harvest, block: Block) -> list[Part]:
    """A role for each item with a checkbox; [] if none has one."""
    return [_role(harvest, item) for item in read_items(harvest.source, block) if item.boxed and item.text]


def _role(harvest: Harvest, item: Item) -> Signature:
    """`**Role**: statement - [Name] - [Date]`, or any beginning of that."""
    source = harvest.source
    first = item.block.first
    body = Span(item.body.start, max(item.body.start, min(item.body.end, source.line_end(first))))
    called, label = _name(source, body)
    blanks = harvest.blanks.find(called, body.end)
    stop = blanks[0].start if blanks else body.end
    statement = source.text[called:stop].strip(AROUND)
    named = called + len(source.text[called:stop].rstrip(AROUND))
    harvest.roles.append(Role(role=label, statement=statement, line=first + 1))
    start, end = source.starts[first], source.starts[first + 1]
    return Signature(start, end, label, called, named, start + item.marker.start("box"))


def _name(source: Source, body: Span) -> tuple[int, str]:
    """Where the role's name ends, the marks of bold text with it, and the name."""
    match = LABEL.match(source.text, body.start, body.end)
    if match:
        return match.start() + len(match[0].rstrip(AROUND)), match["label"].strip()
    end = ROLE_END.search(source.text, body.start, body.end)
    text = source.text[body.start : end.start() if end else body.end].rstrip(AROUND)
    return body.start + len(text), text.strip("*_ \t")
