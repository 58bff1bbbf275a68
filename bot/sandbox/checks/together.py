"""What the blocks of one payload must keep together: how many, whose ids, which focus, how much text."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.checks.blocks import block
from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rules import array


def check_blocks(blocks: Any, place: Place, most: int, least: int = 0) -> None:
    """Each block by the table, then ids and focus across all of them."""
    array(block, most, least)(blocks, place)
    if isinstance(blocks, list):
        _ids_are_unique([(each, place.at(index)) for index, each in enumerate(blocks)], "block_id")
        _one_focus(blocks, place)
        for index, each in enumerate(blocks):
            _ids_are_unique(list(elements_of(each, place.at(index))), "action_id")


def elements_of(block: Any, place: Place) -> Iterator[tuple[Any, Place]]:
    """The interactive elements of a block, each with its place."""
    if not isinstance(block, Mapping):
        return
    for name in ("element", "accessory"):
        if name in block:
            yield block[name], place.at(name)
    if isinstance(elements := block.get("elements"), list):
        for index, each in enumerate(elements):
            yield each, place.at("elements").at(index)


def of_type(blocks: Any, kind: str) -> list[Mapping[str, Any]]:
    """The blocks of one type, in order."""
    return [each for each in blocks if isinstance(each, Mapping) and each.get("type") == kind]


def _ids_are_unique(things: list[tuple[Any, Place]], name: str) -> None:
    """Slack: block_id is unique in a payload, action_id in its block; absent ones Slack makes up."""
    seen: set[str] = set()
    for thing, place in things:
        found = thing.get(name) if isinstance(thing, Mapping) else None
        if isinstance(found, str):
            if found in seen:
                place.at(name).refuse(f'`{name}` "{found}" already exists')
            seen.add(found)


def _one_focus(blocks: list[Any], place: Place) -> None:
    """At most one element of a payload may take the focus (Slack: ``focus_on_load``)."""
    held = [each for index, one in enumerate(blocks) for each in elements_of(one, place.at(index))]
    focused = [
        where for each, where in held if isinstance(each, Mapping) and each.get("focus_on_load") is True
    ]
    for where in focused[1:]:
        where.at("focus_on_load").refuse("only one element may set `focus_on_load`")
