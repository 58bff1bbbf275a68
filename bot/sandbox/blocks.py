"""What stands in blocks: their ids, and the elements that a person can touch. Pure."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """An element that a person can touch."""

    block: Mapping[str, Any]
    """The block that holds it."""
    element: Mapping[str, Any]
    """The element itself."""

    @property
    def block_id(self) -> str:
        """Names its block in the payload."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Names the element in its block."""
        return str(self.element["action_id"])

    @property
    def key(self) -> tuple[str, str]:
        """Where its value stands in ``state.values``."""
        return self.block_id, self.action_id

    @property
    def type(self) -> str:
        """Slack's name of the element's kind."""
        return str(self.element["type"])

    @property
    def in_input(self) -> bool:
        """Whether it is the element of an ``input`` block."""
        return bool(self.block["type"] == "input")


def with_ids(blocks: Sequence[Mapping[str, Any]]) -> list[Json]:
    """The blocks as Slack keeps them: with a ``block_id`` and ``action_id`` where none was given.

    What is made up is new each time, as in Slack: whoever wants typed input kept must name the blocks.
    """
    return [_with_ids(block, f"made-up-{secrets.token_hex(4)}") for block in blocks]


def _with_ids(block: Mapping[str, Any], block_id: str) -> Json:
    kept: Json = {"block_id": block_id, **block}
    for name in ("element", "accessory"):
        if name in kept:
            kept[name] = _named(kept[name], "made-up")
    if block["type"] == "actions":
        kept["elements"] = [_named(each, f"made-up-{n}") for n, each in enumerate(block["elements"])]
    return kept


def _named(element: Mapping[str, Any], action_id: str) -> Json:
    return dict(element) if element["type"] == "image" else {"action_id": action_id, **element}


def controls(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Control]:
    """Every element that can be touched, top to bottom."""
    for block in blocks:
        for element in _elements(block):
            if "action_id" in element:
                yield Control(block, element)


def _elements(block: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    match block["type"]:
        case "input":
            return (block["element"],)
        case "section":
            return (block["accessory"],) if "accessory" in block else ()
        case "actions":
            return list(block["elements"])
    return ()


def inputs(blocks: Sequence[Mapping[str, Any]]) -> list[Control]:
    """The elements of ``input`` blocks, top to bottom."""
    return [each for each in controls(blocks) if each.in_input]
