"""A task's boxes as a modal, and what a person ticked there. Pure.

Every box can be ticked, however many there are and whatever they say: a list of more than ten is several inputs,
what doesn't fit in one modal is on further pages, and what is too long for an option stands above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from bot.slack import ids, shown
from bot.slack.asked import LABEL
from bot.slack.request import View
from bot.slack.text import VIEW, Block, context, escape, paragraph, plain, said, shorten, size, split, within
from bot.slack.views import ModalView, button
from bot.tasks.boxes import Box
from bot.tasks.progress import Board, Look
from bot.tasks.unticked import named

Numbered = tuple[int, Box]
"""A box with its place in the board, which is what its option says."""


class Together(NamedTuple):
    """Boxes of one list that are asked together."""

    boxes: list[Numbered]
    """At most ten."""
    label: str
    """What the list is called, and which part of a longer one they are."""


MOST_TOGETHER = 10
"""Slack: checkboxes have at most ten options."""
OPTION = 75
"""Slack: an option's text and its description hold at most 75 characters each."""
MOST_BLOCKS = 90
"""Slack: a modal holds at most 100 blocks; the others are what stands around the boxes."""
LONGEST, PART, MOST_PARTS = 8000, 2900, 4
"""Bytes of one box's text that are shown, characters of one block of it, and how many blocks: ten such boxes still
fit in a modal."""
HERE = "Tick what is done, and press Save. Nobody's signature is touched by it."
PAGES = "Page {} of {}. Save, Back and Next save what you ticked on this page."
ON = "This item goes on in the document: press Open on the card to read all of it."


def view(board: Board, page: int, nonce: str, note: str = "") -> ModalView:
    """A page of the boxes, from 0; the nearest there is. `nonce` is fresh for each drawing."""
    every = pages(board.boxes)
    at = max(0, min(page, len(every) - 1))
    done = sum(box.done for box in board.boxes)
    blocks = [
        *([context(note)] if note else []),
        context(f"{done} of {len(board.boxes)} boxes ticked. {HERE}"),
        *_blocks(every[at], nonce),
        *_turning(at, len(every)),
    ]
    drawn = shown.modal(board.task, ids.PROGRESS, "Progress", "Save", blocks)
    return {**drawn, "private_metadata": ids.pack(**shown.facts(board.task), n=at)}


def pages(boxes: Iterable[Box]) -> list[list[Together]]:
    """The boxes as they are asked together, on the pages that hold them."""
    found: list[list[Together]] = [[]]
    blocks, room = MOST_BLOCKS, VIEW
    for together in _together(boxes):
        drawn = _blocks([together], "")
        blocks, room = blocks - len(drawn), room - size(drawn)
        if found[-1] and (blocks < 0 or room < 0):
            found.append([])
            blocks, room = MOST_BLOCKS - len(drawn), VIEW - size(drawn)
        found[-1].append(together)
    return found


def wanted(view: View) -> dict[int, bool]:
    """Which boxes the person ticked or unticked since the modal was drawn, by their places in the board.

    What Slack doesn't send stays as it was. ids.NotOurs for an option that this app did not write.
    """
    changed: dict[int, bool] = {}
    for block in view.raw.get("blocks") or []:
        element = block.get("element") or {}
        held = view.state.get(block.get("block_id"), {}).get(ids.BOXES)
        if element.get("action_id") != ids.BOXES or held is None:
            continue
        before, after = _values(element.get("initial_options")), _values(held.get("selected_options"))
        changed |= {number: number in after for number in before ^ after}
    return changed


def unticked(look: Look) -> list[Block]:
    """What signers signed with boxes ticked that aren't any more, a line for each."""
    return [
        context(
            f"Unticked since {each.signature.name} signed as {each.signature.role}: {named(each.texts)}. "
            "The signature stands."
        )
        for each in look.unticked
    ]


def _values(options: Sequence[dict[str, Any]] | None) -> set[int]:
    values = [str(option.get("value")) for option in options or ()]
    if not all(value.isdecimal() for value in values):
        raise ids.NotOurs("no number of a box")
    return {int(value) for value in values}


def _together(boxes: Iterable[Box]) -> Iterator[Together]:
    """The boxes of each list, ten at a time."""
    for _, own in groupby(enumerate(boxes), key=lambda each: (each[1].field, each[1].under)):
        listed = list(own)
        name = shorten(listed[0][1].under[-1], LABEL)
        for first in range(0, len(listed), MOST_TOGETHER):
            asked = listed[first : first + MOST_TOGETHER]
            part = f" ({first + 1} to {first + len(asked)} of {len(listed)})"
            yield Together(asked, name + part * (len(listed) > MOST_TOGETHER))


def _blocks(lists: Sequence[Together], nonce: str) -> list[Block]:
    """The inputs, each below what its list stands under, if that isn't said already, and its long texts."""
    drawn: list[Block] = []
    under: tuple[str, ...] = ()
    for together in lists:
        box = together.boxes[0][1]
        if box.under[:-1] and box.under[:-1] != under:
            drawn.append(
                paragraph(said(" · ".join(shorten(each, LABEL) for each in box.under[:-1]), bold=True))
            )
        under = box.under[:-1]
        drawn += [block for _, each in together.boxes for block in _in_full(each)]
        drawn.append(_input(together, nonce))
    return drawn


def _input(together: Together, nonce: str) -> Block:
    options = [(_option(number, each), each.done) for number, each in together.boxes]
    ticked = [option for option, done in options if done]
    element: dict[str, Any] = {
        "type": "checkboxes",
        "action_id": ids.BOXES,
        "options": [option for option, _ in options],
        **({"initial_options": ticked} if ticked else {}),
    }
    block_id = ids.block(nonce, together.boxes[0][0])
    said = {"label": plain(together.label), "element": element, "optional": True}
    return {"type": "input", "block_id": block_id, **said}


def _option(number: int, box: Box) -> dict[str, Any]:
    """What is longer than an option's text goes on below it; what is longer still stands above the list."""
    head, rest = _cut(box.text)
    below = rest or (f"below: {' › '.join(box.above)}" if box.above else "")
    option = {"text": plain(head, OPTION), "value": str(number)}
    return {**option, "description": plain(below, OPTION)} if below else option


def _cut(text: str) -> tuple[str, str]:
    """The text in two, at a space if there is one near: so much as an option's text holds, and the rest."""
    if len(escape(text)) <= OPTION:
        return text, ""
    head = next(iter(split(text, OPTION - 1)))
    at = head.rfind(" ", OPTION // 2)
    at = at if at > 0 else len(head)
    return f"{text[:at]}…", f"…{text[at:].lstrip()}"


def _in_full(box: Box) -> list[Block]:
    """The whole text, where the option doesn't hold it; what it stands below too."""
    rest = _cut(box.text)[1]
    if not rest or (len(escape(rest)) <= OPTION and not box.above):
        return []
    whole = " › ".join([*(shorten(each, OPTION) for each in box.above), box.text])
    parts = list(split(within(whole, LONGEST), PART))[:MOST_PARTS]
    more = [context(ON)] if "".join(parts) != whole else []
    return [*(paragraph(said(part)) for part in parts), *more]


def _turning(at: int, count: int) -> list[Block]:
    if count == 1:
        return []
    back = [button("Back", ids.BOXES_BACK, n=at - 1)] if at else []
    on = [button("Next", ids.BOXES_NEXT, n=at + 1)] if at < count - 1 else []
    return [context(PAGES.format(at + 1, count)), {"type": "actions", "elements": [*back, *on]}]
