"""The way a value is typed into one plain input of several lines, and back."""

from __future__ import annotations

import re
from typing import Any

from bot.template import entries
from bot.template.form import Field, Value

PASTED = re.compile(r"\A(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
BOX = re.compile(r"\A\[(?P<state>[ xX])\][ \t]+(?=\S)")
LINE_BREAK = re.compile(r"\r\n|\r|\n")


def to_text(field: Field, value: Value | None) -> str:
    """How a value is shown for typing: one item a line, items below an item indented by two spaces; a table
    as `first cell: value`; code as its text; a group's entries as `first | second`, "" for one with an entry
    that no line can hold.
    """
    match field.kind, value:
        case "checklist", list():
            return "\n".join(_lines(value, ""))
        case (("list" | "tasks"), list()):
            return "\n".join(_guarded(item, "- ") for item in value if _flat(item))
        case "table", list():
            return "\n".join(f"{row[0]}: {_flat(row[1])}" for row in value if len(row) == 2)
        case "code", dict():
            return str(value.get("text", ""))
        case "group", list():
            return entries.to_lines(field, value)
        case _, str():
            return value
    return ""


def _lines(items: list[Any], indent: str) -> list[str]:
    lines = []
    for item in items:
        text = _guarded(item["text"], "- [ ] ")
        below = item.get("items") or []
        lines += [indent + text, *_lines(below, indent + "  ")] if text else _lines(below, indent)
    return lines


def _guarded(text: str, marker: str) -> str:
    """A text that looks like a pasted marker gets one that is taken off in its place."""
    flat = _flat(text)
    return marker + flat if PASTED.match(flat) or BOX.match(flat) else flat


def _flat(text: str) -> str:
    return LINE_BREAK.sub(" ", text).strip(" \t")


def from_text(field: Field, text: str, before: Value | None = None) -> Value:
    """What was typed, as a value. Never raises.

    A pasted marker (`- `, `- [x] `, `1. `) is taken off a checklist's line, and `- ` or `1. ` off a list's.
    `before` is the value that is replaced: a checklist's item whose text stays keeps its tick, code keeps
    its language, and a group that can't be typed in this way stays as it was.
    """
    match field.kind:
        case "checklist":
            return _keep_ticks(_checklist(text), before if isinstance(before, list) else [])
        case "list" | "tasks":
            return [PASTED.sub("", line, count=1) for line in _stripped(text)]
        case "table":
            return _table(field, text)
        case "code":
            language = before.get("language") if isinstance(before, dict) else None
            return {"language": field.language if language is None else language, "text": text}
        case "group" if entries.is_typed(field):
            return entries.of_lines(field, _stripped(text))
        case "group":
            return before if before is not None else []
    return text


def _stripped(text: str) -> list[str]:
    return [line for line in (line.strip(" \t") for line in LINE_BREAK.split(text)) if line]


def _table(field: Field, text: str) -> Value:
    rows = []
    for line in _stripped(text):
        first = max((row for row in field.rows if line.startswith(row + ":")), key=len, default=None)
        if first is not None:
            rows.append([first, line[len(first) + 1 :].strip(" \t")])
    return rows


def _checklist(text: str) -> list[Any]:
    """Items by their indentation: a line stands below the nearest line above that is indented less."""
    top: list[Any] = []
    open_items: list[tuple[int, list[Any]]] = [(-1, top)]
    for line in LINE_BREAK.split(text):
        rest = line.lstrip(" \t")
        if not rest:
            continue
        width = len(line[: len(line) - len(rest)].expandtabs(4))
        while open_items[-1][0] >= width:
            open_items.pop()
        item = _item(rest.rstrip(" \t"))
        open_items[-1][1].append(item)
        open_items.append((width, item["items"]))
    return top


def _item(line: str) -> dict[str, Any]:
    text = PASTED.sub("", line, count=1)
    box = BOX.match(text)
    if box:
        text = text[box.end() :]
    return {"text": text, "done": bool(box and box["state"] != " "), "items": []}


def _keep_ticks(items: list[Any], before: list[Any]) -> list[Any]:
    """Each item takes the tick of the item with the same text in the same place of the tree, once."""
    old: dict[str, list[dict[str, Any]]] = {}
    for item in before:
        old.setdefault(_flat(item["text"]), []).append(item)
    kept = []
    for item in items:
        same = old.get(item["text"])
        was: dict[str, Any] = same.pop(0) if same else {}
        below = _keep_ticks(item["items"], was.get("items") or [])
        kept.append(item | {"done": item["done"] or bool(was.get("done")), "items": below})
    return kept
