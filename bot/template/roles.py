"""The sign-off section: who signs what."""

from __future__ import annotations

import re

from bot.template.blocks import Block
from bot.template.form import Role
from bot.template.harvest import Harvest
from bot.template.items import Item, read_items
from bot.template.layout import Part, Signature
from bot.template.paragraphs import LABEL

TITLE = re.compile(r"(?:sign[- ]?offs?|approvals|reviewers)[\s:]*", re.IGNORECASE)
PLAIN_ROLE = re.compile(r"(?P<label>[^:\[\]\r\n]+?)[ \t]*(?::[ \t]*|(?=[ \t][-–—][ \t])|$)")
DASH = " \t-–—"


def is_sign_off(title: str) -> bool:
    """Whether a heading is that of the sign-off section, by its ending."""
    words = title.strip().split(" ")
    return any(TITLE.fullmatch(" ".join(words[-count:])) for count in (1, 2))


def read_roles(harvest: Harvest, block: Block) -> list[Part]:
    """A role for each item with a checkbox; [] if none has one."""
    return [_role(harvest, item) for item in read_items(harvest.source, block) if item.boxed and item.text]


def _role(harvest: Harvest, item: Item) -> Signature:
    source, body = harvest.source, item.body
    match = LABEL.match(source.text, body.start, body.end) or PLAIN_ROLE.match(
        source.text, body.start, body.end
    )
    label = match["label"].strip() if match else item.text
    label_end = match.end() if match else body.end
    blanks = harvest.blanks.find(label_end, body.end)
    stop = blanks[0].start if blanks else body.end
    statement = source.text[label_end:stop].strip(DASH)
    named = label_end + len(source.text[label_end:stop].rstrip(DASH)) if statement else _bare_end(match, stop)
    harvest.roles.append(Role(role=label, statement=statement, line=item.block.first + 1))
    starts = source.starts
    box = starts[item.block.first] + item.marker.start("box")
    called = _bare_end(match, stop)
    return Signature(starts[item.block.first], starts[item.block.end], label, called, named, box)


def _bare_end(match: re.Match[str] | None, stop: int) -> int:
    """Where a role's name ends, with the marks of bold text, before the colon."""
    if match is None:
        return stop
    return match.start() + len(match[0].rstrip(" \t:" + DASH))
