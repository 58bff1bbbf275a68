"""Keys: the path of headings and label, as slugs."""

from __future__ import annotations

import re

LONGEST = 60
"""Characters of one slug; a whole key has to fit into an id of 255 characters."""


def slug(text: str) -> str:
    """`Files to Create/Modify` -> `files-to-create-modify`; `field` for a text without letters."""
    plain = re.sub(r"[\W_]+", "-", text.lower()).strip("-")[:LONGEST].strip("-")
    return plain if any(character.isalpha() for character in plain) else "field"


class Keys:
    """The keys given so far: each is given once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}
        """Each key with the number that an equal one last got."""

    def give(self, path: tuple[str, ...], name: str | None, heading: str | None = None) -> str:
        """The key for a label below a path of slugs; a name of None is the path's own.

        A key that is given already takes the nearest heading's slug in front of the label's, then a number.
        """
        last = slug(name) if name is not None else None
        key = ".".join((*path, last) if last else path) or "field"
        if key in self._given and last and heading:
            key = ".".join((*path, f"{slug(heading)}-{last}"))
        plain = key
        while key in self._given:
            self._given[plain] += 1
            key = f"{plain}-{self._given[plain]}"
        self._given[key] = 1
        return key
