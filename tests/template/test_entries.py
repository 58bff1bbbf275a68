"""Entries of a group inside a group, typed as lines."""

from __future__ import annotations

from typing import Any

import pytest

from bot.template.parse import parse
from bot.template.text import from_text, to_text

TABLE = "| Task | Who | Status |\n|---|---|---|\n| [task] | [who] | [A / B / C] |\n\n"
FORM = parse("# [T]\n\n## Plan\n\n" + "".join(f"### Phase {n}: [what]\n\n{TABLE}" for n in (1, 2)))
ENTRIES = FORM.field("plan.phase").fields[1]


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        ([{"task": "Move", "who": "Ada", "status": "A"}], "Move | Ada | A"),
        ([{"who": "Ada"}, {"task": "Move"}], " | Ada\nMove"),
        ([{"task": "a|b", "status": "C"}], "a\\|b |  | C"),
        ([], ""),
    ],
)
def test_entries_are_lines_and_lines_are_entries(entries: list[Any], lines: str) -> None:
    assert to_text(ENTRIES, entries) == lines
    assert from_text(ENTRIES, lines) == entries


def test_rows_pasted_from_a_table_are_entries() -> None:
    assert from_text(ENTRIES, "| Move | Ada | A |") == [{"task": "Move", "who": "Ada", "status": "A"}]


def test_bars_more_than_answers_lose_nothing() -> None:
    assert from_text(ENTRIES, "Move | Ada | A | b") == [{"task": "Move", "who": "Ada", "status": "A | b"}]


@pytest.mark.parametrize("entry", [{"task": "two\nlines"}, {"who": {"user": "U1"}}, {"task": " x"}, "odd"])
def test_an_entry_that_no_line_can_hold_has_no_lines(entry: Any) -> None:
    assert to_text(ENTRIES, [{"task": "Move"}, entry]) == ""
