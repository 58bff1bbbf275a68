"""How the answer to a field reads, as lines for people: to compare two of them. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.template.answers import Value, is_empty
from bot.template.form import Field
from bot.template.text import to_text

Names = Mapping[str, str]
"""Displayed names, by user id."""


FOLLOWS = "(name follows)"
"""Stands for somebody who was just picked, until Slack is asked who they are: when it is filed or saved."""


def said(field: Field, value: Value | None, names: Names) -> str:
    """The value as plain text: "" if there is none. What is ticked isn't said, nor is anything cut."""
    if is_empty(value):
        return ""
    match field.kind, value:
        case "person", dict():
            user = str(value.get("user") or "")
            return names.get(user, user)
        case "code", dict():
            return "\n".join(each for each in (str(value.get("language", "")), to_text(field, value)) if each)
        case "group", list():
            return "\n".join(_entries(field, value, names))
    return to_text(field, value)


def _entries(group: Field, entries: list[Any], names: Names) -> Iterator[str]:
    """`1. Title: …`, and what has several lines below its label."""
    for number, entry in enumerate(entries, start=1):
        below = [(each, said(each, entry.get(each.key), names)) for each in group.fields if each.asked]
        lines = [line for each, text in below if text for line in _labelled(each.label, text)]
        yield from (f"{number}. {line}" if at == 0 else f"   {line}" for at, line in enumerate(lines))


def _labelled(label: str, text: str) -> list[str]:
    first, *more = text.split("\n")
    return [f"{label}:", *(f"  {line}" for line in (first, *more))] if more else [f"{label}: {first}"]
