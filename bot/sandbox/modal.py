"""A view as its person sees it: labels, values, errors, buttons."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blocks import Control, controls, inputs
from bot.sandbox.eyes import Eyes
from bot.sandbox.modals import View
from bot.sandbox.seen import block_lines, button_texts
from bot.sandbox.values import Values, options_of, value_of


@dataclass(frozen=True)
class Field:
    """An input with the names by which a person can mean it."""

    label: str
    """Its label; where several inputs have the same, the later ones are ``Label (2)``, ``Label (3)``."""
    heading: str
    """The nearest heading above it, "" if there is none."""
    control: Control
    """Its element."""

    @property
    def full(self) -> str:
        """``Heading > Label``."""
        return f"{self.heading} > {self.plain}"

    @property
    def plain(self) -> str:
        """The label without its number."""
        return str(self.control.block["label"]["text"])


class Modal:
    """A snapshot of the top view: it does not change when the view does.

    Inputs go by their label. Where two have the same, the later ones are ``Label (2)`` and so on; or
    ``Heading > Label``, where the heading is the nearest header block above, or section that is one
    bold line.
    """

    def __init__(self, view: View, eyes: Eyes) -> None:
        self._eyes, self._blocks = eyes, view.blocks
        self._values: Values = dict(view.values)
        self._errors, content = dict(view.errors), view.content
        self.view = view
        """The view itself, which does change."""
        self.title = _plain(content.get("title"))
        self.submit = _plain(content.get("submit"))
        """The submit button's text, "" if there is none."""
        self.close = _plain(content.get("close")) or "Cancel"
        self.fields = list(_fields(self._blocks))
        """All inputs, top to bottom."""

    @property
    def labels(self) -> list[str]:
        """The labels of the inputs, top to bottom."""
        return [each.label for each in self.fields]

    @property
    def buttons(self) -> list[str]:
        """The texts of the buttons in the view, top to bottom; the submit button is not among them."""
        return list(button_texts(self._blocks))

    @property
    def errors(self) -> dict[str, str]:
        """Label -> what is wrong there."""
        by_block = {each.control.block_id: each.label for each in self.fields}
        return {by_block.get(block_id, block_id): said for block_id, said in self._errors.items()}

    @property
    def hints(self) -> dict[str, str]:
        """Label -> the small text below the input."""
        return {each.label: _plain(each.control.block.get("hint")) for each in self.fields}

    @property
    def placeholders(self) -> dict[str, str]:
        """Label -> the grey text in the empty input."""
        return {each.label: _plain(each.control.element.get("placeholder")) for each in self.fields}

    @property
    def text(self) -> str:
        """All visible text in lines: title, blocks, what the inputs hold, errors."""
        lines = [self.title]
        for block in self._blocks:
            lines += block_lines([block], self._eyes.name)
            keys = [each.key for each in controls([block]) if each.key in self._values]
            lines += [text for key in keys if (text := self._shown(key))]
            lines += [self._errors[block["block_id"]]] if block["block_id"] in self._errors else []
        return "\n".join(lines)

    def value(self, label: str) -> Any:
        """What an input holds, as a person sees it: text, an option's text, a name; "" or [] if nothing."""
        return self._visible(self.field(label).control.key)

    def options(self, label: str) -> list[str]:
        """The texts of a menu's options; of an input by its label, of another menu by its placeholder."""
        return [each["text"]["text"] for each in options_of(self.touchable(label).element)]

    def required(self, label: str) -> bool:
        """Whether the input must hold something."""
        return not self.field(label).control.block.get("optional")

    def field(self, label: str) -> Field:
        """The input of that label. Raises AssertionError with those that there are."""
        for each in self.fields:
            if label in (each.label, each.full):
                return each
        raise AssertionError(f"No input “{label}” in “{self.title}”; there are: {self.labels}\n{self.text}")

    def touchable(self, label: str) -> Control:
        """The element of an input by its label, or else a menu as in ``menu``."""
        named = [each.control for each in self.fields if label in (each.label, each.full)]
        return named[0] if named else self.menu(label)

    def menu(self, label: str) -> Control:
        """A menu outside inputs, by its placeholder or the text beside it. Raises AssertionError."""
        menus = [each for each in controls(self._blocks) if not each.in_input and each.type != "button"]
        for each in menus:
            if label in (_plain(each.element.get("placeholder")), _plain(each.block.get("text"))):
                return each
        names = [_plain(each.element.get("placeholder")) for each in menus]
        raise AssertionError(f"No menu “{label}” in “{self.title}”; there are: {names}\n{self.text}")

    def __str__(self) -> str:
        """For what a failing test shows."""
        return f"[{self.title}]\n{self.text}\n{[*self.buttons, self.submit, self.close]}"

    def _shown(self, key: tuple[str, str]) -> str:
        seen = self._visible(key)
        return "\n".join(seen) if isinstance(seen, list) else str(seen)

    def _visible(self, key: tuple[str, str]) -> Any:
        entry = self._values[key]
        held = value_of(entry)
        if isinstance(held, list):
            return [self._name(entry["type"], each) for each in held]
        return "" if held is None else self._name(entry["type"], held)

    def _name(self, type_: str, held: Any) -> str:
        if type_ == "rich_text_input":
            return "\n".join(block_lines([held], self._eyes.name))
        if isinstance(held, Mapping):
            return str(held["text"]["text"] if "text" in held else held.get("name", ""))
        if "users_select" in type_:
            return self._eyes.name(held)
        if "channels_select" in type_ or "conversations_select" in type_:
            return "#" + self._eyes.name(held)
        return str(held)


def _fields(blocks: list[Mapping[str, Any]]) -> Iterator[Field]:
    heading, seen = "", Counter[str]()
    for block in blocks:
        heading = _heading(block) or heading
        for control in inputs([block]):
            label = _plain(block["label"])
            seen[label] += 1
            yield Field(label if seen[label] == 1 else f"{label} ({seen[label]})", heading, control)


def _heading(block: Mapping[str, Any]) -> str:
    """The text of a header, or of a section that is one bold line."""
    text = _plain(block.get("text"))
    bold = len(text) > 2 and text[0] == text[-1] == "*" and "\n" not in text
    if block["type"] == "header":
        return text
    return text.strip("*") if block["type"] == "section" and bold else ""


def _plain(text: Any) -> str:
    return str(text["text"]) if isinstance(text, Mapping) else ""
