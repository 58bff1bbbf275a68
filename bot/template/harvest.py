"""What is gathered while a template is read: fields with their keys, roles, and what is unsure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.template.blanks import Blanks
from bot.template.field import Field, Kind, Role
from bot.template.lines import Source
from bot.template.overrides import Overrides
from bot.template.slugs import Keys

KIND_NAMES: dict[Kind, str] = {
    "code": "Code",
    "checklist": "Checklist",
    "list": "List",
    "table": "Table",
    "tasks": "Tasks",
    "group": "Entries",
}
"""What a field without a label is called where its heading's name does not tell it from its neighbours."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the form the reading is."""

    path: tuple[str, ...] = ()
    """The slugs of the headings down to here."""
    title: str = ""
    """The nearest heading, the page's own too."""
    heading: str | None = None
    """The nearest heading below the page's."""
    header: bool = False
    """Whether this is the text before the first section, which is shown more than asked."""
    indent: int = 0
    """How far the lines of a long answer are indented here."""


class Harvest:
    """Gathers one page, or one item of a group (`relative`)."""

    def __init__(
        self, source: Source, blanks: Blanks, overrides: Overrides, keys: Keys, *, relative: bool = False
    ) -> None:
        self.source = source
        self.blanks = blanks
        self.overrides = overrides
        self.relative = relative
        self.fields: list[Field] = []
        self.roles: list[Role] = []
        self.guidance: list[str] = []
        """Text seen since the last field, which helps with the next one."""
        self.intro: list[str] = []
        self.words: frozenset[str] = frozenset()
        """What the override comment just above says."""
        self.unlabelled: dict[str, Field] = {}
        """By key."""
        self.like: Mapping[object, Sequence[Field]] = {}
        """The unlabelled fields of the group's first item, by shape, to be found again in its other items."""
        self.found: Counter[object] = Counter()
        """How many of them have been, by shape."""
        self.taken: Mapping[str, Field] = {}
        """The fields of the group's earlier items, by their keys."""
        self._keys = keys

    def item(self, like: Mapping[object, Sequence[Field]], taken: Mapping[str, Field]) -> Harvest:
        """A harvest for one item of a group."""
        below = Harvest(self.source, self.blanks, self.overrides, Keys(), relative=True)
        below.like, below.taken = like, taken
        return below

    def by_shape(self) -> dict[object, list[Field]]:
        """The unlabelled fields, for `like`."""
        found: dict[object, list[Field]] = {}
        for field in self.unlabelled.values():
            found.setdefault(_shape(field.kind, field.rows, field.fields), []).append(field)
        return found

    def page(self) -> Harvest:
        """A harvest for the next page, whose keys differ from this one's."""
        return Harvest(self.source, self.blanks, self.overrides, self._keys)

    def add(
        self, place: Place, name: str | None, kind: Kind, line: int, *, stem: str = "", **more: Any
    ) -> Field:
        """A new field. Without a name it is called by its heading or, in a group, by `stem` or its kind.

        `line` counts from 0.
        """
        words, self.words = self.words, frozenset()
        hint = "\n\n".join(part for part in (*self._helped(place), more.pop("hint", "")) if part)
        required = "required" in words
        shape = _shape(kind, more.get("rows", ()), more.get("fields", ()))
        known = self._known(shape) if name is None else None
        own = name is None and not known and (self.relative or not place.path)
        called = name or (stem or KIND_NAMES.get(kind, "Text") if own else None)
        key = known.key if known else self._keys.give(place.path, called, place.heading)
        taken = self.taken.get(key)
        if (
            taken and _shape(taken.kind, taken.rows, taken.fields) != shape
        ):  # called the same, and not to be answered alike
            key = self._keys.give(place.path, f"{key} {KIND_NAMES.get(kind, kind)}", place.heading)
        label = known.label if known else called or place.title
        field = Field(
            key=key,
            label=label,
            kind=kind,
            line=line + 1,
            heading=place.heading,
            hint=hint,
            required=required,
            **more,
        )
        self.fields.append(field)
        if name is None:
            self.unlabelled[key] = field
        return field

    def _known(self, shape: object) -> Field | None:
        alike, number = self.like.get(shape, ()), self.found[shape]
        self.found[shape] += 1
        return alike[number] if number < len(alike) else None

    def _helped(self, place: Place) -> list[str]:
        """The guidance for the next field; at a page's top it is for the whole page."""
        guidance, self.guidance = self.guidance, []
        if place.heading is None and not self.fields and not self.relative:
            self.intro += guidance
            return []
        return guidance

    def leave(self) -> None:
        """The section ends: guidance that no field has taken is for the whole page."""
        self.intro += self.guidance
        self.guidance, self.words = [], frozenset()

    def tell_apart(self, since: int, *, titled: bool = False) -> None:
        """Fields called by their heading are called by their kind, if the section asks for more than one.
        `titled`: the heading itself asks, and so has the name already."""
        own = self.fields[since:]
        if len(own) < 2 and not titled:
            return
        for number, field in enumerate(own, since):
            if field.key in self.unlabelled and not self.relative and (titled or field.kind in KIND_NAMES):
                name = KIND_NAMES.get(field.kind, "Text")
                label = field.columns[-1] if field.columns else name
                self.fields[number] = replace(field, label=label or name)


def _shape(kind: Kind, rows: Sequence[str], fields: Sequence[Field]) -> object:
    """What two fields have in common that can take each other's answers."""
    return kind, rows, tuple((field.key, field.kind) for field in fields)
