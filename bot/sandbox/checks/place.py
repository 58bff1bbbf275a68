"""Where a check is looking, and where it writes down what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """One value of a payload: its JSON pointer and what stands around it."""

    surface: str
    """``message``, ``modal`` or ``home``: what may stand here depends on it."""
    pointer: str = ""
    """RFC 6901 pointer from the payload's root, such as ``/view/blocks/0/text``."""
    holder: str = ""
    """Type of the block around an element, such as ``input``; empty outside blocks."""
    found: list[str] = field(default_factory=list)
    """Every fault so far; shared by all places of one payload."""

    def at(self, key: str | int) -> Place:
        """The place of a member (by name) or an item (by index) of this value."""
        step = key.replace("~", "~0").replace("/", "~1") if isinstance(key, str) else key
        return Place(self.surface, f"{self.pointer}/{step}", self.holder, self.found)

    def inside(self, holder: str) -> Place:
        """The same place, known to be inside a block of type ``holder``."""
        return Place(self.surface, self.pointer, holder, self.found)

    def refuse(self, sentence: str) -> None:
        """Write a fault down, in the form of Slack's ``response_metadata.messages``."""
        self.found.append(f"[ERROR] {sentence} [json-pointer:{self.pointer}]")
