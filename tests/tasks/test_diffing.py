"""Two texts, line by line."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.diffing import GAP, Line, diff

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "- [ ] d", "…"]), max_size=30)


def marked(old: str, new: str) -> str:
    """The comparison of two texts, a word a line: `-b +c`."""
    lines = diff(old.split(), new.split())
    return " ".join(line.mark.strip() + line.text for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a b c", "a b c", ""),
        ("a b c", "a x c", "a -b +x c"),
        ("", "a b", "+a +b"),
        ("a b", "", "-a -b"),
        ("a b c", "a b c d", "b c +d"),
        ("b c", "a b c", "+a b c"),
        ("1 2 3 4 5 6 7", "x 2 3 4 5 6 y", "-1 +x 2 3 … 5 6 -7 +y"),
        ("1 2 3 4 5 6", "x 2 3 4 5 y", "-1 +x 2 3 4 5 -6 +y"),
        ("p = a = b = q", "p = x = y = q", "p = -a +x = -b +y = q"),
        ("a b c d", "c d a b", "-a -b c d +a +b"),
    ],
)
def test_what_differs_is_shown_with_what_stands_around_it(old: str, new: str, said: str) -> None:
    assert marked(old, new) == said


@given(LINES, LINES)
def test_both_texts_are_in_it(old: list[str], new: list[str]) -> None:
    lines = diff(old, new, around=len(old) + len(new))
    if old == new:
        assert lines == ()
    else:
        assert [line.text for line in lines if line.mark != "+"] == old
        assert [line.text for line in lines if line.mark != "-"] == new


@given(LINES, LINES)
def test_nothing_that_differs_is_left_out(old: list[str], new: list[str]) -> None:
    every = diff(old, new, around=len(old) + len(new))
    assert [each for each in diff(old, new) if each.mark != " "] == [
        each for each in every if each.mark != " "
    ]


def test_equal_lines_far_away_are_one_line() -> None:
    old = [str(number) for number in range(1000)]
    lines = diff(old, ["first", *old, "last"])
    assert len(lines) == 7 and lines[3] == Line(" ", GAP)


def steps(work: Callable[[], object]) -> int:
    """How many lines of the comparison run."""
    counted = 0

    def count(frame: FrameType, what: str, _: Any) -> Any:
        nonlocal counted
        if not frame.f_code.co_filename.endswith("/bot/tasks/diffing.py"):
            return None
        counted += what == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (lambda n: ["a"] * n, lambda n: ["b"] * n),
        (lambda n: ["a", "b"] * n, lambda n: ["b", "a"] * n),
        (lambda n: [str(at) for at in range(n)], lambda n: [str(at) for at in reversed(range(n))]),
        (lambda n: [str(at) for at in range(n)], lambda n: [str(at * 2) for at in range(n)]),
        (lambda n: ["", "x"] * n, lambda n: ["x", "y", ""] * n),
        (
            lambda n: [each for at in range(n) for each in (str(at), "-", "a")],
            lambda n: [each for at in range(n) for each in (str(at), "a", "-")],
        ),
    ],
)
def test_four_times_the_text_takes_four_times_the_steps(
    old: Callable[[int], list[str]], new: Callable[[int], list[str]]
) -> None:
    short = steps(lambda: diff(old(100), new(100)))
    assert steps(lambda: diff(old(400), new(400))) <= 4 * 1.1 * short
