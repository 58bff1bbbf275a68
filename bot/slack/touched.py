"""What a person changed on a view since it was drawn. Pure.

A draft may stand on two screens. What an input shows as it was drawn is nothing that was said there: what
was saved since on the other screen stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.slack import ids
from bot.slack.inputs import State
from bot.slack.request import View

TYPED_IN = "typed_in"
"""Where a draft's plan keeps which drawing (its nonce) of a page that an error left standing changed an input,
by the rest of the block's id. Slack goes on naming what was drawn first as the initial value, so that what
is changed back there looks untouched."""

HELD = (
    ("value", "initial_value"),
    ("selected_option", "initial_option"),
    ("selected_date", "initial_date"),
    ("selected_user", "initial_user"),
    ("selected_conversation", "initial_conversation"),
)
"""Slack: where the state says what an element holds, and where the element says what it was drawn with."""


def touched(view: View, plan: Mapping[str, Any]) -> State:
    """The part of the view's state that the person changed. `plan` is the draft's, as it is saved.

    The channel is chosen by being shown, unless another one was chosen since the view was drawn.
    """
    drawn = {block.get("block_id"): block.get("element") for block in view.raw.get("blocks") or []}
    last = plan.get(TYPED_IN) or {}
    changed = {
        block_id
        for block_id, elements in view.state.items()
        if _says(elements) != _began(drawn.get(block_id)) or _mine(block_id, last)
    }
    if plan.get("channel") == view.facts.get("h"):
        changed |= {block_id for block_id, elements in view.state.items() if ids.CHANNEL in elements}
    return {block_id: elements for block_id, elements in view.state.items() if block_id in changed}


def noted(plan: Mapping[str, Any], state: State) -> dict[str, Any]:
    """The plan, knowing that what this state holds was changed in its drawing, which stays."""
    mine = {place: nonce for nonce, place in map(_parts, state)}
    return {**plan, TYPED_IN: {**(plan.get(TYPED_IN) or {}), **mine}} if mine else dict(plan)


def _says(elements: Mapping[str, Mapping[str, Any]]) -> object:
    return next(
        (_plain(each.get(says)) for each in elements.values() for says, _ in HELD if says in each), None
    )


def _began(element: Mapping[str, Any] | None) -> object:
    return next((_plain(element[began]) for _, began in HELD if began in element), None) if element else None


def _plain(held: Any) -> object:
    """What is held, of an option its value; nothing and an empty text are the same."""
    return held.get("value") if isinstance(held, Mapping) else held or None


def _mine(block_id: str, last: Mapping[str, str]) -> bool:
    nonce, place = _parts(block_id)
    return last.get(place) == nonce


def _parts(block_id: str) -> tuple[str, str]:
    """The nonce, and what follows it."""
    nonce = re.split("[/:]", block_id, maxsplit=1)[0]
    return nonce, block_id[len(nonce) :]
