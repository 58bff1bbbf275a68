"""The guard: what was typed is written so that it stays what was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.template import escape
from tests.template.strategies import typed

one_line = typed.map(lambda text: re.sub(r"[\r\n]", " ", text).replace("\0", "\ufffd"))
quick = settings(deadline=None, derandomize=True)


@quick
@given(one_line)
def test_a_forced_line_is_unforced_to_itself(line: str) -> None:
    assert escape.un(escape.force(line)) == line


@quick
@given(one_line, st.booleans())
def test_a_value_after_its_label_comes_back(line: str, taken: bool) -> None:
    assert escape.un(escape.inline(line, (line,) if taken else ())) == line


@quick
@given(one_line)
def test_an_items_text_comes_back(line: str) -> None:
    assert escape.un(escape.item(line)) == line


@quick
@given(one_line)
def test_a_cell_comes_back_and_holds_no_bar(line: str) -> None:
    written = escape.cell(line)
    assert "|" not in written
    assert escape.un(escape.unspelled(written, "|")) == line


@quick
@given(
    typed.map(lambda text: text.replace("\r", "\n").replace("\0", "\ufffd")), st.integers(1, 6), st.booleans()
)
def test_a_block_comes_back(text: str, limit: int, all_lines: bool) -> None:
    assert escape.unblock(escape.block(text, limit, all_lines=all_lines)) == text


@pytest.mark.parametrize(
    ("line", "written"),
    [("# x", "\\# x"), ("abc", "&#97;bc"), ("  - x", "  \\- x"), ("\\x", "\\\\x"), ("", ""), ("  ", "  ")],
)
def test_the_guard_stands_before_the_first_character(line: str, written: str) -> None:
    assert escape.force(line) == written


@pytest.mark.parametrize("text", ["[Name]", "<!-- x -->", "plain"])
def test_what_equals_the_blank_is_written_differently(text: str) -> None:
    assert escape.inline(text, (text,)) == f"&#{ord(text[0])};{text[1:]}"


@pytest.mark.parametrize("text", ["plain", "`code` first", "a | b", "**bold** start", "1 hour"])
def test_a_harmless_value_stays_as_it_is(text: str) -> None:
    assert escape.inline(text) == escape.item(text) == text


@pytest.mark.parametrize(
    "text",
    ["# x", "- x", "1. x", "[ ] x", "[x] x", "```", "~~~", "<div>", "> x", "| x", "[a]: b", "---", "***"],
)
def test_an_item_that_markdown_would_take_for_more_is_forced(text: str) -> None:
    assert escape.item(text) == escape.force(text)


def test_a_block_keeps_its_own_markdown() -> None:
    text = "- a\n- b\n\n```sh\n# not a heading\n---\n```\n\n> quoted"
    assert escape.block(text) == text


def test_a_heading_stands_only_where_it_is_deeper_than_the_templates() -> None:
    assert escape.block("### Mine\n\n#### Mine", limit=3) == "\\### Mine\n\n#### Mine"


@pytest.mark.parametrize("text", ["```\nx", "<!-- x", "<pre>\nx", "[a]: b\n\nx", "x\n===", "> # x"])
def test_what_would_reach_out_of_its_place_is_forced(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escape.block(text) + "\n\n# below")
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1"]


def test_a_line_that_looks_like_a_label_of_the_template_is_forced() -> None:
    assert escape.block("a\n**Scope**: b") == "a\n\\**Scope**: b"


@pytest.mark.parametrize(
    ("text", "written"),
    [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a b", "`a b`")],
)
def test_a_code_span_has_more_ticks_than_it_holds(text: str, written: str) -> None:
    assert escape.span(text) == written


def test_a_fence_is_longer_than_any_inside() -> None:
    assert escape.fence("md", "````\nx\n````") == "`````md\n````\nx\n````\n`````"


@pytest.mark.parametrize(
    ("title", "written"),
    [("x #", "x \\#"), ("x ##", "x \\##"), ("x \\#", "x \\\\#"), ("C#", "C#"), ("#", "\\#")],
)
def test_hashes_that_would_close_a_heading_are_kept(title: str, written: str) -> None:
    assert escape.heading(title) == written


def test_a_separator_is_not_found_too_early() -> None:
    assert escape.before("a - b", " - ") == "a &#45; b"
    assert escape.before("a-b", " - ") == "a-b"


def test_an_unclosed_fence_is_ordinary_text() -> None:
    assert escape.fenced(["```", "x", "~~~", "y", "~~~"]) == {2, 3, 4}
