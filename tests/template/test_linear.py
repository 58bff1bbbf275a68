"""Time is linear, on hostile text too: four times the text takes four times the steps, and not more.

Steps are the lines of the template room that run, which are the same on any machine and however busy it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from types import FrameType
from typing import Any

import pytest

from bot.template.form import Form
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

ROOM = "/bot/template/"
SHORT = 20
GROWTH = 4
SLACK = 1.1
"""Words that count on get longer, and small numbers are rounded up."""
ANSWERS: dict[str, Any] = {
    "list": ["x"],
    "tasks": ["x"],
    "checklist": [{"text": "x", "done": True, "items": []}],
    "code": {"language": "", "text": "x"},
}

UNITS = [
    *["[", "- ", "- [ ] a\n", "**A**: [x]\n", "## A\n", "`a ", "|a", "a:", "{", "<a", "<!--", "a [x]\n", "_"],
    *["```\nx\n```\n", "[ ] a ", "> ", "(", "*", "**a", "a, ", "a|b\n-|-\n", "<a b\n", "## S 1: [x]\n- a\n"],
    *[
        "\n",
        "a\n",
        "a\n\n",
        "**A**:\n",
        "**A**:\n\n- a\n\n",
        "**A**:\n\n```\nx\n```\n\n",
        "+ a\n- a\n",
        "- a\n***\n",
    ],
    *[
        "1. **A**: [x]\n   - **B**: [y]\n",
        "- [ ] **Dev**: ok - [Name] - [Date]\n",
        "<!-- next -->\n",
        "---\n",
    ],
    *["| a | b |\n|-|-|\n| x | [y] |\n\n", "| a | b |\n|-|-|\n|  |  |\n\n", "- a: [b]\n", "<!-- a -->\n\n"],
    *["### {word}: [x]\n", "### S {n}: [x]\n**{word}**: [y]\n", "### {n} {word}: [x]\n", "### [x] {n}\n"],
    *["**{word}**: [x]\n", "**{word}**:\n\n- a\n\n", "## {word}\n[x]\n", "```{word}\nx\n```\n", "{ticks}\n"],
    *[
        "## A\n### S 1: [x]\n### S 2: [x]\n",
        "### {word} 1: [x]\n### {word} 2: [x]\n",
        "[{word}]: b\n\n",
        "{in}- a\n",
    ],
    *[
        "~~~\n",
        "```` a\n",
        "a\n---\n",
        "a\n===\n",
        "1. a\n   1. b\n",
        "\\",
        "&#35;",
        "- a\n  - b\n",
        "<!-- form: skip -->\n",
    ],
]
"""What a text repeats."""
AROUND = [
    ("", ""),
    ("# T\n\n## P\n\n", ""),
    ("**A**: ", ""),
    ("- a\n", "\n- b\n"),
    ("**A**: [x]\n", "\ntext\n"),
    ("## S 1: [x]\n", "## S 2: [y]\n"),
]
"""What stands before and behind."""


def text_of(unit: str, count: int) -> str:
    """The unit over and over; what counts in it goes up."""
    words = ("".join(chr(97 + int(digit)) for digit in f"{number:03}") for number in range(100, 100 + count))
    return "".join(
        unit.replace("{n}", str(number))
        .replace("{word}", word)
        .replace("{ticks}", "`" * (number % 90 + 3))
        .replace("{in}", "  " * (number % 20))
        for number, word in enumerate(words, 100)
    )


@cache
def in_room(file: str) -> bool:
    """Whether a file is one of the template room."""
    return ROOM in file.replace("\\", "/")


def steps(work: Callable[[], object]) -> int:
    """How many lines of the template room run."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        if event == "line":
            count += 1
        return line

    def call(frame: FrameType, _event: str, _argument: object) -> Any:
        return line if in_room(frame.f_code.co_filename) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def filled(form: Form) -> dict[str, Any]:
    """An answer for each field that takes one of these."""
    return {field.key: ANSWERS.get(field.kind, "x") for field in form.asked()}


def works(text: str, default: Form) -> dict[str, int]:
    """The steps of all that is done with a text, as a template and as a document."""
    form = parse(text)
    document = "# TASK-1: T\n\n## Technical Requirements\n\n**Must Have**:\n\n" + text
    return {
        "parse": steps(lambda: parse(text)),
        "render": steps(lambda: render(form, filled(form))),
        "render, blanks kept": steps(lambda: render(form, {}, blanks="keep")),
        "read by the default template": steps(lambda: read(default, document)),
        "read by its own form": steps(lambda: read(form, text)),
        "read by its own form, in other words": steps(lambda: read(form, text.swapcase())),
        "read by its own form, twice": steps(lambda: read(form, text + text)),
    }


@pytest.mark.parametrize("unit", UNITS)
def test_steps_grow_with_the_length_only(unit: str, form: Form) -> None:
    for before, behind in AROUND:
        short = works(before + text_of(unit, SHORT) + behind, form)
        long = works(before + text_of(unit, SHORT * GROWTH) + behind, form)
        grown = {work: (short[work], long[work]) for work in short}
        assert not {work: a for work, a in grown.items() if a[1] > GROWTH * SLACK * a[0]}, before


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("**A**: `[" + "a" * 50_000 + "`\n", id="an open bracket in a code span"),
        pytest.param("<a" + "@" * 50_000 + " x>\n", id="an address of signs"),
        pytest.param("- [" + "-" * 50_000 + "a] 1\n" * 2, id="an item of signs"),
        pytest.param("# a" + " " * 50_000 + "b\n\n## A [x" + " " * 50_000 + "y]\n", id="blanks in headings"),
        pytest.param("| a |\n|" + "-" * 50_000 + "x|\n", id="a line under no table"),
        pytest.param("- " + "1." * 25_000 + "a\n- b\n", id="a long number"),
        pytest.param("**A**: " + "`[a]" * 12_500 + "\n", id="many ticks"),
        pytest.param("**A**: [x]\n" + "\n" * 50_000 + "b\n", id="many blank lines"),
        pytest.param("- [ ] a\n" + "b\n" * 25_000, id="an item of many lines"),
    ],
)
def test_no_pattern_looks_at_a_long_text_again_and_again(text: str) -> None:
    assert render(parse(text), {}, blanks="keep") == text
    read(parse(text), text.swapcase())
