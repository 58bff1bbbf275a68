"""A long text in a modal: some parts of it, and a press that leads on. Pure."""

from __future__ import annotations

from typing import Any

from bot.slack.text import Block, context, first_parts, source, split
from bot.slack.views import button

PART = 2900
"""Characters of one block."""
MOST_PARTS = 12
"""Parts on one page."""


def page(text: str, first: int, action_id: str, **facts: Any) -> list[Block]:
    """The text as it is, from part `first` on; a longer one ends in a button with these facts and `p`, the part
    that is next.
    """
    parts = list(split(text, PART))
    drawn = first_parts(parts[first:], MOST_PARTS)
    following = first + len(drawn)
    if following >= len(parts):
        return [source(part) for part in drawn]
    where = context(f"Part {first + 1} to {following} of {len(parts)}.")
    on = button("Read on", action_id, p=following, **facts)
    return [*(source(part) for part in drawn), where, {"type": "actions", "elements": [on]}]
