"""A group's entries as lines, their answers parted by `|`: where a group stands inside another group's item,
it has no pages of its own, and is typed as one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.template.form import Field
from bot.template.read_values import as_value
from bot.template.values import as_text

IN_A_LINE = frozenset(("text", "choice", "date", "person", "link", "tasks"))
BAR = re.compile(r"(?<!\\)\|")


def is_typed(group: Field) -> bool:
    """Whether an entry of the group fits on a line: none of its fields is a list, code, a table or a group."""
    asked = [field for field in group.fields if field.asked]
    return bool(asked) and all(field.kind in IN_A_LINE for field in asked)


def to_lines(group: Field, value: list[Any]) -> str:
    """The entries, a line each; "" if there are none, or if the lines would say something else."""
    if not is_typed(group):
        return ""
    lines = [_line(group, entry) for entry in value]
    broken = any("\n" in line or "\r" in line for line in lines)
    return "" if broken or of_lines(group, lines) != value else "\n".join(lines)


def of_lines(group: Field, lines: Sequence[str]) -> list[dict[str, Any]]:
    """The entries that these lines say; bars more than there are answers belong to the last one."""
    return [entry for line in lines if (entry := _entry(group, line))]


def _line(group: Field, entry: Any) -> str:
    said = entry if isinstance(entry, dict) else {}
    cells = [as_text(said.get(field.key)).replace("|", "\\|") for field in group.fields if field.asked]
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _entry(group: Field, line: str) -> dict[str, Any]:
    asked = [field for field in group.fields if field.asked]
    cells = [cell.strip(" \t") for cell in BAR.split(line)]
    if len(cells) == len(asked) + 2 and not cells[0] and not cells[-1]:
        cells = cells[1:-1]  # a row that was pasted from a table
    cells[len(asked) - 1 :] = [" | ".join(cells[len(asked) - 1 :])] if len(cells) >= len(asked) else []
    said = ((field, cell.replace("\\|", "|")) for field, cell in zip(asked, cells, strict=False) if cell)
    return {field.key: as_value(field, cell) for field, cell in said}
